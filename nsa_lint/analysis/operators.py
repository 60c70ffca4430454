"""Arithmetic and bitwise operators, and the folding of small numbers."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from functools import partial
from math import ceil
from operator import and_, or_, xor

from nsa_lint.analysis.bdd import FALSE, TRUE, Bdd
from nsa_lint.analysis.comparisons import is_number, truth
from nsa_lint.analysis.facts import Facts
from nsa_lint.analysis.raising import can_raise
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.values import NONE, PLUS, Const, Point, Symbol, TrueWhere, Value, only, singleton, summand
from nsa_lint.analysis.variables import derived


def binary(run: Run, node: ast.BinOp) -> Value:
    left = run.evaluate(node.left)
    return operation(run, node, node.op, left, run.evaluate(node.right))


def operation(run: Run, node: ast.AST, operator: ast.operator, left: Value, right: Value) -> Value:
    """`left operator right`, of an expression or an augmented assignment."""
    values = run.world.values
    if can_raise(node) or not isinstance(node, ast.BinOp):
        run.may_raise(node)
    of_bits = isinstance(operator, BITWISE)
    if of_bits and _boolean(left) and _boolean(right):
        a, b = values.test(left, values.truth), values.test(right, values.truth)
        return values.boolean(joined(run.world.bdd, operator, a, b, lambda: TRUE))
    known = _fold(operator, left, right) or moved(run, operator, left, right)
    if known is not None:
        return known
    kind = "true" if isinstance(operator, ast.Add) and _joins_text(left, right) else "object"
    result = derived(run, node, type(operator).__name__, left, right, kind=kind, one=of_bits)
    for atom, _ in result:
        if of_bits and isinstance(atom, Symbol) and _head(atom) == type(operator).__name__:  # or one for several
            values.let_be_true(atom, _TRUE_WHERE[operator.__class__])
    return result


def _joins_text(left: Value, right: Value) -> bool:
    """Whether one of these is a text, so that both are, and one of them is not empty: nor is what they make."""
    return any(map(_is_text, (left, right))) and any(map(_is_true, (left, right)))


def _is_text(value: Value) -> bool:
    return all(isinstance(atom, Const) and isinstance(atom.value, (str, bytes)) for atom, _ in value)


def _is_true(value: Value) -> bool:
    return all(bool(atom.value) if isinstance(atom, Const) else atom.kind == "true" for atom, _ in value)


def _head(atom: Symbol) -> object:
    return atom.key[0] if isinstance(atom.key, tuple) else None


def joined(bdd: Bdd, operator: ast.operator, a: int, b: int, alike: Callable[[], int]) -> int:
    """Where `|`, `&` or `^` of two operands is true, given where these are.

    Of two true numbers `&` is true where they share a bit, and `^` is false where they are equal: there `alike`
    holds. Sets and dicts are joined in the same way, and flags are always alike.
    """
    if isinstance(operator, ast.BitOr):
        return bdd.or_(a, b)
    both = bdd.and_(a, b)
    both = bdd.and_(both, alike()) if both != FALSE else FALSE
    return both if isinstance(operator, ast.BitAnd) else bdd.minus(bdd.or_(a, b), both)


def _joined_where(operator: ast.operator, facts: Facts, atom: Symbol) -> int:
    """The same of a symbol for the result: its key has the operands."""
    assert isinstance(atom.key, tuple)
    _, first, (right,) = atom.key
    left = first if isinstance(first, tuple) else singleton(first)
    a, b = _true(facts, left), _true(facts, right)
    same = left == right  # `x & x` is `x`, and `x ^ x` is nothing
    return joined(facts.bdd, operator, a, b, lambda: TRUE if same else facts.choice(atom))


def _true(facts: Facts, value: Value) -> int:
    result = FALSE
    for atom, condition in value:
        result = facts.bdd.or_(result, facts.bdd.and_(condition, facts.truth(atom)))
    return result


def unary(run: Run, node: ast.UnaryOp) -> Value:
    if isinstance(node.op, ast.Not):
        return run.world.values.boolean(truth(run, node))
    value = run.evaluate(node.operand)
    run.may_fail(node)
    if isinstance(node.op, ast.USub) and len(value) == 1:
        atom = value[0][0]
        if isinstance(atom, Const) and is_number(atom.value):
            return singleton(Const(-atom.value))  # type: ignore[operator]
    return derived(run, node, type(node.op).__name__, value, kind="object")


def _fold(operator: ast.operator, left: Value, right: Value) -> Value | None:
    """Sums, differences, products and bits of small whole numbers: counters and masks."""
    a, b = only(left), only(right)
    if not isinstance(a, Const) or not isinstance(b, Const):
        return None
    if type(a.value) is not int or type(b.value) is not int or max(abs(a.value), abs(b.value)) > 10_000:
        return None
    if isinstance(operator, ast.Add):
        return singleton(Const(a.value + b.value))
    if isinstance(operator, ast.Sub):
        return singleton(Const(a.value - b.value))
    if isinstance(operator, ast.Mult):
        return singleton(Const(a.value * b.value))
    bits = _BITS.get(operator.__class__)
    return singleton(Const(bits(a.value, b.value))) if bits is not None else None


def moved(run: Run, operator: ast.operator, left: Value, right: Value) -> Value | None:
    """A number that differs from an unknown one by a whole number or a factor: ordered as the unknown one is."""
    if isinstance(operator, (ast.Add, ast.Mult)) and _number(left) is not None:
        left, right = right, left
    by, change = _number(right), _CHANGES.get(operator.__class__)
    if by is None and isinstance(operator, ast.Sub):
        by, change, left = _number(left), _taken_from, right
    if by is None or change is None or (by < 1 and isinstance(operator, (ast.Mult, ast.FloorDiv))):
        return None
    if any(not isinstance(atom, Symbol) or atom.kind == "true" for atom, _ in left):
        return None
    values = run.world.values
    return values.union(
        (singleton(change(values, atom, by)), condition) for atom, condition in left if isinstance(atom, Symbol)
    )


def _plus(values: Facts, atom: Symbol, by: int) -> Symbol:
    """`x + by`; of a sum with another whole number it is one sum."""
    number, before = summand(atom)
    by += before

    def order(facts: Facts, point: Point) -> int:
        return facts.below(number, (point[0] - by, point[1]))

    return values.computed((PLUS, by, number), number, order)


def _minus(values: Facts, atom: Symbol, by: int) -> Symbol:
    return _plus(values, atom, -by)


def _times(values: Facts, atom: Symbol, by: int) -> Symbol:
    def order(facts: Facts, point: Point) -> int:
        return facts.below(atom, (ceil(point[0] / by), 0))

    return values.computed(("times", by, atom), atom, order, "object")  # a list times a number is a list


def _divided(values: Facts, atom: Symbol, by: int) -> Symbol:
    def order(facts: Facts, point: Point) -> int:
        return facts.below(atom, (ceil(point[0]) * by, 0))

    return values.computed(("divided", by, atom), atom, order)


def _taken_from(values: Facts, atom: Symbol, by: int) -> Symbol:
    """`by - x < limit` is `x > by - limit`."""

    def order(facts: Facts, point: Point) -> int:
        return facts.bdd.not_(facts.below(atom, (by - point[0], 1 - point[1])))

    return values.computed(("taken from", by, atom), atom, order)


BITWISE = (ast.BitOr, ast.BitAnd, ast.BitXor)
_BITS: dict[type, Callable[[int, int], int]] = {ast.BitOr: or_, ast.BitAnd: and_, ast.BitXor: xor}
_TRUE_WHERE: dict[type, TrueWhere] = {each: partial(_joined_where, each()) for each in BITWISE}
_CHANGES: dict[type, Callable[[Facts, Symbol, int], Symbol]] = {
    ast.Add: _plus,
    ast.Sub: _minus,
    ast.Mult: _times,
    ast.FloorDiv: _divided,
}


def _number(value: Value) -> int | None:
    """The number that a value is, where it is one small whole number."""
    atom = only(value)
    if not isinstance(atom, Const) or type(atom.value) is not int or abs(atom.value) > 10_000:
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
