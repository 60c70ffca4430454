"""One file's findings as the reports take them. Source and fixes are computed only for the formats that show them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from nsa_lint.model import Diagnostic
from nsa_lint.report.place import PLAIN, Places
from nsa_lint.syntax.source import Source

if TYPE_CHECKING:
    from nsa_lint.fixes import Fix, Remedy


@dataclass(frozen=True, slots=True)
class Style:
    """How a terminal wants it: `color` for escape sequences, `width` to cut source lines at (0: never)."""

    color: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A diagnostic with what to do about it: a fix, or where none is certain, what has to be decided."""

    diagnostic: Diagnostic
    fix: Fix | None
    advice: str


@dataclass(frozen=True)
class FileReport:
    """`load` gives the text that was checked; None where it cannot be had (unreadable, or it does not parse).

    `remedies`: where they were found when the file was checked; of what `load` gives only the lines count then.
    `places`: where the lines of a notebook's code are.
    """

    path: str
    diagnostics: tuple[Diagnostic, ...]
    load: Callable[[], Source | None]
    remedies: tuple[Remedy, ...] | None = None
    places: Places = PLAIN

    @property
    def writable(self) -> bool:
        """Whether --fix writes this file; a notebook is not written."""
        return not self.places.lines

    @cached_property
    def source(self) -> Source | None:
        return self.load()

    @cached_property
    def found(self) -> tuple[Found, ...]:
        from nsa_lint.fixes import Remedy, remedies_for

        remedies = self.remedies
        if remedies is None:
            nothing = (Remedy(),) * len(self.diagnostics)
            remedies = remedies_for(self.source, self.diagnostics) if self.source else nothing
        return tuple(_found(each, remedy) for each, remedy in zip(self.diagnostics, remedies, strict=True))


def _found(diagnostic: Diagnostic, remedy: Remedy) -> Found:
    from nsa_lint.fixes import Fix
    from nsa_lint.report.changes import UNUSED_NOQA

    if diagnostic.code == UNUSED_NOQA:
        return Found(diagnostic, Fix((), "remove the code from the comment, or a comment without codes", "safe"), "")
    return Found(diagnostic, remedy.fix, remedy.advice)
