# Annotations that nothing evaluates, and expressions that may not be: any Python since 3.7 imports this file.
from __future__ import annotations

import sys

try:
    from typing import SupportsIndex
except ImportError:
    pass

kept: list[int] = SupportsIndex  # NSA102: SupportsIndex


def of_a_parameter(name: str | None = None) -> dict[str, int]:
    local: list[int] = []
    alias = int | None
    return local, alias


if sys.version_info >= (3, 10):
    Union = int | None
    from typing import TypeAlias
else:
    Union = object

try:
    Union = int | str
    from functools import cache
except (TypeError, ImportError):
    Union = object


def under_a_condition():
    try:
        from typing import TypedDict
    except ImportError:
        pass
    return TypedDict  # NSA102: TypedDict


def newer_parts():
    return (lambda: list[int]), [int | None for _ in ()], False and list[int]


later = lambda: list[int]
several = [int | None for _ in ()]
neither = sys.version_info > (3, 9) and list[int]


def of_what_is_set(list, int):
    return list[int], int | 1


# not run: the Python that runs this is newer
