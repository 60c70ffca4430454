"""What a run found, in the format asked for: `FORMATS[name](files, style)` yields lines without their newline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from nsa_lint.report.concise import concise
from nsa_lint.report.found import FileReport, Style
from nsa_lint.report.github import github
from nsa_lint.report.json import json_report
from nsa_lint.report.sarif import sarif
from nsa_lint.report.text import text

__all__ = ["FORMATS", "FileReport", "Style"]

FORMATS: dict[str, Callable[[Iterable[FileReport], Style], Iterator[str]]] = {
    "text": text,
    "concise": concise,
    "json": json_report,
    "sarif": sarif,
    "github": github,
}
