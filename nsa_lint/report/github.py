"""Workflow commands of GitHub Actions: annotations on the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nsa_lint.report.found import FileReport, Style
from nsa_lint.rules import RULES, Severity

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(files: Iterable[FileReport], style: Style) -> Iterator[str]:
    """`::error file=...,line=...::message`."""
    for file in files:
        for each in file.diagnostics:
            place = f"line={each.line},endLine={each.end_line}"
            if each.line == each.end_line and each.end_column > each.column:  # columns count only within one line
                place += f",col={each.column},endColumn={each.end_column}"
            command = _COMMAND[RULES[each.code].severity]
            yield f"::{command} file={_property(file.path)},{place},title={each.code}::{_data(each.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
