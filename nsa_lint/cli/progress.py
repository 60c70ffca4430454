"""A progress bar for a person who waits: on a terminal, for long work, where `rich` is installed (the extra `cli`)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TypeVar

Item = TypeVar("Item")
_LONG = 100  # files: about half a second


def progress(items: Iterator[Item], total: int) -> Iterator[Item]:
    """The items as they come; the bar goes to standard error and is gone at the end."""
    if total < _LONG or not sys.stderr.isatty():
        yield from items
        return
    try:
        from rich.console import Console
        from rich.progress import track
    except ImportError:
        yield from items
        return
    yield from track(items, "checking", total=total, console=Console(stderr=True), transient=True)
