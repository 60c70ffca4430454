"""Guarded unions: the value that is this or that, depending on the path.

Where a union would have too many alternatives, those of which the same is known become one symbol.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from nsa_lint.analysis.bdd import FALSE, TRUE, Bdd
from nsa_lint.analysis.identity import ClassFacts
from nsa_lint.analysis.values import NO, YES, Atom, Const, Defined, Held, Symbol, Value, singleton

MAX_UNION = 12  # of more alternatives than this, those of which the same is known become one symbol
UNION = "union"  # what the key of such a symbol begins with
MAX_SPREAD = 4  # combinations of alternatives for which an operation is worked out one by one


class Values(ClassFacts):
    """The values of one analysis."""

    def __init__(self, bdd: Bdd, merged: bool = False) -> None:
        """`merged`: unions keep no more than one symbol."""
        super().__init__(bdd)
        self._merged = merged

    @contextmanager
    def merging(self, merged: bool) -> Iterator[None]:
        """Whether the unions that are made inside keep no more than one symbol."""
        before, self._merged = self._merged, merged
        try:
            yield
        finally:
            self._merged = before

    # -- symbols -----------------------------------------------------------------------------------------

    def contents(self, kind: str, truth: int | None, of: Symbol | None = None, held: Held | None = None) -> Symbol:
        """An object of our own, or its new contents; `truth` where it is known, and then what it holds."""
        made = self.fresh(kind, of)
        if truth is not None:
            made.truth, made.preset, made.held = truth, True, held
        return made

    def empty_list(self) -> Symbol:
        """What `[]` is in a comparison: the same each time."""
        made = self.symbol(("empty list",), "object")
        made.truth = FALSE
        return made

    def shared(self, value: Value) -> Value:
        """The same objects where somebody else may change them too: their truth is open."""
        if not any(isinstance(atom, Symbol) and atom.preset for atom, _ in value):
            return value
        return tuple(
            (self.contents("content", None, atom.identity), condition)
            if isinstance(atom, Symbol) and atom.preset
            else (atom, condition)
            for atom, condition in value
        )

    def function(self, node: ast.AST, frames: Iterable[object]) -> Symbol:
        """The value of a `def` or `lambda` inside the function under analysis, with the scopes it was defined in."""
        symbol = self.symbol(("function", id(node)), "function")
        symbol.defined = Defined(node, tuple(frames))
        return symbol

    def instance(self, node: ast.AST, frames: Iterable[object], is_true: bool) -> Symbol:
        """A new object of a class inside the function under analysis."""
        made = self.fresh("object")
        made.defined = Defined(node, tuple(frames))
        return self.where(made, TRUE) if is_true else made

    def where(self, symbol: Symbol, truth: int) -> Symbol:
        """The symbol, of which it is known when it is true."""
        if symbol.truth is None:
            symbol.truth = truth
        return symbol

    def known(self, value: Value, otherwise: Value) -> Value:
        """A value, or another one where nothing is known of it."""
        return self.union((otherwise if _is_unknown(atom) else singleton(atom), condition) for atom, condition in value)

    def whole(self, minimum: int | None = None, maximum: int | None = None) -> Symbol:
        """An unknown whole number: not smaller, or not larger, or any."""
        made = self.fresh("int")
        if minimum is not None:
            made.points = [((float(minimum), 0), FALSE)]
        elif maximum is not None:
            made.points = [((float(maximum + 1), 0), TRUE)]
        return made

    def difference(self, a: Symbol, b: Symbol, differ: Callable[[], int], dispatch: bool) -> Symbol:
        """`a - b`, a whole number; `differ`: the condition under which it is not zero, where that was not asked."""
        found = self.symbol(("difference", a, b), "int", dispatch=dispatch)
        if not found.points:
            found.settle(differ())
            negative = self.bdd.and_(self.choice(found), self.truth(found))
            found.points = [((0.0, 0), negative), ((1.0, 0), self.bdd.or_(negative, self.bdd.not_(self.truth(found))))]
        return found

    def derived(
        self,
        head: Hashable,
        operands: tuple[Value, ...],
        kind: str = "any",
        dispatch: bool = False,
        one: bool = False,
    ) -> Value:
        """The symbol for an operation on values; where they are alternatives, that for each combination of them.

        `one`: where unions keep no more than one symbol, it is one for the operands as they are: more is known of it.
        """
        if all(len(operand) == 1 for operand in operands):
            return singleton(self._derived(head, [operand[0][0] for operand in operands], kind, dispatch))
        together = one and self._merged
        spread = (not together and self._combinations(operands)) or [(operands, TRUE)]
        return self.union((singleton(self._derived(head, atoms, kind, dispatch)), when) for atoms, when in spread)

    def _combinations(self, operands: tuple[Value, ...]) -> list[tuple[Sequence[Atom | Value], int]]:
        """One alternative of each operand and when they are met, for few; of more, the later ones stay together."""
        bdd = self.bdd
        parts: list[tuple[Sequence[Atom | Value], int]] = [((), TRUE)]
        for operand in operands:
            if len(parts) * len(operand) > MAX_SPREAD:
                parts = [([*atoms, operand], when) for atoms, when in parts]
                continue
            parts = [
                ([*atoms, atom], both)
                for atoms, when in parts
                for atom, condition in operand
                if (both := bdd.and_(when, condition)) != FALSE
            ]
        return parts

    def _derived(self, head: Hashable, operands: Sequence[Atom | Value], kind: str, dispatch: bool) -> Symbol:
        first, *rest = map(_undeclared, operands)
        atoms = [atom for each in operands for atom in (each if isinstance(each, tuple) else ((each, TRUE),))]
        inherits = dispatch or any(isinstance(atom, Symbol) and atom.dispatch for atom, _ in atoms)
        others = tuple(each if isinstance(each, tuple) else singleton(each) for each in rest)
        return self.symbol((head, first, others), kind, dispatch=inherits)

    def identity(self, value: Value) -> Value:
        """The objects themselves, whatever they contain by now."""
        if len(value) == 1:
            atom = value[0][0]
            return singleton(atom.identity) if isinstance(atom, Symbol) and atom.kind == "content" else value
        return self.union(
            (singleton(atom.identity if isinstance(atom, Symbol) else atom), condition) for atom, condition in value
        )

    # -- values ------------------------------------------------------------------------------------------

    def boolean(self, condition: int) -> Value:
        if condition == TRUE:
            return singleton(YES)
        if condition == FALSE:
            return singleton(NO)
        return ((YES, condition), (NO, self.bdd.not_(condition)))

    def union(self, parts: Iterable[tuple[Value, int]]) -> Value:
        """The value that is each of these where its condition holds."""
        bdd = self.bdd
        parts = [each for each in parts if each[1] != FALSE]
        if parts and len(parts[0][0]) == 1:
            same = parts[0][0][0]
            if same[1] == TRUE and all(len(value) == 1 and value[0] == same for value, _ in parts):
                return singleton(same[0])
        merged: dict[Atom, int] = {}
        for value, when in parts:
            for atom, condition in value:
                both = bdd.and_(condition, when)
                if both != FALSE:
                    merged[atom] = bdd.or_(merged.get(atom, FALSE), both)
        if len(merged) == 1:
            return singleton(next(iter(merged)))
        value = tuple(merged.items())
        if self._merged:
            value = self._one_unknown(value)
            if len(value) == 1:
                return singleton(value[0][0])
        return value if len(value) <= MAX_UNION else self._fewer(value)

    def _fewer(self, value: Value) -> Value:
        """One symbol for all alternatives of which the same is known: that they are true, that they are not None."""
        groups: dict[Hashable, list[tuple[Atom, int]]] = {}
        for atom, condition in value:
            groups.setdefault(_group(atom), []).append((atom, condition))
        parts: list[tuple[Value, int]] = []
        for group, members in groups.items():
            if len(members) == 1:
                parts.append((singleton(members[0][0]), members[0][1]))
                continue
            dispatch = any(isinstance(atom, Symbol) and atom.dispatch for atom, _ in members)
            kind = "object" if group == "false" else str(group)
            symbol = self.symbol((UNION, tuple(members)), kind, dispatch=dispatch)
            if group == "false":
                symbol.truth = FALSE
            rest = FALSE
            for _, condition in members:
                rest = self.bdd.or_(rest, condition)
            parts.append((singleton(symbol), rest))
        return self.union(parts) if len(parts) < len(value) else value

    def _one_unknown(self, value: Value) -> Value:
        """Makes one symbol of all unknowns: where a function is too large to tell them apart."""
        unknown: list[tuple[Symbol, int]] = []
        known: list[tuple[Atom, int]] = []
        for atom, condition in value:
            if isinstance(atom, Symbol) and atom.node is None:
                unknown.append((atom, condition))
            else:
                known.append((atom, condition))
        if len(unknown) < 2:
            return value
        kind = "any" if any(atom.kind in ("any", "content") for atom, _ in unknown) else "object"
        dispatch = any(atom.dispatch for atom, _ in unknown)
        rest = FALSE
        for _, condition in unknown:
            rest = self.bdd.or_(rest, condition)
        return (*known, (self.symbol((UNION, tuple(unknown)), kind, dispatch=dispatch), rest))

    def test(self, value: Value, fact: Callable[[Atom], int]) -> int:
        """The condition under which a fact holds of a value."""
        if len(value) == 1:
            return fact(value[0][0])
        bdd = self.bdd
        result = FALSE
        for atom, condition in value:
            result = bdd.or_(result, bdd.and_(condition, fact(atom)))
        return result


def alternatives(objects: Iterable[Symbol]) -> set[Symbol]:
    """The objects that symbols for one of several stand for."""
    found: set[Symbol] = set()
    work = [*objects]
    while work:
        key = work.pop().key
        if isinstance(key, tuple) and key[0] == UNION:
            new = {atom.identity for atom, _ in key[1] if isinstance(atom, Symbol)} - found
            found |= new
            work += new
    return found


def _group(atom: Atom) -> Hashable:
    """What is known of an alternative: itself, a kind of symbol, or that it is true or false and not None."""
    if isinstance(atom, Const):
        value = atom.value
        return value if value is None or isinstance(value, bool) else "true" if value else "false"
    if atom.node is not None:
        return atom
    return atom.kind if atom.kind in ("true", "any") else "any" if atom.kind == "content" else "object"


def value_at(values: Values, stored: Mapping[str, Value], key: str, dispatch: bool = False) -> Value:
    """The value of a variable or a path; a symbol of its own where nothing is stored under it."""
    found = stored.get(key)
    if found is not None:
        return found
    root, dot, rest = key.partition(".")
    if not dot:
        return singleton(values.symbol(("name", key), dispatch=dispatch))
    value = value_at(values, stored, root)
    for attribute in rest.split("."):
        value = values.derived(("attribute", attribute), (values.identity(value),))
    return value


def _is_unknown(atom: Atom) -> bool:
    return isinstance(atom, Symbol) and atom.kind == "any" and isinstance(atom.key, tuple) and atom.key[0] == "fresh"


def _undeclared(operand: Atom | Value) -> Atom | Value:
    """An operand without what an annotation says of it."""
    if isinstance(operand, tuple):
        return tuple((each.undeclared if isinstance(each, Symbol) else each, when) for each, when in operand)
    return operand.undeclared if isinstance(operand, Symbol) else operand
