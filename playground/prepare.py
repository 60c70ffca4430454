"""Brings the checker into the state that is saved: run once, where the page is built."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import sys
from collections.abc import Sequence


def prepare(archive: str, texts: Sequence[str]) -> None:
    """Import every module of an archive, a file that the page has not, and check some texts, as the first use does."""
    sys.path.insert(0, archive)
    for module in pkgutil.walk_packages([archive]):
        importlib.import_module(module.name)
    page = importlib.import_module("page")
    for text in texts:
        page.check(text, "all", "")
    sys.path.remove(archive)
    for path in [each for each in sys.path_importer_cache if each.startswith(archive)]:
        del sys.path_importer_cache[path]
    gc.collect()
