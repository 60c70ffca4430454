# `importorskip` in a handler skips the test: the module has just failed to be imported.
import pytest
from pytest import importorskip


def test_of_the_same_module():
    try:
        import fastlib
    except ImportError:
        pytest.importorskip("fastlib")
    return fastlib


def test_under_other_names():
    try:
        import fastlib as lib
    except ModuleNotFoundError:
        importorskip("fastlib", reason="not installed")
    return lib


class TestMethods:
    @classmethod
    def setup_class(cls):
        try:
            import fastlib.gpu
        except ImportError:
            pytest.importorskip("fastlib.gpu")
        cls.lib = fastlib


def test_of_another_module():
    try:
        import fastlib
    except ImportError:
        pytest.importorskip("slowlib")
    return fastlib  # NSA102: fastlib


def test_of_the_package_around_it():
    try:
        import fastlib.gpu
    except ImportError:
        pytest.importorskip("fastlib")
    return fastlib  # NSA102: fastlib


def test_of_a_name_that_an_older_one_lacks():
    try:
        from fastlib import fill
    except ImportError:
        pytest.importorskip("fastlib")
    return fill  # NSA102: fill


def test_of_one_of_two():
    try:
        import fastlib
        import slowlib
    except ImportError:
        pytest.importorskip("fastlib")
    return slowlib  # NSA102: slowlib


def test_of_any_failure():
    try:
        import fastlib
    except Exception:
        pytest.importorskip("fastlib")
    return fastlib  # NSA202: fastlib


def test_under_a_condition(use_fast):
    try:
        import fastlib
    except ImportError:
        if use_fast:
            pytest.importorskip("fastlib")
    return fastlib  # NSA102: fastlib
# not run: fastlib is not installed
