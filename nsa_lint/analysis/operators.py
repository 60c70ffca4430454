"""Arithmetic and bitwise operators, and the folding of small numbers."""

from __future__ import annotations

import ast

from nsa_lint.analysis.comparisons import is_number, truth
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.values import Const, Symbol, Value, singleton
from nsa_lint.analysis.variables import derived


def binary(run: Run, node: ast.BinOp) -> Value:
    left = run.evaluate(node.left)
    return operation(run, node, node.op, left, run.evaluate(node.right))


def operation(run: Run, node: ast.AST, operator: ast.operator, left: Value, right: Value) -> Value:
    """`left operator right`, of an expression or an augmented assignment."""
    values, bdd = run.world.values, run.world.bdd
    run.may_raise(node)
    if isinstance(operator, (ast.BitAnd, ast.BitOr)) and _boolean(left) and _boolean(right):
        a, b = values.test(left, values.truth), values.test(right, values.truth)
        return values.boolean(bdd.and_(a, b) if isinstance(operator, ast.BitAnd) else bdd.or_(a, b))
    return _fold(operator, left, right) or derived(run, node, type(operator).__name__, left, right, kind="object")


def unary(run: Run, node: ast.UnaryOp) -> Value:
    if isinstance(node.op, ast.Not):
        return run.world.values.boolean(truth(run, node))
    value = run.evaluate(node.operand)
    run.may_raise(node)
    if isinstance(node.op, ast.USub) and len(value) == 1:
        atom = value[0][0]
        if isinstance(atom, Const) and is_number(atom.value):
            return singleton(Const(-atom.value))  # type: ignore[operator]
    return derived(run, node, type(node.op).__name__, value, kind="object")


def _fold(operator: ast.operator, left: Value, right: Value) -> Value | None:
    """Sums, differences and products of small whole numbers: counters."""
    a, b = left[0][0], right[0][0]
    if len(left) > 1 or len(right) > 1 or not isinstance(a, Const) or not isinstance(b, Const):
        return None
    if type(a.value) is not int or type(b.value) is not int or max(abs(a.value), abs(b.value)) > 10_000:
        return None
    if isinstance(operator, ast.Add):
        return singleton(Const(a.value + b.value))
    if isinstance(operator, ast.Sub):
        return singleton(Const(a.value - b.value))
    return singleton(Const(a.value * b.value)) if isinstance(operator, ast.Mult) else None


def _boolean(value: Value) -> bool:
    return all(
        (isinstance(atom, Const) and isinstance(atom.value, bool)) or (isinstance(atom, Symbol) and atom.kind == "bool")
        for atom, _ in value
    )
