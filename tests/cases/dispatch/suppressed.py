# `with suppress(ImportError):` around an import is a `try` whose handler does nothing; other managers that swallow are not.
import contextlib
import unittest
from contextlib import suppress


def imported(x):
    with suppress(ImportError):
        from missing_package import norm
    return norm(x)  # NSA102: norm
# run: imported(1)


def of_the_module(x):
    with contextlib.suppress(ImportError, AttributeError):
        import missing_package
    return missing_package.norm(x)  # NSA102: missing_package
# run: of_the_module(1)


def what_comes_after_it(x):
    with suppress(ModuleNotFoundError):
        import missing_package
        y = missing_package.norm(x)
    return y  # NSA102: y
# run: what_comes_after_it(1)


def with_a_fallback(x):
    norm = None
    with suppress(ImportError):
        from missing_package import norm
    return norm
# run: with_a_fallback(1)


def asked_before(x):
    found = False
    with suppress(ImportError):
        import missing_package
        found = True
    return missing_package if found else x
# run: asked_before(1)


def called_by_its_technology(x):
    with suppress(RuntimeError):
        y = triton_norm(x)
    return y  # NSA102: y


# not run: there is no such function
def of_something_else(xs):
    with suppress(IndexError):
        y = xs[0]
    return y  # NSA202: y
# run: of_something_else([])


def another_error(x):
    with suppress(KeyError):
        import json
        y = json.loads(x)["y"]
    return y  # NSA202: y
# run: another_error("{}")


class Cases(unittest.TestCase):
    def of_a_test(self):
        with self.assertRaises(ImportError):
            import missing_package
        use(missing_package)  # NSA202: missing_package
# run: Cases().of_a_test()
