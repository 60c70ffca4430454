import unittest
import pytest
from lib import has_triton

if has_triton():
    from kernels import launch

@unittest.skipUnless(has_triton(), "needs triton")
class TestLaunch(unittest.TestCase):
    def test_small(self):
        launch(1)

class TestMore(unittest.TestCase):
    @unittest.skipIf(not has_triton(), "needs triton")
    def test_large(self):
        launch(2)

    def test_careless(self):
        launch(3)  # NSA103: launch

@pytest.mark.skipif(not has_triton(), reason="needs triton")
@pytest.mark.parametrize("size", [1, 2])
def test_sizes(size):
    launch(size)
