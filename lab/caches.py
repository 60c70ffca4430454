"""The caches of our functions, which a process keeps from one test to the next."""

from __future__ import annotations

import functools
import gc
import sys


def forget() -> None:
    """Empty them, so that every test needs what the first one does."""
    for each in caches(len(sys.modules)):
        each.cache_clear()


@functools.cache
def caches(imported: int) -> list[functools._lru_cache_wrapper[object]]:
    """The caches of our functions, with so many modules imported."""
    found = [each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper)]
    return [each for each in found if str(getattr(each, "__module__", "")).startswith(("nsa_", "lab.", "tests."))]
