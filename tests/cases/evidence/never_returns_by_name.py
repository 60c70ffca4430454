import pytest
import sys as system
from lib.errors import raise_if_missing, raise_import_error, raise_warning
from lib.errors import fail_with as raise_it
from lib.failing import bail
from lib.log import fatal
from lib.testing import fail, skip
from os import abort as stop_all
from six import reraise
from sys import exit as leave_all


def by_its_first_word():
    try:
        import fastlib
    except ImportError as problem:
        raise_import_error(problem)
    return fastlib


def six_does():
    try:
        import fastlib
    except ImportError:
        reraise()
    return fastlib


def under_another_name():
    try:
        import fastlib
    except ImportError:
        leave_all(2)
    return fastlib


def of_a_module_under_another_name(flag):
    if not flag:
        system.exit("no")
    else:
        y = 1
    return y


def aborts(use_cuda):
    if use_cuda:
        y = 1
    else:
        stop_all()
    return y


def skips():
    try:
        import fastlib
    except ImportError:
        skip("not there")
    return fastlib


class Checks:
    def method(self):
        try:
            import fastlib
        except ImportError:
            fail("not there")
        return fastlib


def imported_where_it_is_called():
    from other.tests import skip as not_today

    try:
        import fastlib
    except ImportError:
        not_today("no")
    return fastlib


def pytest_itself():
    try:
        import fastlib
    except ImportError:
        pytest.skip("no", allow_module_level=True)
    return fastlib


def only_perhaps():
    try:
        import fastlib
    except ImportError:
        raise_if_missing("fastlib")
    return fastlib  # NSA102: fastlib


def only_warns():
    try:
        import fastlib
    except ImportError:
        raise_warning("fastlib")
    return fastlib  # NSA102: fastlib


def logs():
    try:
        import fastlib
    except ImportError:
        fatal("a level of logging")
    return fastlib  # NSA102: fastlib


def a_mark_is_a_decorator():
    try:
        import fastlib
    except ImportError:
        pytest.mark.skip("no")
    return fastlib  # NSA102: fastlib


def a_parameter_of_that_name(skip):
    try:
        import fastlib
    except ImportError:
        skip("no")
    return fastlib  # NSA102: fastlib


def its_alias_says_nothing(flag):
    if flag:
        y = 1
    else:
        raise_it("no")
    return y  # NSA201: y


def gives_up(text):
    bail(text)


def by_a_function_that_ends_with_one(flag):
    if flag:
        y = 1
    else:
        gives_up("no")
    return y
