"""Assignments, with an annotation or without."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TypeGuard

Assignment = ast.Assign | ast.AnnAssign
ASSIGNMENTS = (ast.Assign, ast.AnnAssign)


def targets_of(statement: Assignment) -> Sequence[ast.expr]:
    """What an assignment binds."""
    return statement.targets if isinstance(statement, ast.Assign) else [statement.target]


def assigned(statement: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """The targets of an assignment, each with the value."""
    if isinstance(statement, ASSIGNMENTS) and statement.value is not None:
        for target in targets_of(statement):
            yield target, statement.value


def assigned_names(statement: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The same of names alone."""
    yield from ((target.id, value) for target, value in assigned(statement) if isinstance(target, ast.Name))


def only_declares(statement: ast.AST) -> TypeGuard[ast.AnnAssign]:
    """Whether it is an annotation alone, `FAST: bool`, which binds nothing."""
    return isinstance(statement, ast.AnnAssign) and statement.value is None
