"""Where a line of the checked text is, for a reader: a line of the file, or of one cell of a notebook."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nsa_lint.model import Diagnostic

_LINES = re.compile(r"\blines? (\d+(?:, \d+)*)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a notebook's code: its cell (from 1, all cells counted), its line there, and its line in the file."""

    cell: int
    line: int
    file_line: int


@dataclass(frozen=True, slots=True)
class Place:
    """`line` to `end_column` count from 1, within `cell` where there is one; `file_line` is what an editor shows."""

    cell: int | None
    line: int
    column: int
    end_line: int
    end_column: int
    file_line: int
    file_end_line: int

    @property
    def prefix(self) -> str:
        """What goes before a message where only lines of the file can be given."""
        return "" if self.cell is None else f"cell {self.cell}, line {self.line}: "

    def __str__(self) -> str:
        cell = "" if self.cell is None else f"cell {self.cell}:"
        return f"{cell}{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Places:
    """The lines of the checked text, in order; none for a plain file, whose lines are those of the text."""

    lines: tuple[Line, ...] = ()

    def line(self, number: int) -> Line | None:
        """The line of a notebook that line `number` of the checked text is."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else None

    def of(self, found: Diagnostic) -> Place:
        first = self.line(found.line)
        if first is None:
            line, end = found.line, found.end_line
            return Place(None, line, found.column, end, found.end_column, line, end)
        last = self.line(found.end_line) or first
        return Place(first.cell, first.line, found.column, last.line, found.end_column, first.file_line, last.file_line)

    def label(self, number: int) -> str:
        """`12`, or `3:12` for line 12 of cell 3."""
        at = self.line(number)
        return str(number) if at is None else f"{at.cell}:{at.line}"

    def phrase(self, number: int) -> str:
        """`line 12`, or `cell 3, line 12`."""
        at = self.line(number)
        return f"line {number}" if at is None else f"cell {at.cell}, line {at.line}"

    def file_line(self, number: int) -> int:
        at = self.line(number)
        return number if at is None else at.file_line

    def text(self, said: str) -> str:
        """A message with the lines that it names as a reader finds them."""
        if not self.lines:
            return said
        return _LINES.sub(lambda match: "; ".join(self.phrase(int(each)) for each in match[1].split(", ")), said)


PLAIN = Places()  # of a file that is not a notebook
