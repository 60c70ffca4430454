"""`globals()`, `locals()`, `vars()` and `dir()`: names that are bound, and asked for, as keys."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from nsa_lint.syntax.executed import ANY, Texts, bound_by_evaluating, bound_in
from nsa_lint.syntax.literals import is_none, text_of

NAMESPACES = frozenset(("globals", "locals", "vars", "dir"))
EXECUTING = {"exec": bound_in, "eval": bound_by_evaluating}
WORDS = NAMESPACES.union(EXECUTING)
LOCALS = "*locals"  # every local name


class Asked(NamedTuple):
    """Whether a name is bound is asked of a namespace."""

    namespace: str
    name: str


def namespace(node: ast.AST) -> str:
    """Which namespace an expression is; "" for none."""
    if not isinstance(node, ast.Call) or node.args or node.keywords or not isinstance(node.func, ast.Name):
        return ""
    return node.func.id if node.func.id in NAMESPACES else ""


def asked(node: ast.AST) -> Asked | None:
    """`"x" in locals()` (or `not in`) and `locals().get("x")`."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], (ast.In, ast.NotIn)):
        key, holder = node.left, node.comparators[0]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get" and node.args:
        key, holder = node.args[0], node.func.value
    else:
        return None
    found, name = namespace(holder), text_of(key)
    return Asked(found, name) if found and name is not None else None


def bound_by(node: ast.AST, texts: Texts) -> Iterator[tuple[str, str]]:
    """(namespace, name) of what an expression or target binds as a key; `exec`: of all that it may bind."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        holder = namespace(node.value)
        if holder:
            yield holder, _key(node.slice)
    elif isinstance(node, ast.Call):
        function = node.func
        if isinstance(function, ast.Name) and function.id in EXECUTING:
            if node.args and (holder := _executed_in(node)):
                bound = EXECUTING[function.id](node.args[0], texts)
                yield from ((holder, name) for name in sorted(bound))
        elif isinstance(function, ast.Attribute) and (holder := namespace(function.value)):
            if function.attr == "setdefault" and node.args:
                yield holder, _key(node.args[0])
            elif function.attr == "update":
                yield from ((holder, name) for name in _updated(node))


def _executed_in(node: ast.Call) -> str:
    """The namespace that `exec` binds names in: the locals that it is given, else the globals, else where it runs.

    "" for a dictionary of its own.
    """
    given: dict[str | None, ast.expr] = {keyword.arg: keyword.value for keyword in node.keywords}
    for place, each in enumerate(node.args[1:3]):
        given["locals" if place else "globals"] = each
    named = [given[each] for each in ("locals", "globals") if each in given and not is_none(given[each])]
    return namespace(named[0]) if named else "" if None in given else "locals"


def _updated(node: ast.Call) -> Iterator[str]:
    for argument in node.args:
        if isinstance(argument, ast.Dict):
            yield from (ANY if key is None else _key(key) for key in argument.keys)
        else:
            yield LOCALS if namespace(argument) == "locals" else ANY
    yield from (keyword.arg or ANY for keyword in node.keywords)


def _key(node: ast.expr) -> str:
    name = text_of(node)
    return ANY if name is None else name
