"""The code frame: those lines of a dispatch that show which arm binds the name, and the read that fails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from nsa_lint.fixes import Fix
from nsa_lint.fixes.edits import Capture, CloseChain, Edit, InsertAfter, InsertBefore
from nsa_lint.model import ArmKind, UnboundRead

_BODY_LINES = 3  # of the arm to blame: enough to see that it works in place


class Mark(Enum):
    """What a line of the frame shows."""

    BINDS = "binds"
    UNBOUND = "UNBOUND"
    OTHER = "no binding"
    READ = "read"
    CONTEXT = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file; `line` is None for the arm that nobody wrote. `caret` underlines columns (from 0)."""

    line: int | None
    text: str
    mark: Mark
    caret: tuple[int, int] | None = None


def frame(use: UnboundRead, lines: Sequence[str]) -> list[Row]:
    """The rows in the order of the file, without the lines in between."""
    marks: dict[int, Mark] = dict.fromkeys(use.bindings, Mark.BINDS)
    for arm in use.chain.arms:
        if arm.kind is not ArmKind.MISSING_ELSE:
            marks.setdefault(arm.line, Mark.OTHER)
            if arm.binds:
                marks[arm.line] = Mark.BINDS
    shown: dict[int, Mark] = {}
    for header, mark in marks.items():
        shown[header] = mark
        if mark is Mark.BINDS:
            for line in _first_mention(use.name, lines, header, _end(use, header)):
                shown.setdefault(line, Mark.CONTEXT)
    if use.arm.kind is not ArmKind.MISSING_ELSE and use.arm.kind is not ArmKind.NONE:
        shown[use.arm.line] = Mark.UNBOUND
        for line in range(use.arm.line + 1, min(use.arm.line + _BODY_LINES, use.arm.end_line) + 1):
            shown.setdefault(line, Mark.CONTEXT)
    elif use.arm.kind is ArmKind.MISSING_ELSE:
        shown.setdefault(use.chain.line, Mark.CONTEXT)
    read = use.read
    shown.pop(read.line, None)
    rows = [Row(line, _line(lines, line), mark) for line, mark in sorted(shown.items())]
    if use.arm.kind is ArmKind.MISSING_ELSE:
        indent = re.match(r"\s*", _line(lines, use.chain.line))
        missing = Row(None, (indent[0] if indent else "") + f"({use.arm.guard or 'not evaluated'})", Mark.UNBOUND)
        rows.insert(sum((row.line or 0) <= use.chain.end_line for row in rows), missing)
    rows.insert(sum((row.line or 0) < read.line for row in rows), read_row(use, lines))
    return rows


def read_row(use: UnboundRead, lines: Sequence[str]) -> Row:
    """The line of the read."""
    read, text = use.read, _line(lines, use.read.line)
    return Row(read.line, text, Mark.READ, (read.column, read.end_column if read.end_line == read.line else len(text)))


def preview(fix: Fix, lines: Sequence[str]) -> Iterator[tuple[str, int, str]]:
    """('change' or 'insert', line, text) of each edit: the line it changes, or the one it follows or precedes."""
    for edit in sorted(fix.edits, key=lambda edit: (edit.at, isinstance(edit, Capture) is False)):
        indent = _line(lines, edit.at.line)[: edit.at.column]
        indent = indent if not indent.strip() else ""
        yield from ((kind, edit.at.line, indent + text) for kind, text in _said(edit, lines))


def _said(edit: Edit, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    if isinstance(edit, Capture):
        yield "change", f"{edit.name} = {_line(lines, edit.at.line).strip()}"
    elif isinstance(edit, InsertAfter | InsertBefore):
        yield "insert", edit.code
    elif isinstance(edit, CloseChain):
        is_match = _line(lines, edit.at.line).lstrip().startswith("match")
        yield "insert", "    case _:" if is_match else "else:"
        yield "insert", ("        " if is_match else "    ") + edit.code


def _first_mention(name: str, lines: Sequence[str], start: int, end: int) -> Iterator[int]:
    word = re.compile(rf"\b{re.escape(name)}\b")
    found = next((line for line in range(start, end + 1) if word.search(_line(lines, line))), None)
    if found is not None:
        yield found


def _end(use: UnboundRead, header: int) -> int:
    ends = [arm.end_line for arm in use.chain.arms if arm.line == header]
    return max(ends) if ends else use.read.line  # an arm of a chain around this one: its end is not known


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number - 1].rstrip() if 0 < number <= len(lines) else ""
