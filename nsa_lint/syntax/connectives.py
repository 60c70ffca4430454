"""Tests made of tests: what is false, what all hold, of which one holds; and the truth of such a test."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable


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


def joined_truth(test: ast.expr, part: Callable[[ast.expr], bool | None]) -> bool | None:
    """Whether a test holds, by the truth of the parts that `not`, `and` and `or` join; None where that is not known."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        truth = joined_truth(test.operand, part)
        return None if truth is None else not truth
    if isinstance(test, ast.BoolOp):
        truths = [joined_truth(each, part) for each in test.values]
        ends = isinstance(test.op, ast.Or)
        return ends if ends in truths else None if None in truths else not ends
    return part(test)
