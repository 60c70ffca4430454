"""Modules of the standard library that a file beside a script hides: Python looks into its folder first."""

from __future__ import annotations

import os
import re

from nsa_lint.syntax.standard_library import NAMES

# What every start of Python has loaded, or has built in, and finds before it looks into a folder
_FOUND_FIRST = frozenset("abc builtins codecs gc io itertools os stat sys time".split())
_MAY_BE_HIDDEN = {name.partition(".")[0] for name in NAMES} - _FOUND_FIRST
_IMPORTS = re.compile(r"(?:^|[;:])[ \t]*(?:import|from)[ \t](?:[^\n\\]|\\\n?)*", re.MULTILINE)
NOTHING: frozenset[str] = frozenset()


def hidden_by_files(path: str, text: str) -> frozenset[str]:
    """Those that a file imports, and that are a file or package beside it, where it is in no package.

    The imports are looked for last: searching the text takes longer than listing the folder, and few have such a file.
    """
    if not path.endswith(".py") or ("try:" not in text and "suppress" not in text):
        return NOTHING
    folder = os.path.dirname(path)
    if os.path.exists(os.path.join(folder, "__init__.py")) or not os.path.isfile(path):
        return NOTHING
    hiding = _modules_in(folder) & _MAY_BE_HIDDEN
    words = {word for line in _IMPORTS.findall(text) for word in re.findall(r"\w+", line)} if hiding else NOTHING
    return frozenset(name for name in words & hiding if _is_module(os.path.join(folder, name)))


def _modules_in(folder: str) -> set[str]:
    """The names that files and folders of a folder may give modules."""
    try:
        return {name.removesuffix(".py") for name in os.listdir(folder or ".")}
    except OSError:
        return set()


def _is_module(stem: str) -> bool:
    return os.path.isfile(f"{stem}.py") or os.path.isfile(os.path.join(stem, "__init__.py"))
