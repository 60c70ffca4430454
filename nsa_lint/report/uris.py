"""Paths as reports for other programs give them."""

from __future__ import annotations

from pathlib import Path, PurePath


def relative(path: str) -> str:
    """`path` from the working folder, with forward slashes; as it is where it lies elsewhere."""
    pure = PurePath(path)
    if pure.is_absolute() and pure.is_relative_to(Path.cwd()):
        pure = pure.relative_to(Path.cwd())
    return pure.as_posix()
