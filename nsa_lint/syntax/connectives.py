"""Tests made of tests: what is false, what all hold, of which one holds."""

from __future__ import annotations

import ast
from collections.abc import Iterable


def negated(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    return ast.UnaryOp(ast.Not(), test)


def both(tests: Iterable[ast.expr]) -> ast.expr:
    values = [*tests]
    return values[0] if len(values) == 1 else ast.BoolOp(ast.And(), values)


def either(tests: Iterable[ast.expr]) -> ast.expr:
    values = [*tests]
    return values[0] if len(values) == 1 else ast.BoolOp(ast.Or(), values)
