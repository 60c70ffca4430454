"""The report for a person: what fails, on which path, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nsa_lint.model import StepKind, UnboundUse
from nsa_lint.report.found import FileReport, Found, Style
from nsa_lint.report.frame import Mark, Row, frame, preview
from nsa_lint.syntax.source import Source

_COLORS = {
    Mark.BINDS: "32",
    Mark.UNBOUND: "1;31",
    Mark.READ: "1;33",
    Mark.OTHER: "2",
    Mark.CONTEXT: "",
}
_MARK = max(len(mark.value) for mark in Mark)


def render(files: Iterable[FileReport], style: Style) -> Iterator[str]:
    """A heading, the code frame, the path that fails, and the fix, for each finding."""
    for file in files:
        for found in file.found:
            yield from _finding(file.path, file.source, found, style)
            yield ""


def _finding(path: str, source: Source | None, found: Found, style: Style) -> Iterator[str]:
    told = found.diagnostic
    code = _paint(told.code, "1;31", style)
    yield f"{_paint(f'{path}:{told.line}:{told.column}', '1', style)}: {code} {told.message}"
    if told.use is None or source is None:
        return
    if told.use.function != "<module>":
        yield f"  in {told.use.function}"
    yield ""
    yield from _frame(told.use, source, style)
    yield from _path(told.use, style)
    yield from _remedy(found, source, style)


def _frame(use: UnboundUse, source: Source, style: Style) -> Iterator[str]:
    rows = frame(use, source.lines)
    dedent = min((_indent(row.text) for row in rows if row.text.strip()), default=0)
    digits = max(len(str(row.line or "")) for row in rows)
    before = 0
    for row in rows:
        if before and row.line and row.line > before + 1:
            yield f"  {'':{_MARK}}  {'':>{digits}}   ..."
        before = row.line or before
        yield f"  {_mark(row, style)}  {row.line or '':>{digits}} | {_cut(row.text[dedent:], style)}".rstrip()
        if row.caret is not None:
            start, end = (max(column - dedent, 0) for column in row.caret)
            under = _paint("^" * max(end - start, 1), _COLORS[Mark.READ], style)
            yield f"  {'':{_MARK}}  {'':>{digits}} | {' ' * start}{under}"


def _path(use: UnboundUse, style: Style) -> Iterator[str]:
    """The witness: each guard where it is met, with the value that leads to the failure."""
    if not use.when:
        return
    digits = max(len(str(step.line)) for step in use.when)
    yield ""
    yield "  fails when"
    for step in use.when:
        value = _paint("true ", "32", style) if step.value else _paint("false", "31", style)
        guard = "raises" if step.kind is StepKind.RAISES else " ".join(step.text.split())
        yield f"    line {step.line:>{digits}}  {value}  {_cut(guard, style)}"


def _remedy(found: Found, source: Source, style: Style) -> Iterator[str]:
    yield ""
    if found.fix is None:
        yield f"  {_paint('to decide', '1;36', style)}: {found.advice}"
        return
    how = "--fix" if found.fix.safety == "safe" else "--fix --unsafe-fixes: look at it first"
    yield f"  {_paint('fix', '1;36', style)} ({how}): {found.fix.summary}"
    edits = list(preview(found.fix, source.lines))
    dedent = min(_indent(code) for _, _, code in edits)
    digits = max(len(str(line)) for _, line, _ in edits)
    for kind, line, code in edits:
        sign = "~" if kind == "change" else "+"
        number = line if kind == "change" else ""
        yield _paint(f"    {sign} {number:>{digits}} | {_cut(code[dedent:], style)}", "36", style)


def _mark(row: Row, style: Style) -> str:
    return _paint(f"{row.mark.value:>{_MARK}}", _COLORS[row.mark], style)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _cut(line: str, style: Style) -> str:
    room = style.width - _MARK - 12
    return line if style.width == 0 or len(line) <= room or room < 20 else line[: room - 3] + "..."


def _paint(said: str, color: str, style: Style) -> str:
    return f"\033[{color}m{said}\033[0m" if style.color and color else said
