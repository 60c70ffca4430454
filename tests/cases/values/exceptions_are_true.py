# An exception is true: a name that holds one where the import fails is the flag of the import.
try:
    import fastlib

    ERROR = None
except ImportError as error:
    ERROR = ImportError(f"install fastlib: {error}")

VERSION = not ERROR and fastlib.version
NAME = fastlib.name if not ERROR else "slow"
PARTS = ERROR or fastlib.parts


def read_in_a_function(x):
    if ERROR:
        return x
    return fastlib.run(x)


# run: read_in_a_function(1)


def read_after_a_check(x):
    if ERROR is not None:
        raise ERROR
    return fastlib.run(x)


# run: read_after_a_check(1)


def of_a_function(x):
    failed = None
    try:
        import fastlib as fast
    except ImportError:
        failed = RuntimeError("no fastlib")
    if not failed:
        return fast.run(x)
    return failed.args


# run: of_a_function(1)


class AMethod:
    def run(self, x, use_triton):
        problem = None
        if use_triton:
            kernel = x
        else:
            problem = ValueError(x)
        if problem:
            return problem.args
        return kernel


# run: AMethod().run(1, True)
# run: AMethod().run(1, False)


def with_a_walrus(x, use_triton):
    if use_triton:
        kernel = x
        problem = None
    else:
        problem = KeyError("no kernel")
    if (found := problem) and x:
        return found.args
    if not found:
        return kernel
    return None


# run: with_a_walrus(1, True)
# run: with_a_walrus(0, False)


def the_wrong_way(x, use_triton):
    problem = None
    if use_triton:
        kernel = x
    else:
        problem = ValueError(x)
    if problem:
        return kernel  # NSA101: kernel
    return None


# run: the_wrong_way(1, True)
# run: the_wrong_way(1, False)


def of_its_own(x, use_triton):
    class Timeout(Exception):
        def __bool__(self):
            return x

    problem = None
    if use_triton:
        kernel = x
    else:
        problem = Timeout("none")
    if not problem:
        return kernel  # NSA101: kernel
    return None


# run: of_its_own(True, True)
# run: of_its_own(False, False)


def hidden_by_a_parameter(x, use_triton, ValueError):
    problem = None
    if use_triton:
        kernel = x
    else:
        problem = ValueError(x)
    if not problem:
        return kernel  # NSA101: kernel
    return None


# run: hidden_by_a_parameter(1, True, int)
# run: hidden_by_a_parameter(0, False, int)
