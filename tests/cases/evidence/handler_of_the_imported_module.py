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


def several_imports_before(value):
    try:
        import module_that_is_missing
        from module_that_is_missing.client import Client
        from module_that_is_missing.errors import UnknownService

        value = module_that_is_missing.load(Client(), value)
    except ImportError:
        value = None
    except UnknownService:
        value = 0
    except Exception:
        value = 1
    return value


# run: several_imports_before(1)


def of_an_earlier_one(value):
    try:
        from zlib import error
        import module_that_is_missing as other

        value = other.load(value)
    except ModuleNotFoundError:
        value = None
    except (error, KeyError):
        value = 0
    return value


# run: of_an_earlier_one(1)


class InAMethod:
    def loaded(self, value):
        try:
            import json
            import module_that_is_missing as other
            from module_that_is_missing import Missing

            value = json.loads(other.load(value))
        except ImportError as error:
            value = str(error)
        except Missing as error:
            value = error
        return value


# run: InAMethod().loaded(1)


def a_call_between(value):
    try:
        import json as first

        value = value.first
        from zlib import error
    except ImportError:
        value = None
    except error:  # NSA102: error
        value = 0
    return first, value


# run: a_call_between(1)


def an_import_after_it(value):
    try:
        from zlib import error

        value = value.first
        import module_that_is_missing
    except ImportError:
        value = None
    except error:
        value = 0
    except Exception:
        value = 1
    return value


# run: an_import_after_it(1)
