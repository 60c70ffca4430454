"""Arithmetic and bitwise operators, and the folding of small numbers."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from math import ceil

from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.comparisons import is_number, truth
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.values import NONE, Const, Facts, Point, Symbol, Value, singleton
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
    known = _fold(operator, left, right) or _moved(run, operator, left, right)
    return known or derived(run, node, type(operator).__name__, left, right, kind="object")


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


def _moved(run: Run, operator: ast.operator, left: Value, right: Value) -> Value | None:
    """A number that differs from an unknown one by a whole number or a factor: ordered as the unknown one is."""
    if isinstance(operator, (ast.Add, ast.Mult)) and _number(left) is not None:
        left, right = right, left
    by = _number(right)
    if by is not None:
        order = _order_from(operator, by)
    else:
        by = _number(left)
        order = _order_before if isinstance(operator, ast.Sub) and by is not None else None
        left = right
    if by is None or order is None or any(not isinstance(atom, Symbol) or atom.kind == "true" for atom, _ in left):
        return None
    values = run.world.values
    kind = "object" if isinstance(operator, ast.Mult) else "int"  # a list times a number is a list
    key = (type(operator).__name__, by, order is _order_before)

    def moved(atom: Symbol, by: int = by) -> Symbol:
        return values.computed((*key, atom), atom, lambda values, point: order(values, atom, by, point), kind)

    return values.union((singleton(moved(atom)), condition) for atom, condition in left if isinstance(atom, Symbol))


_Order = Callable[[Facts, Symbol, int, Point], int]


def _order_from(operator: ast.operator, by: int) -> _Order | None:
    if isinstance(operator, (ast.Add, ast.Sub)):
        sign = 1 if isinstance(operator, ast.Add) else -1
        return lambda values, atom, by, point: values.below(atom, (point[0] - sign * by, point[1]))
    if by < 1:
        return None
    if isinstance(operator, ast.Mult):
        return lambda values, atom, by, point: values.below(atom, (ceil(point[0] / by), 0))
    if isinstance(operator, ast.FloorDiv):
        return lambda values, atom, by, point: values.below(atom, (ceil(point[0]) * by, 0))
    return None


def _order_before(values: Facts, atom: Symbol, by: int, point: Point) -> int:
    """`by - x < limit` is `x > by - limit`."""
    return values.bdd.not_(values.below(atom, (by - point[0], 1 - point[1])))


def _number(value: Value) -> int | None:
    """The number that a value is, where it is one small whole number."""
    atom = value[0][0]
    if len(value) > 1 or not isinstance(atom, Const) or type(atom.value) is not int or abs(atom.value) > 10_000:
        return None
    return atom.value


def extreme(run: Run, name: str, arguments: Sequence[Value]) -> Value | None:
    """`max` or `min` of numbers of which the program names one."""
    bdd = run.world.bdd
    if len(arguments) < 2 or all(_number(argument) is None for argument in arguments):
        return None
    is_max = name == "max"

    def order(facts: Facts, point: Point) -> int:
        """The greatest is below a limit where all are, the smallest where one is."""
        result = TRUE if is_max else FALSE
        for argument in arguments:
            below = FALSE
            for atom, condition in argument:
                below = bdd.or_(below, bdd.and_(condition, facts.atom_below(atom, point)))
            result = bdd.and_(result, below) if is_max else bdd.or_(result, below)
        return result

    unknown = next((atom for argument in arguments for atom, _ in argument if isinstance(atom, Symbol)), NONE)
    return singleton(run.world.values.computed((name, *arguments), unknown, order))


def _boolean(value: Value) -> bool:
    return all(
        (isinstance(atom, Const) and isinstance(atom.value, bool)) or (isinstance(atom, Symbol) and atom.kind == "bool")
        for atom, _ in value
    )
