"""Names that a module binds under an `if` or in a `try`, and the words that decide whether it does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nsa_lint.syntax.scopes import bound_names, mentioned, nested_statements, walk

TYPE_CHECKING = re.compile(r"\bTYPE_CHECKING\b")
_TRIES = (ast.Try, getattr(ast, "TryStar", ast.Try))


@dataclass(frozen=True, slots=True)
class Guarded:
    """One `if` or `try` of the module: `bound` in its arms; `flags`, the words of the test or what a `try` sets."""

    bound: frozenset[str]
    flags: frozenset[str]
    for_types: bool = False  # whether type checkers alone take an arm


def guarded(module: ast.Module) -> Iterator[Guarded]:
    """The `if` and `try` statements of the module, at any depth."""
    stack: list[ast.AST] = [*module.body]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.If):
            bound = bound_names([*node.body, *node.orelse])
            yield Guarded(frozenset(bound), frozenset(mentioned(node.test)), _is_for_types(node.test))
        elif isinstance(node, _TRIES):
            arms = [*node.body, *node.orelse, *(each for handler in node.handlers for each in handler.body)]
            yield Guarded(frozenset(bound_names(arms)), frozenset(_constants(arms)))
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            stack += nested_statements(node)


def _is_for_types(test: ast.expr) -> bool:
    return TYPE_CHECKING.search(ast.unparse(test)) is not None


def _constants(body: Iterable[ast.AST]) -> set[str]:
    """Names that are set to a constant there: the flags of a try-import."""
    return {
        target.id
        for statement in body
        for each in walk(statement)
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant)
        for target in each.targets
        if isinstance(target, ast.Name)
    }
