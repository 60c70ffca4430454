"""What is known of the items that something gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from nsa_lint.analysis.values import Value

Item = Callable[[int, bool], Value | None]  # number of the item; whether later ones are meant too


def unknown(_index: int, _later: bool) -> Value | None:
    return None


class Which(Enum):
    """Which iterations one that is walked stands for."""

    THIS = "itself"
    LATER = "all that are not walked"
    BETWEEN = "all but the last that are not walked"
    LAST = "the last"


@dataclass(frozen=True, slots=True)
class Last:
    """The last item of a range whose end is not a number of the program."""

    item: Value
    follows: Callable[[int], int]  # the condition under which there are more items than so many
    earlier: Callable[[int], tuple[Value, int]]  # one that comes neither among so many nor last, and where there is


@dataclass(frozen=True, slots=True)
class Items:
    """What is known of the items that something gives."""

    runs: int  # the condition under which there is one
    length: int | None = None  # how many there are, where the text says so
    endless: bool = False
    item: Item = unknown
    last: Last | None = None  # where something is known of it
