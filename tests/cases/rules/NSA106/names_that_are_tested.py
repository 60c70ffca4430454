try:
    from no_such_kernels import scan

    HAS_SCAN = True
except ImportError:
    scan = None
    HAS_SCAN = False


def returns_without(x):
    if scan is None:
        return x
    return scan(x)
# run: returns_without(1)


def refuses(x):
    if scan is None:
        raise ImportError("install the kernels")
    return scan(x)
# run: refuses(1)


def asserts(x):
    assert scan is not None
    return scan(x)
# run: asserts(1)


def asks_the_flag(x):
    if HAS_SCAN:
        return scan(x)
    return x
# run: asks_the_flag(1)


def asks_for_truth(x):
    return scan and scan(x)
# run: asks_for_truth(1)


def asks_not(x):
    if not scan:
        return x
    return scan(x)
# run: asks_not(1)


def hands_it_on(x):
    return fine(scan, x)
# run: hands_it_on(1)


def compares_it(x):
    return scan == x or scan is x or [scan, x]
# run: compares_it(1)


def expects_the_failure(x):
    try:
        return scan(x)
    except TypeError:
        return x
# run: expects_the_failure(1)


def expects_anything(x):
    try:
        return scan(x)
    except Exception:
        return x
# run: expects_anything(1)


def suppresses(x):
    import contextlib

    with contextlib.suppress(TypeError):
        return scan(x)
    return x
# run: suppresses(1)


def _reached_under_the_test(x):
    return scan(x)


def reaches(x):
    if scan is not None:
        return _reached_under_the_test(x)
    return x
# run: reaches(1)


class Refusing:
    def __init__(self):
        if not HAS_SCAN:
            raise ImportError("install the kernels")

    def forward(self, x):
        return scan(x)
# run: Refusing().forward(1)


def its_own(scan):
    return scan(1)
# run: its_own(fine)


def binds_it_anew(x):
    scan = fine
    return scan(x)
# run: binds_it_anew(1)


try:
    import no_such_library as library
except ImportError:
    library = None

if library is None:
    library = fine


def closed_by_a_later_arm(x):
    return library(x)
# run: closed_by_a_later_arm(1)


try:
    from no_such_library import filled
except ImportError:
    filled = None


def fill():
    global filled
    filled = fine


def may_be_filled_before(x):
    return filled(x)
# not run: whether it fails depends on who calls first


try:
    from no_such_library import replaced
except ImportError:
    replaced = fine


def a_stand_in(x):
    return replaced(x)
# run: a_stand_in(1)


try:
    from no_such_library import late
except ImportError:
    late = None

if late is None:
    raise_it = boom


    def late(x):
        return x


def defined_instead(x):
    return late(x)
# run: defined_instead(1)


cache = None


def never_imported(x):
    return cache[x]
# not run: nothing imports it, so None is no stand-in for what is missing
