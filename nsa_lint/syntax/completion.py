"""How a body of statements may end, by its text alone: which functions never return, which handlers swallow."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import Any

from nsa_lint.syntax.literals import truth_of
from nsa_lint.syntax.scopes import walk_scope

Ends = frozenset[str]  # of "next" (by its end), "return", "break" and "continue"; an exception is no end of these
_NOTHING: Ends = frozenset()
_NEXT: Ends = frozenset(("next",))
_ANSWERS = (ast.Constant, ast.Name, ast.Attribute, ast.BoolOp, ast.Compare, ast.IfExp, ast.UnaryOp)


class Completion:
    """`stops`: whether a call never returns; `swallows`: whether a manager may swallow an exception.

    `truth`: whether a test holds, where that is known.
    """

    def __init__(
        self,
        stops: Callable[[ast.expr], bool],
        swallows: Callable[[ast.expr], bool],
        truth: Callable[[ast.expr], bool | None] = truth_of,
    ) -> None:
        self._stops = stops
        self._swallows = swallows
        self._truth = truth

    def returns(self, body: Sequence[ast.stmt]) -> bool:
        """Whether a function with this body may return."""
        return not self.ends(body).isdisjoint(("next", "return"))

    def ends(self, body: Sequence[ast.stmt]) -> Ends:
        """How a body may end other than by an exception."""
        found = _NEXT
        for node in body:
            rule = _RULES.get(node.__class__)
            if rule is not None:
                found = (found - _NEXT) | rule(self, node)
                if "next" not in found:
                    break
        return found

    def leaves(self, body: Sequence[ast.stmt]) -> bool:
        """Whether a block never goes on after its end, by its last statement."""
        return "next" not in self.ends(body[-1:])

    def swallowed_by(self, node: ast.With | ast.AsyncWith) -> bool:
        """Whether a `with` may go on after a part of its body."""
        return any(self._swallows(item.context_expr) for item in node.items)

    def _expression(self, node: ast.Expr) -> Ends:
        return _NOTHING if self._stops(node.value) else _NEXT

    def _return(self, node: ast.Return) -> Ends:
        stops = node.value is not None and self._stops(node.value)
        return _NOTHING if stops else frozenset(("return",))

    def _assert(self, node: ast.Assert) -> Ends:
        return _NEXT if self._truth(node.test) is not False else _NOTHING

    def _if(self, node: ast.If) -> Ends:
        test = self._truth(node.test)
        if test is not None:
            return self.ends(node.body if test else node.orelse)
        return self.ends(node.body) | self.ends(node.orelse)

    def _match(self, node: ast.Match) -> Ends:
        found = _NOTHING
        for case in node.cases:
            found |= self.ends(case.body)
            if case.guard is None and isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None:
                return found
        return found | _NEXT

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While) -> Ends:
        body = self.ends(node.body)
        forever = isinstance(node, ast.While) and self._truth(node.test) is True
        after = _NOTHING if forever else self.ends(node.orelse)
        return after | (body & {"return"}) | (_NEXT if "break" in body else _NOTHING)

    def _try(self, node: ast.Try) -> Ends:
        found = self.ends(node.body)
        if "next" in found:
            found = (found - _NEXT) | self.ends(node.orelse)
        for handler in node.handlers:
            found |= self.ends(handler.body)
        final = self.ends(node.finalbody)
        return (found | (final - _NEXT)) if "next" in final else final

    def _with(self, node: ast.With | ast.AsyncWith) -> Ends:
        found = self.ends(node.body)
        return found | _NEXT if self.swallowed_by(node) else found


_RULES: dict[type, Callable[[Completion, Any], Ends]] = {
    ast.Expr: Completion._expression,
    ast.Return: Completion._return,
    ast.Raise: lambda _, __: _NOTHING,
    ast.Break: lambda _, __: frozenset(("break",)),
    ast.Continue: lambda _, __: frozenset(("continue",)),
    ast.Assert: Completion._assert,
    ast.If: Completion._if,
    ast.Match: Completion._match,
    **dict.fromkeys((ast.For, ast.AsyncFor, ast.While), Completion._loop),
    **dict.fromkeys((ast.Try, getattr(ast, "TryStar", ast.Try)), Completion._try),
    **dict.fromkeys((ast.With, ast.AsyncWith), Completion._with),
}


def yields(body: Sequence[ast.stmt]) -> bool:
    """Whether these statements of one scope yield."""
    return any(isinstance(child, (ast.Yield, ast.YieldFrom)) for child in walk_scope(body))


def is_generator(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether calling a function does not run its body."""
    return yields(node.body)


def answers(statement: ast.AST) -> bool:
    """Whether a statement gives back what a test can depend on: a constant, a name, an attribute or a test."""
    return isinstance(statement, ast.Return) and isinstance(statement.value, _ANSWERS)


def start_of(node: ast.FunctionDef | ast.AsyncFunctionDef, most: int) -> ast.FunctionDef | None:
    """A function cut short after tests that may leave it at its start, with nothing but calls and imports before them.

    `most`: the statements that are looked at.
    """
    first = [*takewhile(_may_be_at_start, node.body[:most])]
    while first and not isinstance(first[-1], ast.If):
        first.pop()
    if not first or not isinstance(node, ast.FunctionDef):
        return None
    start = copy.copy(node)
    start.body = first
    return start


def _may_be_at_start(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.If):
        return isinstance(statement, _PLAIN)
    *before, last = statement.body
    ends = isinstance(last, ast.Raise) or answers(last)
    return ends and all(isinstance(each, _PLAIN) for each in before) and all(map(_may_be_at_start, statement.orelse))


_PLAIN = (ast.Expr, ast.Import, ast.ImportFrom)
