"""Parts of sequences: a slice is empty where its sequence has too few items."""

from __future__ import annotations

import ast

from nsa_lint.analysis.bdd import FALSE
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.values import Symbol, Value
from nsa_lint.analysis.variables import derived


def sliced(run: Run, node: ast.Subscript, base: Value, index: Value) -> Value:
    """The value of `base[low:high]`."""
    value = derived(run, node, "item", base, index, kind="object")
    for atom, _ in value:
        of = atom.key[1] if isinstance(atom, Symbol) and isinstance(atom.key, tuple) else None
        if isinstance(atom, Symbol) and isinstance(of, Symbol) and atom.truth is None:
            atom.settle(_reaches(run, node.slice, of))  # type: ignore[arg-type]
    return value


def _reaches(run: Run, node: ast.Slice, atom: Symbol) -> int:
    """Whether a sequence has an item between the bounds of a slice; an open question where they are not constants."""
    values, bdd = run.world.values, run.world.bdd
    lower = 0 if node.lower is None else _bound(node.lower)
    upper = None if node.upper is None else _bound(node.upper)
    if lower is None or (upper is None and node.upper is not None):
        return bdd.and_(values.choice(), values.truth(atom))
    length = values.symbol(("length", atom), "length", of=atom, dispatch=atom.dispatch)
    if _bound(node.step) not in (None, 1) and not (node.lower is None and node.upper is None):
        return bdd.and_(values.choice(), values.truth(atom))
    if lower < 0:
        return values.truth(atom) if upper is None else bdd.and_(values.choice(), values.truth(atom))
    if upper is not None and 0 <= upper <= lower:
        return FALSE
    least = lower + 1 if upper is None or upper > 0 else lower - upper + 1
    return bdd.not_(values.below(length, (least, 0)))


def _bound(node: ast.expr | None) -> int | None:
    """The number that a bound is."""
    sign = -1 if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) else 1
    number = node.operand if sign < 0 and isinstance(node, ast.UnaryOp) else node
    known = isinstance(number, ast.Constant) and type(number.value) is int
    return sign * number.value if known else None  # type: ignore[union-attr]
