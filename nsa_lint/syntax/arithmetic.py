"""Arithmetic of numbers that are written out: `-1`, `1024 * 1024`, which cannot fail; and what asks for an order."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping

ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_DEEPEST = 8
_LARGEST = 10**6  # of the left operand of powers and shifts, whose results grow quickly
_MOST = 128  # of the right one
_OPERATORS: Mapping[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_OF_INTEGERS: Mapping[type, Callable[[int, int], int]] = {
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}
_GROWING = (ast.Pow, ast.LShift, ast.RShift)


def is_number(node: ast.AST) -> bool:
    """Whether an expression of numbers alone gives a number, each time."""
    return _number(node, _DEEPEST) is not None


def _number(node: ast.AST, depth: int) -> float | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, (int, float)) else None
    if not depth:
        return None
    if isinstance(node, ast.UnaryOp):
        return _unary(node.op, _number(node.operand, depth - 1))
    if not isinstance(node, ast.BinOp):
        return None
    right = _number(node.right, depth - 1)  # first: most chains of operators end in a name or a text
    left = _number(node.left, depth - 1) if right is not None else None
    return _binary(node.op, left, right) if left is not None and right is not None else None


def _unary(operation: ast.unaryop, value: float | None) -> float | None:
    if value is None or isinstance(operation, ast.Not):
        return None
    if isinstance(operation, ast.Invert):
        return -int(value) - 1 if isinstance(value, int) else None
    return -value if isinstance(operation, ast.USub) else +value


def _binary(operation: ast.operator, left: float, right: float) -> float | None:
    kind = operation.__class__
    known = _OPERATORS.get(kind)
    try:
        if known is not None:
            return known(left, right)
        if not isinstance(left, int) or not isinstance(right, int):
            return None
        if kind in _GROWING and (abs(left) > _LARGEST or not 0 <= right <= _MOST):
            return None
        of_integers = _OF_INTEGERS.get(kind)
        return of_integers(left, right) if of_integers is not None else None
    except ArithmeticError:
        return None
