# The module imports in any case what is new in Python 3.11.
import tomllib
from typing import Self

try:
    from enum import StrEnum
except ImportError:
    pass


def beside_it():
    try:
        from contextlib import chdir
    except ImportError:
        pass
    return StrEnum, chdir, tomllib, Self


def newer():
    try:
        from itertools import batched
    except ImportError:
        pass
    return batched  # NSA102: batched


# not run: our oldest Python does not import this
