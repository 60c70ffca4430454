"""Names that a module binds for type checkers only."""

from __future__ import annotations

import ast
import re

from nsa_lint.syntax.scopes import bound_names, dotted, statements_of

TYPE_CHECKING = re.compile(r"\bTYPE_CHECKING\b")


def bound_for_types(module: ast.Module) -> frozenset[str]:
    """What arms bind that only type checkers take, at any depth outside functions and classes."""
    found: set[str] = set()
    for node in statements_of(module.body):
        if isinstance(node, ast.If):
            if _only_for_types(node.test):
                found |= bound_names(node.body)
            elif isinstance(node.test, ast.UnaryOp) and _only_for_types(node.test.operand):
                found |= bound_names(node.orelse)
    return frozenset(found)


def taken_at_run_time(node: ast.If) -> list[ast.stmt]:
    """The arm of a test for type checkers that every run takes; nothing for any other test."""
    if _only_for_types(node.test):
        return node.orelse
    if isinstance(node.test, ast.UnaryOp) and _only_for_types(node.test.operand):
        return node.body
    return []


def _only_for_types(test: ast.expr) -> bool:
    """Whether a test is true for type checkers alone: with `or`, something else takes the arm as well."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return any(map(_only_for_types, test.values))
    return dotted(test).rpartition(".")[2] == "TYPE_CHECKING"
