"""Tests that ask whether this is Python 2 or 3: nothing is run under Python 2 any more."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from nsa_lint.syntax.scopes import dotted

# Names that hold the answer, in `six` and where a package asks it once
ASKED = {
    "PY2": True, "IS_PY2": True, "is_py2": True,
    "PY3": False, "IS_PY3": False, "is_py3": False,
}  # fmt: skip
WORDS = frozenset((*ASKED, "version_info"))
_OPERATORS: dict[type, Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip
_FIRST, _LAST = (2, 7, 0, "final", 0), (3, 0, 0, "final", 0)  # the versions between which such a test changes


def asks_for_python_2(node: ast.expr) -> bool | None:
    """Whether a test is true under Python 2 alone (True), or under Python 3 alone (False); None for any other."""
    if isinstance(node, (ast.Name, ast.Attribute)):
        return ASKED.get(dotted(node).rpartition(".")[2])
    if not isinstance(node, ast.Compare) or len(node.ops) != 1:
        return None
    of, compare = _version(node.left), _OPERATORS.get(node.ops[0].__class__)
    if of is None or compare is None:
        return None
    try:
        limit = ast.literal_eval(node.comparators[0])
        first, last, future = (compare(of(each), limit) for each in (_FIRST, _LAST, (3, 99, 0, "final", 0)))
    except (ValueError, TypeError):
        return None
    return first if first is not last and last is future else None


def _version(node: ast.expr) -> Callable[[tuple[Any, ...]], Any] | None:
    """What an expression takes of the version: all, its first number, or its first few."""
    if _is_version(node):
        return lambda version: version
    if isinstance(node, ast.Attribute) and node.attr == "major" and _is_version(node.value):
        return operator.itemgetter(0)
    if isinstance(node, ast.Subscript) and _is_version(node.value):
        place = node.slice
        if isinstance(place, ast.Constant) and place.value == 0:
            return operator.itemgetter(0)
        if isinstance(place, ast.Slice) and place.lower is None and place.step is None:
            upper = place.upper
            if isinstance(upper, ast.Constant) and isinstance(upper.value, int):
                return operator.itemgetter(slice(upper.value))
    return None


def _is_version(node: ast.expr) -> bool:
    return isinstance(node, (ast.Name, ast.Attribute)) and dotted(node).rpartition(".")[2] == "version_info"
