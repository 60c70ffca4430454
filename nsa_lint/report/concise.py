"""One line a finding, byte for byte what flake8 prints; in a notebook with the cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nsa_lint.report.found import FileReport, Style


def render(files: Iterable[FileReport], style: Style) -> Iterator[str]:
    """`path:line:column: CODE message`, or `path:cell N:line:column: CODE message`."""
    for file in files:
        for each in file.diagnostics:
            yield f"{file.path}:{file.places.of(each)}: {each.code} {file.places.text(each.message)}"
