"""What a fix is: small edits, each anchored at a statement of the text that was checked.

Anchors are start positions of statements as `ast` gives them (line from 1, column in UTF-8 bytes). Edits compare equal
when they do the same, so fixes that share one (two variables that want one captured count) merge by plain set union.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Safety = Literal["safe", "unsafe"]


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """Where a statement starts, as `ast` says it."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Capture:
    """The expression statement at `at` becomes `name = <the expression>`."""

    at: Anchor
    name: str


@dataclass(frozen=True, slots=True)
class InsertAfter:
    """The simple statement `code` goes behind the simple statement at `at`; several go in the order of `order`."""

    at: Anchor
    order: int
    code: str


@dataclass(frozen=True, slots=True)
class InsertBefore:
    """The simple statement `code` goes to the top of the suite whose first statement is at `at`."""

    at: Anchor
    order: int
    code: str


@dataclass(frozen=True, slots=True)
class CloseChain:
    """The chain whose last `if`/`elif` (or whose `match`) is at `at` gets the `else:` (`case _:`) that it lacks."""

    at: Anchor
    order: int
    code: str
    leaves: bool  # `code` raises: nothing else has to stand in the arm


Edit = Capture | InsertAfter | InsertBefore | CloseChain


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that bind one name on one arm.

    `safe`: no run that ended well before ends differently, and a run that failed on the name now reads what the sibling
    arms leave in it, or fails at the chain and says why. `unsafe`: the same, if what `summary` assumes holds; a person
    has to look.
    """

    edits: tuple[Edit, ...]
    summary: str
    safety: Safety
