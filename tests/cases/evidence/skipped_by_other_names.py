# A test is not run where a decorator skips it that has a name of its own, or that a function of the file applies.
import unittest

import pytest

import lib
from lib import backend

gpu = pytest.mark.skipif(not lib.has_cuda(), reason="needs CUDA")
slow = pytest.mark.skipif(not lib.has_cuda(), reason="needs CUDA")
slow = pytest.mark.slow
if lib.has_net:
    sometimes = pytest.mark.skipif(not lib.has_cuda(), reason="needs CUDA")
else:
    sometimes = pytest.mark.slow
pytestmark = [gpu]


def require_triton(test_case):
    """Skips a test where Triton is missing."""
    return unittest.skipUnless(lib.has_triton(), "needs Triton")(test_case)


def require_marked(test_case):
    return pytest.mark.skipif(backend() not in ("jax", "torch"), reason="no gradients")(test_case)


def require_perhaps(test_case):
    if test_case.__name__ == "test_always":
        return test_case
    return unittest.skipUnless(lib.has_triton(), "needs Triton")(test_case)


def require_another(test_case):
    return unittest.skipUnless(lib.has_triton(), "needs Triton")(print)


def require_by_argument(test_case, lib=lib):
    return unittest.skipUnless(lib.has_triton(), "needs Triton")(test_case)


@gpu
def test_by_a_name():
    if lib.has_cuda():
        y = 1
    assert y


def test_by_the_mark_of_the_module():
    if lib.has_cuda():
        y = 1
    assert y


@require_marked
def test_by_a_function():
    if backend() == "jax":
        y = 1
    elif backend() == "torch":
        y = 2
    assert y


@slow
def test_bound_twice():
    if lib.has_triton():
        y = 1
    assert y  # NSA104: y


@sometimes
def test_bound_in_an_arm():
    if lib.has_triton():
        y = 1
    assert y  # NSA104: y


@require_perhaps
def test_perhaps():
    if lib.has_triton():
        y = 1
    assert y  # NSA104: y


@require_another
def test_another():
    if lib.has_triton():
        y = 1
    assert y  # NSA104: y


@require_by_argument
def test_by_argument():
    if lib.has_triton():
        y = 1
    assert y  # NSA104: y


class Cases(unittest.TestCase):
    @require_triton
    def test_one(self):
        if lib.has_triton():
            y = 1
        assert y

    def test_not_decorated(self):
        if lib.has_triton():
            y = 1
        assert y  # NSA104: y


@require_triton
class Decorated(unittest.TestCase):
    def test_one(self):
        if lib.has_triton():
            y = 1
        assert y


# not run: pytest decides what runs
