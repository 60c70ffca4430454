# No Python before 3.10 reads `match`.
def a_match(value):
    match value:
        case [y, *_]:
            return y
    return None


def beside_it():
    try:
        from types import NoneType
    except ImportError:
        pass
    return NoneType


def before_it():
    try:
        import zoneinfo
    except ImportError:
        zone = None
    else:
        zone = zoneinfo
    return zoneinfo, zone


# run: a_match([1])
# run: beside_it()
# run: before_it()


def after_it():
    try:
        from typing import assert_never
    except ImportError:
        pass
    return assert_never  # NSA102: assert_never


# not run: the Python that runs this may be newer
