"""Which names of a scope can decide a test: only their values need to be followed."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from nsa_lint.syntax.scopes import children, walk


@dataclass(slots=True)
class Influence:
    """What some statements say of names: which stand in tests, and which others each is made from.

    By name, over nested scopes too: too many names cost time, never a result.
    """

    deciding: set[str] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)  # defined here, under any name
    calls: list[ast.Call] = field(default_factory=list)
    _values: dict[str, list[ast.AST]] = field(default_factory=dict)  # what each name is made from
    _feeds: dict[str, set[str]] = field(default_factory=dict)

    def feed(self, target: ast.AST, value: ast.AST | None) -> None:
        if value is None:
            return
        for name in _names(target):
            self._values.setdefault(name, []).append(value)

    def feeds(self, name: str) -> set[str]:
        """The names that one is made from. Few are asked for: only here are the values looked into."""
        known = self._feeds.get(name)
        if known is None:
            known = self._feeds[name] = {each for value in self._values.get(name, ()) for each in _names(value)}
        return known


def influence_of(
    nodes: Iterable[ast.AST], without: Container[int] = frozenset(), plain: Callable[[ast.AST], bool] | None = None
) -> Influence:
    """The influence of statements, at any depth, but for those whose ids are in `without`.

    `plain`: whether nothing inside a simple statement decides anything, binds a name or calls a function of the scope.
    """
    found = Influence()
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if id(node) in without:
            continue
        add = _ADD.get(node.__class__)
        if add is not None:
            add(found, node)
        if plain is None or node.__class__ not in _SIMPLE or not plain(node):
            stack += children(node)
    return found


_SIMPLE = frozenset((ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return, ast.Raise, ast.Assert))


def deciding_names(parts: Collection[Influence]) -> frozenset[str]:
    """Names that some test of these parts mentions, and those that feed them."""
    deciding = set().union(*(part.deciding for part in parts))
    functions = set().union(*(part.functions for part in parts))
    for part in parts:
        for call in part.calls:
            if isinstance(call.func, ast.Name) and call.func.id in functions:
                deciding.update(_names(call))
    deciding |= functions
    work = list(deciding)
    while work:
        name = work.pop()
        for part in parts:
            new = part.feeds(name) - deciding
            deciding |= new
            work += new
    return frozenset(deciding)


def _names(node: ast.AST | None) -> Iterator[str]:
    if node is not None:
        for child in walk(node):
            if child.__class__ is ast.Name:
                yield child.id


def _test(part: Influence, node: Any) -> None:
    part.deciding.update(_names(node.test))


def _operands(part: Influence, node: Any) -> None:
    part.deciding.update(_names(node))


def _rounds(part: Influence, node: Any) -> None:
    part.deciding.update(_names(node.iter))


def _comprehension(part: Influence, node: Any) -> None:
    _rounds(part, node)
    for condition in node.ifs:
        part.deciding.update(_names(condition))


def _loop(part: Influence, node: Any) -> None:
    _rounds(part, node)
    part.feed(node.target, node.iter)


def _match(part: Influence, node: Any) -> None:
    part.deciding.update(_names(node.subject))
    for case in node.cases:
        part.deciding.update(_names(case.guard))


def _assign(part: Influence, node: Any) -> None:
    for target in node.targets:
        part.feed(target, node.value)


def _set(part: Influence, node: Any) -> None:
    part.feed(node.target, node.value)


def _function(part: Influence, node: Any) -> None:
    part.functions.add(getattr(node, "name", ""))


def _call(part: Influence, node: Any) -> None:
    part.calls.append(node)


_ADD: dict[type, Callable[[Influence, Any], None]] = {
    **dict.fromkeys((ast.If, ast.While, ast.IfExp, ast.Assert), _test),
    **dict.fromkeys((ast.For, ast.AsyncFor), _loop),
    **dict.fromkeys((ast.AnnAssign, ast.AugAssign, ast.NamedExpr), _set),
    **dict.fromkeys((ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda), _function),
    ast.BoolOp: _operands,
    ast.comprehension: _comprehension,
    ast.Match: _match,
    ast.Assign: _assign,
    ast.Call: _call,
}
