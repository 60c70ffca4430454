"""What a run found, in one format. Each format is imported when it is wanted: not all need the fixes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module

from nsa_lint.report.found import FileReport, Style

__all__ = ["DOCUMENTS", "FORMATS", "SHOW_FIXES", "FileReport", "Style", "render"]

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit")
SHOW_FIXES = frozenset(("text", "json", "sarif"))  # the formats that do
DOCUMENTS = frozenset(("json", "sarif", "gitlab", "junit"))  # their output may hold nothing else


def render(output_format: str, files: Iterable[FileReport], style: Style) -> Iterator[str]:
    """The lines, without their newline, of one of `FORMATS`: `render` of the module of that name."""
    lines: Iterator[str] = import_module(f"nsa_lint.report.{output_format}").render(files, style)
    return lines
