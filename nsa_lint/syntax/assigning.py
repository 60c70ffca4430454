"""Assignments, with an annotation or without."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def assigned(statement: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """The targets of an assignment, each with the value."""
    if isinstance(statement, ast.Assign):
        yield from ((target, statement.value) for target in statement.targets)
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        yield statement.target, statement.value


def assigned_names(statement: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The same of names alone."""
    yield from ((target.id, value) for target, value in assigned(statement) if isinstance(target, ast.Name))


def only_declares(statement: ast.AST) -> bool:
    """Whether it is an annotation alone, `FAST: bool`, which binds nothing."""
    return isinstance(statement, ast.AnnAssign) and statement.value is None
