"""Attributes that are true only where a flag of the module is: `self._enabled = HAS_LIB and lib.enabled()`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeGuard

from nsa_lint.syntax.attributes import is_stored
from nsa_lint.syntax.literals import truth_of
from nsa_lint.syntax.scopes import bound_names, dotted, walk

Implied = dict[str, frozenset[str]]  # by attribute: the names of the module that its truth implies


def implied_by_attributes(tree: ast.Module, owner: ast.ClassDef) -> Implied:
    """Those of a class which only its methods store, on `self`: something false, or what is true only with the flag."""
    found: dict[str, frozenset[str] | None] = {}  # None: something false was stored, and nothing else yet
    known: set[int] = set()
    joined: list[tuple[ast.AugAssign, frozenset[str] | None]] = []
    for method in owner.body:
        if isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)):
            local = frozenset(bound_names([method])) | bound_names(method.body)
            for target, value in _assignments(method):
                known.add(id(target))
                _add(found, target.attr, _names(value, local))
            joined += ((node, _names(node.value, local)) for node in walk(method) if _joins(node))
    for each, names in joined:
        attribute = dotted(each.target).partition("self.")[2]
        if attribute in found:
            known.add(id(each.target))
            if isinstance(each.op, ast.BitOr):
                _add(found, attribute, names)
    implied = {name: names for name, names in found.items() if names}
    for node in walk(tree) if implied else ():
        if is_stored(node) and id(node) not in known:
            implied.pop(node.attr, None)
    return implied


def _joins(node: ast.AST) -> TypeGuard[ast.AugAssign]:
    """Whether something is true afterwards only where it, and for `|=` or the value, is."""
    return isinstance(node, ast.AugAssign) and isinstance(node.op, (ast.BitOr, ast.BitAnd))


def _assignments(method: ast.AST) -> Iterator[tuple[ast.Attribute, ast.expr]]:
    """What is stored as an attribute of `self`, one at a time."""
    for node in walk(method):
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Attribute) and dotted(target.value) == "self":
                yield target, node.value


def _add(found: dict[str, frozenset[str] | None], name: str, names: frozenset[str] | None) -> None:
    known = found.setdefault(name, names)
    if names is not None:
        found[name] = names if known is None else known & names


def _names(node: ast.expr, local: frozenset[str]) -> frozenset[str] | None:
    """What the truth of a value implies; None where it is false."""
    if truth_of(node) is False:
        return None
    if isinstance(node, ast.Call) and dotted(node.func) == "bool" and len(node.args) == 1:
        return _names(node.args[0], local)
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        return frozenset[str]().union(*(_names(each, local) or () for each in node.values))
    return frozenset((node.id,)) - local if isinstance(node, ast.Name) else frozenset()
