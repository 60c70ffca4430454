"""The report for a person: what fails, on which path, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nsa_lint.model import Diagnostic, StepKind, UnboundRead
from nsa_lint.report.found import FileReport, Found, Style
from nsa_lint.report.frame import Mark, Row, frame, preview, read_row
from nsa_lint.report.related import because
from nsa_lint.syntax.source import Source

_COLORS = {
    Mark.BINDS: "32",
    Mark.UNBOUND: "1;31",
    Mark.READ: "1;33",
    Mark.OTHER: "2",
    Mark.CONTEXT: "",
}
_OF_COUNTS = {Mark.BINDS: "returns", Mark.UNBOUND: "RETURNS", Mark.READ: "unpacks"}
_OF_NONE = {Mark.BINDS: "imports", Mark.UNBOUND: "NONE", Mark.OTHER: "no import", Mark.READ: "use"}
_MARK = max(len(mark.value) for mark in Mark)


def render(files: Iterable[FileReport], style: Style) -> Iterator[str]:
    """A heading, the code frame, the path that fails, and the fix, for each finding."""
    for file in files:
        for found in file.found:
            yield from _finding(file, found, style)
            yield ""


def _finding(file: FileReport, found: Found, style: Style) -> Iterator[str]:
    diagnostic, source = found.diagnostic, file.source
    code = _paint(diagnostic.code, "1;31", style)
    place = _paint(f"{file.path}:{file.places.of(diagnostic)}", "1", style)
    yield f"{place}: {code} {file.places.text(diagnostic.message)}"
    if source is None:
        return
    if diagnostic.proof is not None:
        if diagnostic.proof.function != "<module>":
            yield f"  in {diagnostic.proof.function}"
        yield ""
        yield from _frame(diagnostic.proof, file, source, style)
        yield from _path(diagnostic.proof, file, style)
        yield from _because(diagnostic)
    if diagnostic.proof is not None or found.fix is not None:
        yield from _remedy(found, file, source, style)


def _frame(use: UnboundRead, file: FileReport, source: Source, style: Style) -> Iterator[str]:
    rows = frame(use, source.lines) if use.file is None else [read_row(use, source.lines)]
    dedent = min((_indent(row.text) for row in rows if row.text.strip()), default=0)
    labels = [file.places.label(row.line) if row.line else "" for row in rows]
    digits = max(len(label) for label in labels)
    before = 0
    for row, label in zip(rows, labels, strict=True):
        if before and row.line and row.line > before + 1:
            yield f"  {'':{_MARK}}  {'':>{digits}}   ..."
        before = row.line or before
        yield f"  {_mark(row, style, use)}  {label:>{digits}} | {_cut(row.text[dedent:], style)}".rstrip()
        if row.caret is not None:
            start, end = (max(column - dedent, 0) for column in row.caret)
            under = _paint("^" * max(end - start, 1), _COLORS[Mark.READ], style)
            yield f"  {'':{_MARK}}  {'':>{digits}} | {' ' * start}{under}"


def _path(use: UnboundRead, file: FileReport, style: Style) -> Iterator[str]:
    """The witness: each guard where it is met, with the value that leads to the failure."""
    if not use.when:
        return
    labels = [_label(use, step.line, file) for step in use.when]
    digits = max(map(len, labels))
    yield ""
    yield "  fails when"
    for step, label in zip(use.when, labels, strict=True):
        value = _paint("true ", "32", style) if step.value else _paint("false", "31", style)
        guard = "raises" if step.kind is StepKind.RAISES else " ".join(step.text.split())
        yield f"    {label:>{digits}}  {value}  {_cut(file.places.text(guard), style)}"


def _label(use: UnboundRead, line: int, file: FileReport) -> str:
    return f"line {file.places.label(line)}" if use.file is None else f"{use.file.name}:{line}"


def _because(diagnostic: Diagnostic) -> Iterator[str]:
    """What other files say."""
    for path, place in because(diagnostic):
        yield f"  because {path}:{place.line}: {place.text}"


def _remedy(found: Found, file: FileReport, source: Source, style: Style) -> Iterator[str]:
    yield ""
    if found.fix is None:
        yield f"  {_paint('to decide', '1;36', style)}: {file.places.text(found.advice)}"
        return
    how = "--fix" if found.fix.safety == "safe" else "--fix --unsafe-fixes; review before applying"
    if not file.writable:
        how = "by hand: notebooks are not written"
    yield f"  {_paint('fix', '1;36', style)} ({how}): {found.fix.summary}"
    edits = list(preview(found.fix, source.lines))
    dedent = min((_indent(code) for _, _, code in edits), default=0)
    labels = [file.places.label(line) if kind == "change" else "" for kind, line, _ in edits]
    digits = max((len(file.places.label(line)) for _, line, _ in edits), default=0)
    for (kind, _, code), label in zip(edits, labels, strict=True):
        sign = "~" if kind == "change" else "+"
        yield _paint(f"    {sign} {label:>{digits}} | {_cut(code[dedent:], style)}", "36", style)


def _mark(row: Row, style: Style, use: UnboundRead) -> str:
    words = _OF_COUNTS if use.counts else _OF_NONE if use.none else {}
    said = "imports" if use.file is not None else words.get(row.mark, row.mark.value)
    return _paint(f"{said:>{_MARK}}", _COLORS[row.mark], style)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _cut(line: str, style: Style) -> str:
    room = style.width - _MARK - 12
    return line if style.width == 0 or len(line) <= room or room < 20 else line[: room - 3] + "..."


def _paint(said: str, color: str, style: Style) -> str:
    return f"\033[{color}m{said}\033[0m" if style.color and color else said
