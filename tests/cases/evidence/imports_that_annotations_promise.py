# `str | None` is evaluated when the module is imported, which fails before Python 3.10.
from collections.abc import Callable

try:
    from typing import ParamSpec, TypeAlias
except ImportError:
    pass


class Fill:
    def __init__(self, name: str | None = None):
        self.name = name

    def run(self, call: Callable):
        try:
            from itertools import pairwise
        except ImportError:
            pass
        return pairwise([1, 2])


P = ParamSpec("P")
Alias: TypeAlias = int


def a_name_that_came_before():
    try:
        from functools import cache
    except ImportError:
        pass
    return cache


# run: Fill().run(print)
# run: a_name_that_came_before()


def a_name_that_came_later():
    try:
        from typing import Self
    except ImportError:
        pass
    return Self  # NSA102: Self


# not run: the Python that runs this may be newer
