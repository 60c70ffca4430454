# What every Python has can be imported: in a `try`, too, the name is bound wherever something after the import fails.
def a_handler_asks_for_it(value):
    try:
        from urllib.error import HTTPError as _HTTPError
        from urllib.parse import quote

        y = quote(value)
    except _HTTPError:
        y = ""
    except Exception:
        y = "?"
    return y


# run: a_handler_asks_for_it("x")
# run: a_handler_asks_for_it(None)


def a_handler_reads_it(name):
    try:
        import importlib.util

        y = importlib.util.find_spec(name).loader
    except (ImportError, AttributeError):
        y = importlib.import_module("json")
    return y


# run: a_handler_reads_it("json")
# run: a_handler_reads_it("module_that_is_missing")


def read_after_it(value):
    try:
        import json, os.path

        y = json.loads(value)
    except Exception:
        y = None
    return json.dumps(y), os.path.join("a", "b")


# run: read_after_it("1")
# run: read_after_it("{")


def what_is_bound_beside_it(value):
    try:
        import time

        started = 0
        from collections import OrderedDict, deque

        y = value.run()
    except ValueError:
        y = None
    except Exception:
        return started, OrderedDict, deque
    return y, time


# run: what_is_bound_beside_it(1)


def in_a_finally(value):
    try:
        from contextlib import suppress

        with suppress(KeyError):
            value["x"] = 1
    finally:
        y = suppress
    return y


# run: in_a_finally({})
# run: in_a_finally(None)


def under_a_test(value, fast):
    try:
        if fast:
            import math
        else:
            from os import path as math
        y = value.x
    except AttributeError:
        y = math
    return y


# run: under_a_test(1, True)
# run: under_a_test(1, False)


def a_module_that_is_missing():
    try:
        import module_that_is_missing
    except ImportError:
        pass
    return module_that_is_missing  # NSA102: module_that_is_missing


# run: a_module_that_is_missing()


def one_of_two_is_missing():
    try:
        import json, module_that_is_missing
    except ImportError:
        pass
    return module_that_is_missing  # NSA102: module_that_is_missing


# run: one_of_two_is_missing()


def a_name_that_is_gone():
    try:
        from collections import Mapping
    except ImportError:
        pass
    return Mapping  # NSA102: Mapping


# run: a_name_that_is_gone()


def a_name_that_was_never_there():
    try:
        from json import dumps, no_such_name
    except ImportError:
        pass
    return no_such_name  # NSA102: no_such_name


# run: a_name_that_was_never_there()


def a_module_that_it_does_not_have():
    try:
        import json.no_such_module as json
    except ImportError:
        pass
    return json  # NSA102: json


# run: a_module_that_it_does_not_have()


def something_else_fails_first(value):
    try:
        y = value.x
        import json
    except AttributeError:
        y = json  # NSA202: json
    return y


# run: something_else_fails_first(1)


def under_a_test_alone(value, fast):
    try:
        if fast:
            import json
        y = value.x
    except AttributeError:
        y = json  # NSA201: json
    return y


# run: under_a_test_alone(1, True)
# run: under_a_test_alone(1, False)


def of_the_package(value):
    try:
        from .json import dumps
        y = dumps(value)
    except Exception:
        y = dumps  # NSA202: dumps
    return y


# run: of_the_package(1)


# Nothing else can fail where it is tried: then the handler is there for the import, and it is not for us to say no.
def tried_alone(fast):
    try:
        import json

        y = 1 if fast else 2
    except ImportError:
        y = 3
    return json, y  # NSA102: json


# not run: the import works


def tried_in_a_with():
    with suppress(ImportError):
        from json import dumps
    return dumps  # NSA102: dumps


# not run: the import works


def tried_with_another_name(fast):
    try:
        if fast:
            import json
        found = True
    except Exception:
        return found  # NSA202: found
    return None


# not run: the import works


def several_before_one_that_may_be_missing(length):
    try:
        import bisect
        import secrets
        import statistics
        import module_that_is_missing
    except ImportError:
        pass
    return secrets.token_hex(length), bisect.bisect([1], 0), statistics.mean([1])


# run: several_before_one_that_may_be_missing(4)
