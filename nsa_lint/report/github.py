"""Workflow commands of GitHub Actions: annotations on the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nsa_lint.report.found import FileReport, Style
from nsa_lint.rules import RULES, Severity

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(files: Iterable[FileReport], style: Style) -> Iterator[str]:
    """`::error file=...,line=...::message`; lines are those of the file, in a notebook too."""
    for file in files:
        for each in file.diagnostics:
            at = file.places.of(each)
            place = f"line={at.file_line},endLine={at.file_end_line}"
            if at.cell is None and each.line == each.end_line and each.end_column > each.column:
                place += f",col={each.column},endColumn={each.end_column}"  # they count only within one line
            command = _COMMAND[RULES[each.code].severity]
            message = at.prefix + file.places.text(each.message)
            yield f"::{command} file={_property(file.path)},{place},title={each.code}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
