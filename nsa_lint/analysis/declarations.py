"""Assignments with an annotation: the value is what it is without one, and of the type that is declared."""

from __future__ import annotations

import ast
from collections.abc import Hashable

from nsa_lint.analysis.bdd import TRUE
from nsa_lint.analysis.facts import Facts
from nsa_lint.analysis.identity import ClassFacts
from nsa_lint.analysis.members import declared
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.values import Atom, Const, Symbol, Value

_NAMED = (ast.Name, ast.Attribute, ast.Subscript)  # whose value something else may test


def as_declared(run: Run, node: ast.AnnAssign, value: Value) -> Value:
    """The value that an assignment gives its target."""
    kind, among = declared(run.world.module, node.annotation, None)
    if kind == "any" and among is None:
        return value
    is_named = isinstance(node.value, _NAMED)
    if is_named:
        _assume(run, value, among)
    if kind == "bool":
        return tuple((_flag(run.world.values, atom), condition) for atom, condition in value)
    if is_named:
        return tuple((_one_of(run.world.values, atom, among), condition) for atom, condition in value)
    return tuple((_limited(run.world.values, atom, kind, among), condition) for atom, condition in value)


def _flag(values: Facts, atom: Atom) -> Atom:
    """`known: bool = _is_cuda` is true where the other is, and never None."""
    if not isinstance(atom, Symbol) or atom.kind not in ("any", "object") or atom.among is not None:
        return atom
    made = values.symbol(("declared", "bool", atom), "bool", dispatch=atom.dispatch)
    values.let_be_true(made, lambda facts, _: facts.truth(atom))
    return made


def _one_of(values: ClassFacts, atom: Atom, among: tuple[Hashable, ...] | None) -> Atom:
    """The same object, known to be one of these: which of them is what the other is."""
    if among is None or not isinstance(atom, Symbol) or atom.kind != "any" or atom.among is not None:
        return atom
    made = values.symbol(("declared", among, atom), "content", atom.identity, atom.dispatch)
    if made.among is None:
        made.limit_to(among)
        made.settle_each(_where(values, atom, among))
    return made


def _where(values: ClassFacts, atom: Symbol, among: tuple[Hashable, ...]) -> dict[Const, int]:
    """The conditions under which a symbol is each of these, which exclude each other."""
    found: dict[Const, int] = {}
    rest = TRUE
    for each in among:
        found[Const(each)] = values.bdd.and_(rest, values.is_same(atom, each))
        rest = values.bdd.minus(rest, found[Const(each)])
    return found


def _limited(values: Facts, atom: Atom, kind: str, among: tuple[Hashable, ...] | None) -> Atom:
    """What nothing else has."""
    if not isinstance(atom, Symbol) or atom.kind != "any" or atom.among is not None:
        return atom
    made = values.symbol(("declared", kind, among, atom), kind, dispatch=atom.dispatch)
    made.limit_to(among)
    return made


def _assume(run: Run, value: Value, among: tuple[Hashable, ...] | None) -> None:
    """Leaves the paths on which a value is one of these; a flag and a number are not None."""
    bdd, values = run.world.bdd, run.world.values
    for atom, condition in value:
        if not isinstance(atom, Symbol) or atom.kind != "any":
            continue
        other = values.is_none(atom)
        if among is not None:
            other = TRUE
            for each in among:
                other = bdd.minus(other, values.is_same(atom, each))
        run.state.assume(bdd.minus(run.state.reach, bdd.and_(condition, other)))
