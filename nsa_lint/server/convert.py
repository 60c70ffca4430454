"""From findings to the protocol's types. Positions are converted to the units that editor and server have agreed on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote, urljoin

from lsprotocol import types
from pygls.workspace import PositionCodec

from nsa_lint.fixes import Fix
from nsa_lint.model import Diagnostic
from nsa_lint.report.found import Found
from nsa_lint.report.pages import page, section
from nsa_lint.report.related import Related, arms, further, path, said
from nsa_lint.rules import RULES, Severity
from nsa_lint.server.document import Change, Checked

SOURCE = "nsa-lint"
UNUSED_NOQA = "NSA902"
_SEVERITY = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
_CODE = re.compile(r"\bNSA\d{3}\b")
_NOQA = re.compile(r"#\s*noqa\s*:.*", re.IGNORECASE)


class Converter:
    """Converts for one checked document."""

    def __init__(self, uri: str, checked: Checked, codec: PositionCodec) -> None:
        self._uri = uri
        self._checked = checked
        self._codec = codec

    def diagnostics(self) -> list[types.Diagnostic]:
        """The findings, each with the lines of its path and its arms."""
        return [self._diagnostic(each) for each in self._checked.report.diagnostics]

    def _diagnostic(self, told: Diagnostic) -> types.Diagnostic:
        related = [*path(told.proof), *arms(told.proof), *further(told)] if told.proof else []
        return types.Diagnostic(
            range=self.range_of(told),
            message=told.message,
            severity=_SEVERITY[RULES[told.code].severity],
            code=told.code,
            source=SOURCE,
            tags=[types.DiagnosticTag.Unnecessary] if told.code == UNUSED_NOQA else None,
            related_information=[self._related(each) for each in related] or None,
        )

    def range_of(self, told: Diagnostic) -> types.Range:
        """Where the finding is; a whole line for what has no extent."""
        if (told.end_line, told.end_column) <= (told.line, told.column):
            return self._line(told.line)
        start = self._position(told.line, told.column - 1)
        return types.Range(start, self._position(told.end_line, told.end_column - 1))

    def _related(self, related: Related) -> types.DiagnosticRelatedInformation:
        if related.file is None:
            return types.DiagnosticRelatedInformation(types.Location(self._uri, self._line(related.line)), related.text)
        start = types.Position(related.line - 1, 0)  # of a file that may not be open: its first column
        uri = urljoin(self._uri, quote(related.file.path))
        return types.DiagnosticRelatedInformation(types.Location(uri, types.Range(start, start)), related.text)

    def _line(self, number: int) -> types.Range:
        text = self._text(number)
        start = len(text) - len(text.lstrip())
        return types.Range(self._units(number, start), self._units(number, len(text)))

    def _position(self, line: int, column: int) -> types.Position:
        """`line` from 1 and `column` from 0 as the checker counts them."""
        return self._units(line, column + (self._checked.shift if line == 1 else 0))

    def _units(self, line: int, column: int) -> types.Position:
        return types.Position(line - 1, self._codec.client_num_units(self._text(line)[:column]))

    def _text(self, line: int) -> str:
        lines = self._checked.lines
        return lines[line - 1].rstrip("\r\n") if 0 < line <= len(lines) else ""

    def edits(self, changes: Sequence[Change]) -> list[types.TextEdit]:
        """Changes of lines as edits of the text."""
        return [
            types.TextEdit(types.Range(self._start(each.start), self._start(each.end)), each.text) for each in changes
        ]

    def _start(self, line: int) -> types.Position:
        """The start of a line (from 0); the end of the text where there is no such line."""
        last = len(self._checked.lines)
        return types.Position(line, 0) if line < last else self._units(last, len(self._text(last)))

    def hover(self, position: types.Position) -> types.Hover | None:
        """What there is to say at a position: the findings there, or the code in a `# noqa` comment."""
        here = [each for each in self._checked.found if _holds(self.range_of(each.diagnostic), position)]
        if here:
            text = "\n\n---\n\n".join("\n".join(_explained(each)) for each in here)
            return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), self.range_of(here[0].diagnostic))
        return self._silenced(position)

    def _silenced(self, position: types.Position) -> types.Hover | None:
        number = position.line + 1
        comment = _NOQA.search(self._text(number))
        for code in _CODE.finditer(self._text(number), comment.start()) if comment else ():
            where = types.Range(self._units(number, code.start()), self._units(number, code.end()))
            if code[0] in RULES and _holds(where, position):
                return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, _rule(code[0])), where)
        return None


def _holds(where: types.Range, position: types.Position) -> bool:
    at = (position.line, position.character)
    return (where.start.line, where.start.character) <= at <= (where.end.line, where.end.character)


def _explained(found: Found) -> Iterator[str]:
    told = found.diagnostic
    yield f"{told.message}\n"
    if told.proof is not None and told.proof.when:
        yield "Fails when\n"
        for step in told.proof.when:
            file = told.proof.file
            yield f"- {f'{file.name}:' if file else 'line '}{step.line}: {_code(said(step))}"
        yield ""
    if found.fix is not None:
        yield f"**Fix** ({safety(found.fix)}): {found.fix.summary}\n"
    elif found.advice:
        yield f"**To decide**: {found.advice}\n"
    yield f"---\n\n{_rule(told.code)}"


def _rule(code: str) -> str:
    rule = RULES[code]
    text = page(code)
    return f"**{code} {rule.name}**: {rule.summary}.\n\n{section(text, 'What it says') if text else ''}".rstrip()


def _code(text: str) -> str:
    """`text` as inline code, whatever back quotes are in it."""
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    return f"{fence} {text} {fence}" if "`" in text else f"`{text}`"


def safety(fix: Fix) -> str:
    """How a fix is called in a menu."""
    return "safe" if fix.safety == "safe" else "review before applying"
