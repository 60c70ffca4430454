"""Puts what a command prints into a page, between the two lines that name the command."""

from __future__ import annotations

from pathlib import Path

END = "<!-- end -->"


def write(page: Path, command: str, text: str) -> None:
    """Replace what is between `<!-- written by COMMAND -->` and the next `<!-- end -->`."""
    start = f"<!-- written by {command} -->\n"
    before, found, rest = page.read_text(encoding="utf-8").partition(start)
    _, closed, after = rest.partition(END)
    if not found or not closed:
        raise ValueError(f"{page} has no place for {command}; expected a line {start.strip()}, then a line {END}")
    page.write_text(f"{before}{start}{text}{END}{after}", encoding="utf-8")
