"""What is known of the items that something gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nsa_lint.analysis.values import Value

Item = Callable[[int, bool], Value | None]  # number of the item; whether later ones are meant too


def unknown(_index: int, _later: bool) -> Value | None:
    return None


@dataclass(frozen=True, slots=True)
class Items:
    """What is known of the items that something gives."""

    runs: int  # the condition under which there is one
    length: int | None = None  # how many there are, where the text says so
    endless: bool = False
    item: Item = unknown
