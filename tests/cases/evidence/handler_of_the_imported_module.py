# `except module.Error` after a handler for ImportError: the import that fails is the earlier handler's.
def imported(value):
    try:
        import zlib

        value = zlib.compress(value)
    except ImportError:
        pass
    except zlib.error:
        value = b""
    return value


# run: imported(b"x")
# run: imported(None)


def from_a_module(value):
    try:
        from zlib import compress, error

        value = compress(value)
    except (AttributeError, ImportError):
        pass
    except (KeyError, error):
        value = b""
    return value


# run: from_a_module(b"x")


def missing(value):
    try:
        import module_that_is_missing

        value = module_that_is_missing.load(value)
    except ModuleNotFoundError:
        pass
    except module_that_is_missing.Error:
        value = None
    return value


# run: missing(1)


def without_the_earlier_handler(value):
    try:
        import module_that_is_missing

        value = module_that_is_missing.load(value)
    except module_that_is_missing.Error:  # NSA202: module_that_is_missing
        value = None
    return value


# run: without_the_earlier_handler(1)


def something_else_fails_first(value):
    try:
        value = value.first
        import zlib
    except ImportError:
        pass
    except zlib.error:  # NSA102: zlib
        value = None
    return value


# run: something_else_fails_first(1)


def the_other_order(value):
    try:
        import module_that_is_missing
    except module_that_is_missing.Error:  # NSA102: module_that_is_missing
        value = None
    except ImportError:
        pass
    return value


# run: the_other_order(1)
