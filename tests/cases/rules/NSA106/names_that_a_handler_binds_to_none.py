try:
    from no_such_kernels import scan
except ImportError:
    scan = None


def called(x):
    return scan(x)  # NSA106: scan
# run: called(1)


def called_again(x):  # the report above names this use too
    use(x)
    return scan(x + 1)
# not run: its report is the first one's


try:
    import no_such_library as library
except ImportError:
    library = None


class Layer:
    def looked_into(self, x):
        if x:
            return library.matmul(x)  # NSA106: library
        return x
# run: Layer().looked_into(1)
# run: Layer().looked_into(0)


try:
    from no_such_library import table
except (ImportError, OSError):
    table: object = None


def subscripted(key):
    return table[key]  # NSA106: table
# run: subscripted("x")


try:
    from no_such_library import sizes
except ImportError as error:
    failed = error
    sizes = None


def iterated():
    for size in sizes:  # NSA106: sizes
        use(size)
# run: iterated()


try:
    from no_such_library import names
except ImportError:
    names = None


def contained(name):
    return name in names  # NSA106: names
# run: contained("x")


try:
    from no_such_library import pair
except ImportError:
    pair = None


def unpacked():
    first, second = pair  # NSA106: pair
    return first + second
# run: unpacked()


try:
    from no_such_library import limit
except ImportError:
    limit = None


def compared(x):
    return x < limit  # NSA106: limit
# run: compared(1)


try:
    from no_such_library import scale
except ImportError:
    scale = None


def calculated(x):
    return x * scale  # NSA106: scale
# run: calculated(1)


try:
    from no_such_library import lock
except ImportError:
    lock = None


def entered(x):
    with lock:  # NSA106: lock
        return x
# not run: what Python says of it differs by version


try:
    from no_such_library import Tensor
except ImportError:
    Tensor = None


def asked_for_its_class(x):
    return isinstance(x, Tensor)  # NSA106: Tensor
# not run: Python does not say that it is None


try:
    from no_such_library import fused
except ImportError:
    fused = None


def tested_in_the_wrong_way(x):
    if fused is None:
        return fused(x)  # NSA106: fused
    return fused(x)
# run: tested_in_the_wrong_way(1)


try:
    from no_such_library import pool
except ImportError:
    pool = None


def a_handler_for_something_else(x):
    try:
        return pool.get(x)  # NSA106: pool
    except KeyError:
        return x
# run: a_handler_for_something_else(1)


try:
    from no_such_library import first_choice
except ImportError:
    try:
        from no_such_library import second_choice as first_choice
    except ImportError:
        first_choice = None


def after_two_choices(x):
    return first_choice(x)  # NSA106: first_choice
# run: after_two_choices(1)
