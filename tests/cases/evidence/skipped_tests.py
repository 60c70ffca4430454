# A test is not run where a decorator, or `pytestmark`, skips it.
import unittest

import pytest

import lib
from lib import backend


@pytest.mark.skipif(backend() not in ("jax", "torch"), reason="no gradients")
def test_backends():
    if backend() == "jax":
        y = 1
    elif backend() == "torch":
        y = 2
    assert y


@pytest.mark.skipif(backend() not in ("jax", "torch", "numpy"), reason="no gradients")
def test_one_more():
    if backend() == "jax":
        y = 1
    elif backend() == "torch":
        y = 2
    assert y  # NSA104: y


@pytest.mark.skipif("backend() == 'numpy'")
def test_by_a_text():
    if backend() != "numpy":
        y = 1
    assert y  # NSA201: y


class Cases(unittest.TestCase):
    @unittest.skipUnless(lib.has_cuda(), "needs CUDA")
    def test_unless(self):
        if lib.has_cuda():
            y = 1
        assert y

    @unittest.skipIf(lib.is_slow(), "too slow")
    def test_if(self):
        if not lib.is_slow():
            y = 1
        assert y

    @unittest.skipIf(lib.is_slow(), "too slow")
    def test_another_condition(self):
        if lib.has_cuda():
            y = 1
        assert y  # NSA104: y


class Marked:
    pytestmark = [pytest.mark.skipif(not lib.big, reason="small"), pytest.mark.slow]

    def test_marked(self):
        if lib.big:
            y = 1
        assert y


@unittest.skipUnless(lib.has_net, "needs a net")
class Decorated(unittest.TestCase):
    def test_decorated(self):
        if lib.has_net:
            y = 1
        assert y


# not run: pytest decides what runs
