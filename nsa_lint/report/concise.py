"""One line a finding, byte for byte what flake8 prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nsa_lint.report.found import FileReport, Style


def render(files: Iterable[FileReport], style: Style) -> Iterator[str]:
    """`path:line:column: CODE message`."""
    for file in files:
        for each in file.diagnostics:
            yield f"{file.path}:{each.line}:{each.column}: {each.code} {each.message}"
