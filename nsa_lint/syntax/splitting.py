"""Calls that take a text apart and give one part at least."""

from __future__ import annotations

import ast
import re

_SPLITS = frozenset(("split", "rsplit"))
_PARTITIONS = frozenset(("partition", "rpartition"))
METHODS = _SPLITS | _PARTITIONS
# What else has such a method, by the text of a file: an attribute `str`, as columns of pandas have, or what it defines
_OTHERS = re.compile(r"\.\s*str\b|\bdef\s+r?(?:split|partition)\b|^\s*r?(?:split|partition)\s*[:=]", re.MULTILINE)


def gives_parts(node: ast.Call) -> bool:
    """Whether a call is `text.split(",")` or the like, with a separator that is written out.

    Without one, or where it may be None, an empty text has no parts. A separator that is a text leaves out most that is
    named alike: `torch.split(x, 2)`, `os.path.split(path)`. `re.split(",", text)` gives a part as well.
    """
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr not in METHODS:
        return False
    if any(each.arg not in ("sep", "maxsplit") for each in node.keywords):
        return False
    given = next((each.value for each in node.keywords if each.arg == "sep"), None)
    separator = node.args[0] if node.args else given
    most = 2 if function.attr in _SPLITS else 1
    is_text = isinstance(separator, ast.Constant) and isinstance(separator.value, (str, bytes))
    return is_text and len(node.args) + len(node.keywords) <= most


def has_others(text: str) -> bool:
    """Whether a file may take apart something else than texts by these methods."""
    return _OTHERS.search(text) is not None
