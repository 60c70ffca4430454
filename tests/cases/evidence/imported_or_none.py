# A function or class that is imported is true, also where None stands for it otherwise: it is called somewhere.


def here(missing):
    if missing:
        raise ImportError


def none_in_the_handler(missing):
    try:
        here(missing)
        from fractions import Fraction
    except ImportError:
        Fraction = None
        slow = 1
    if Fraction:
        return Fraction(1)
    return slow
# run: none_in_the_handler(True)
# run: none_in_the_handler(False)


def none_before_the_body(missing):
    dumps = None
    try:
        here(missing)
        from json import dumps
    except ImportError:
        written = str
    return written if not dumps else dumps({})
# run: none_before_the_body(True)
# run: none_before_the_body(False)


def none_for_two_names(missing):
    try:
        here(missing)
        from json import dumps as write, loads as read
    except ImportError:
        write = read = None
        why = "no json"
    if not read:
        return why
    return read(write({}))
# run: none_for_two_names(True)
# run: none_for_two_names(False)


def none_in_a_tuple(missing):
    try:
        here(missing)
        from json import dumps, loads
    except ImportError:
        dumps, loads = None, None
    if dumps and loads:
        both = dumps, loads
    if loads is not None:
        return loads(both[0]({}))
    return None
# run: none_in_a_tuple(True)
# run: none_in_a_tuple(False)


class Writer:
    def in_a_method(self, missing):
        try:
            here(missing)
            from json import dumps
        except ImportError:
            dumps = None
        kind = "json" if dumps else "text"
        if kind == "json":
            written = dumps
        if dumps is not None:
            return written
        return str
# run: Writer().in_a_method(True)
# run: Writer().in_a_method(False)


try:
    from fractions import Fraction
except ImportError:
    Fraction = None
    backport = int

if Fraction:
    exact = Fraction(1)
else:
    exact = backport
# run:


# What is not called may be data, which may be false or None itself.


def a_constant(missing):
    try:
        here(missing)
        from http.client import IM_A_TEAPOT as LIMIT
    except ImportError:
        LIMIT = None
        slow = 1
    if LIMIT:
        return LIMIT
    return slow  # NSA102: slow
# not run: the constant is true


def data_that_is_none(missing):
    try:
        here(missing)
        from importlib import __loader__ as cuda
    except ImportError:
        cuda = None
        slow = 1
    if cuda is not None:
        return cuda
    return slow  # NSA102: slow
# not run: it is not None


def an_empty_list(missing):
    try:
        here(missing)
        from platforms import cuda_devices
    except ImportError:
        cuda_devices = None
        device = "cpu"
    if cuda_devices:
        device = cuda_devices[0]
    return device  # NSA102: device
# not run: no such module


def false_in_the_handler(missing):
    try:
        here(missing)
        from platforms import has_triton
    except ImportError:
        has_triton = False
        slow = 1
    if has_triton:
        return 1
    return slow  # NSA102: slow
# not run: no such module


def never_none(missing):
    try:
        here(missing)
        from platforms import version
    except ImportError:
        version = ()
        slow = 1
    if version:
        return 1
    return slow  # NSA102: slow
# not run: no such module
