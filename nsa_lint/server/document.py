"""One open document, checked: the findings of one version of its text. Knows nothing of the protocol."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nsa_lint.analysis.memory import Memory
from nsa_lint.checker import collector_paused, unreadable
from nsa_lint.fixes import Fix, apply
from nsa_lint.report.found import FileReport, Found
from nsa_lint.run.files import check_source, failed
from nsa_lint.run.settings import Settings
from nsa_lint.syntax.source import Source, Unreadable

_BYTE_ORDER_MARK = "\ufeff"
_LINE = re.compile("[^\r\n]*(?:\r\n|\r|\n|$)")


@dataclass(frozen=True, slots=True)
class Change:
    """Lines `start` to `end` (from 0, the end exclusive) become `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A version of a document with its findings. `lines` keep their newlines and the byte order mark."""

    version: int | None
    lines: tuple[str, ...]
    report: FileReport

    @property
    def found(self) -> tuple[Found, ...]:
        """The findings with what to do about each; the fixes are looked for when they are first wanted."""
        return self.report.found

    @property
    def shift(self) -> int:
        """By how many characters the editor's first line is longer than the checker's."""
        return int(self.lines[0].startswith(_BYTE_ORDER_MARK))

    def changes(self, fixes: Sequence[Fix]) -> list[Change]:
        """What the fixes do to the document, line by line; empty where the outcome would not be certain."""
        source = self.report.source
        if source is None or not fixes:
            return []
        after = _LINE.findall(_BYTE_ORDER_MARK * self.shift + apply(source, fixes))
        return list(_changes(self.lines, after))


def check_document(
    path: str, text: str, version: int | None, settings: Settings, memory: Memory | None = None
) -> Checked:
    """Check a text as it is in an editor. A text that does not parse is one NSA901; this never fails.

    `memory`: the document's own, between its versions.
    """
    lines = tuple(_LINE.findall(text))
    with collector_paused():
        try:
            source = Source.of_text(path, text.removeprefix(_BYTE_ORDER_MARK))
        except Unreadable as error:
            diagnostics = failed(path, unreadable(error), settings).diagnostics
            return Checked(version, lines, FileReport(path, diagnostics, lambda: None))
        diagnostics = check_source(source, settings, memory=memory).diagnostics
        if settings.baseline is not None:
            diagnostics = tuple(settings.baseline.new(path, diagnostics))
    return Checked(version, lines, FileReport(path, diagnostics, lambda: source))


def not_checked(path: str, text: str, version: int | None) -> Checked:
    """A document that is left out."""
    return Checked(version, tuple(_LINE.findall(text)), FileReport(path, (), lambda: None))


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for what, start, end, new_start, new_end in matcher.get_opcodes():
        if what != "equal":
            yield Change(start, end, "".join(after[new_start:new_end]))
