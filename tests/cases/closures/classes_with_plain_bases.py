# Classes beside it whose bases are no class of the function leave what a constructor refuses to hold.

from collections import namedtuple
from typing import Generic, TypeVar

T = TypeVar("T")
try:
    from kernels import Base
except ImportError:
    Base = object


class Pair(namedtuple("Pair", "first second")):
    pass


class Box(Generic[T]):
    pass


class Below(Base):
    pass


def by_a_test(flag):
    if flag:
        y = 1
    class Kernel(Base):
        def __init__(self):
            if not flag:
                raise ValueError("no flag")
        def get(self):
            return isinstance(self, (Kernel, Box)) and y
    return Kernel
# run: by_a_test(True)().get()
# run: by_a_test(False)
