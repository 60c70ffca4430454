"""Python's cyclic garbage collector, and when not to wait for it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """A syntax tree, and what is found in it, are many objects and few cycles. Collecting while one grows took a third
    of the time of parsing, and looks at everything else in the process (flake8's own, or a report's findings) with it.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
