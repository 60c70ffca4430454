# A test is not run where a fixture that each test uses, or `setup_method` and its like, skips it.
import unittest

import pytest

import lib


def setup_module(module):
    if lib.is_small():
        pytest.skip("too small")


@pytest.fixture(autouse=True)
def needs_cuda():
    if not lib.has_cuda():
        pytest.skip("needs CUDA")
    yield
    lib.clear()


@pytest.fixture
def needs_net():
    if not lib.has_net():
        pytest.skip("needs a net")


@pytest.fixture(params=[1, 2], autouse=True)
def size(request):
    if not lib.has_size(request.param):
        pytest.skip("no such size")
    return request.param


def test_of_the_module():
    if not lib.is_small():
        y = 1
    assert y


def test_fixture():
    if lib.has_cuda():
        y = 1
    assert y


def test_fixture_that_is_asked_for():
    if lib.has_net():
        y = 1
    assert y  # NSA104: y


def test_fixture_with_a_parameter(request):
    if lib.has_size(request.param):
        y = 1
    assert y  # NSA104: y


def helper():
    if lib.has_cuda():
        y = 1
    return y  # NSA104: y


class TestMethods:
    def setup_method(self, method):
        if not lib.has_triton():
            pytest.skip("needs Triton")

    def test_set_up(self):
        if lib.has_triton():
            y = 1
        assert y

    def test_fixture(self):
        if lib.has_cuda():
            y = 1
        assert y


class TestClass:
    @classmethod
    def setup_class(cls):
        if not lib.has_triton():
            pytest.skip("needs Triton")

    @pytest.fixture(autouse=True)
    def _needs_kernels(self):
        if not lib.has_kernels():
            pytest.skip("needs kernels")

    def test_set_up(self):
        if lib.has_triton() and lib.has_kernels():
            y = 1
        assert y

    @pytest.fixture
    def made(self):
        if lib.has_kernels():
            y = 1
        return y  # NSA104: y


class TestOther:
    def test_of_another_class(self):
        if lib.has_triton():
            y = 1
        assert y  # NSA104: y


class Waiting(unittest.IsolatedAsyncioTestCase):
    FAST = False

    async def asyncSetUp(self):
        if not self.FAST:
            self.skipTest("slow")

    async def test(self):
        if self.FAST:
            y = 1
        assert y


# not run: pytest decides what runs
