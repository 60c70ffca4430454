"""Abstract values, and what is known of them: truth, None, equality with constants, order.

A value is a *guarded union*: pairs (atom, condition), disjoint, covering every path that is alive. An atom is
either a constant or a symbol (an unknown that stays the same as long as it is the same symbol). So a flag
*is* its condition: after `done = False` / `if a: done = True`, the name `done` is {True: a, False: not a},
and its truth is a.

The facts about one symbol are built into the encoding of its conditions, not added as constraints: every
assignment of variables is a possible world, so satisfiable means reachable.
"""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass

from nsa_lint.analysis.bdd import FALSE, TRUE, Bdd


@dataclass(frozen=True, slots=True, eq=False)
class Const:
    """A constant of the program. 1, 1.0 and True are equal, and not the same."""

    value: Hashable

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Const) and type(self.value) is type(other.value) and self.value == other.value

    def __hash__(self) -> int:
        return hash((type(self.value), self.value))


class Symbol:
    """An unknown. Two reads give the same symbol only if no rebinding can have changed what they give.

    `kind`: "any"; "bool"; "int"; "object" (never None); "true" (never None, always truthy);
    "length" (`of` is what is measured); "content" (`of` after an in-place change: new truth and length,
    the same object otherwise); "function" (defined inside the function under analysis).
    """

    __slots__ = ("key", "kind", "of", "dispatch", "node", "frames", "preset", "truth", "none", "equal", "points")

    def __init__(self, key: Hashable, kind: str = "any", of: Symbol | None = None, dispatch: bool = False) -> None:
        self.key = key
        self.kind = kind
        self.of = of
        self.dispatch = dispatch
        self.node: ast.AST | None = None  # kind "function": its definition, and the frames it was defined in
        self.frames: tuple[object, ...] = ()
        self.preset = False  # whether the truth is known because nobody else has the object
        self.truth: int | None = None
        self.none: int | None = None
        self.equal: dict[Hashable, int] = {}
        self.points: list[tuple[tuple[float, int], int]] = []  # sorted: (threshold, condition of being below it)

    @property
    def identity(self) -> Symbol:
        """What stays the same when the contents change in place."""
        return self.of.identity if self.kind == "content" and self.of is not None else self

    def mark_dispatch(self) -> None:
        """A test compares this with something that makes the test a dispatch: so do all its later tests."""
        self.dispatch = True


Atom = Const | Symbol
Value = tuple[tuple[Atom, int], ...]

NONE = Const(None)
YES = Const(True)
NO = Const(False)
_LARGEST = 1e15  # larger numbers are constants like any other: no order, no rounding
MAX_UNION = 12  # more alternatives than this become one opaque symbol


def singleton(atom: Atom) -> Value:
    return ((atom, TRUE),)


class Values:
    """The symbols of one analysis, and the conditions under which something is true of them."""

    def __init__(self, bdd: Bdd, merged: bool = False) -> None:
        """`merged`: unions keep no more than one symbol."""
        self.bdd = bdd
        self._merged = merged
        self._dispatch: set[int] = set()  # variables that come from a dispatch guard
        self._symbols: dict[Hashable, Symbol] = {}
        self._fresh = 0
        self._smaller: dict[frozenset[Atom], Atom] = {}

    # -- symbols -----------------------------------------------------------------------------------------

    def symbol(self, key: Hashable, kind: str = "any", of: Symbol | None = None, dispatch: bool = False) -> Symbol:
        found = self._symbols.get(key)
        if found is None:
            found = self._symbols[key] = Symbol(key, kind, of, dispatch)
        return found

    def fresh(self, kind: str = "any", of: Symbol | None = None, dispatch: bool = False) -> Symbol:
        self._fresh += 1
        return Symbol(("fresh", self._fresh), kind, of, dispatch)

    def contents(self, kind: str, truth: int | None, of: Symbol | None = None) -> Symbol:
        """An object of our own, or its new contents; `truth` where it is known."""
        made = self.fresh(kind, of)
        if truth is not None:
            made.truth, made.preset = truth, True
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
        symbol.node, symbol.frames = node, tuple(frames)
        return symbol

    def at_least(self, minimum: int) -> Symbol:
        """An unknown whole number that is not smaller."""
        made = self.fresh("int")
        made.points = [((float(minimum), 0), FALSE)]
        return made

    def derived(self, head: Hashable, operands: tuple[Value, ...], kind: str = "any", dispatch: bool = False) -> Value:
        """The symbol for an operation on values; spread over the alternatives of its first operand."""
        first, rest = operands[0], operands[1:]
        dispatch = dispatch or any(isinstance(atom, Symbol) and atom.dispatch for value in rest for atom, _ in value)
        if len(first) > 4:
            return singleton(self.symbol((head, operands), kind, dispatch=dispatch))
        spread = []
        for atom, condition in first:
            inherits = dispatch or (isinstance(atom, Symbol) and atom.dispatch)
            symbol = self.symbol((head, atom, rest), kind, dispatch=inherits)
            spread.append((singleton(symbol), condition))
        return spread[0][0] if len(spread) == 1 else self.union(spread)

    def identity(self, value: Value) -> Value:
        """The objects themselves, whatever they contain by now."""
        if len(value) == 1:
            atom = value[0][0]
            return singleton(atom.identity) if isinstance(atom, Symbol) and atom.kind == "content" else value
        return self.union(
            (singleton(atom.identity if isinstance(atom, Symbol) else atom), condition) for atom, condition in value
        )

    def choice(self, symbol: Symbol | None = None, dispatch: bool = False) -> int:
        """A new free variable; marked as dispatch where the symbol is."""
        made = self.bdd.variable()
        if dispatch or (symbol is not None and symbol.dispatch):
            self._dispatch.add(self.bdd.index(made))
        return made

    def is_dispatch(self, condition: int) -> bool:
        return bool(self._dispatch) and not self._dispatch.isdisjoint(self.bdd.support(condition))

    def smaller(self, a: Atom, b: Atom) -> Atom:
        """Of two unknowns the one that their `<` tests to be the smaller: one choice says which is."""
        return self._smaller.setdefault(frozenset((a, b)), a)

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
        merged: dict[Atom, int] = {}
        for value, when in parts:
            if when == FALSE:
                continue
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
        if len(value) > MAX_UNION:
            dispatch = any(isinstance(atom, Symbol) and atom.dispatch for atom, _ in value)
            return singleton(self.symbol(("union", value), dispatch=dispatch))
        return value

    def _one_unknown(self, value: Value) -> Value:
        """Makes one symbol of all unknowns: where a function is too large to tell them apart."""
        unknown: list[tuple[Symbol, int]] = []
        known: list[tuple[Atom, int]] = []
        for atom, condition in value:
            if isinstance(atom, Symbol) and atom.kind != "function":
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
        return (*known, (self.symbol(("union", tuple(unknown)), kind, dispatch=dispatch), rest))

    def test(self, value: Value, fact: Callable[[Atom], int]) -> int:
        """The condition under which a fact holds of a value."""
        if len(value) == 1:
            return fact(value[0][0])
        bdd = self.bdd
        result = FALSE
        for atom, condition in value:
            result = bdd.or_(result, bdd.and_(condition, fact(atom)))
        return result

    # -- facts -------------------------------------------------------------------------------------------

    def truth(self, atom: Atom) -> int:
        if isinstance(atom, Const):
            return TRUE if atom.value else FALSE
        if atom.truth is None:
            if atom.kind in ("true", "function"):
                atom.truth = TRUE
            elif atom.kind == "int":
                atom.truth = self.bdd.or_(self.below(atom, (0, 0)), self.bdd.not_(self.below(atom, (1, 0))))
            elif atom.kind == "length" and atom.of is not None:
                atom.truth = self.truth(atom.of)
            else:
                atom.truth = self.choice(atom)
        return atom.truth

    def is_none(self, atom: Atom) -> int:
        if isinstance(atom, Const):
            return TRUE if atom.value is None else FALSE
        if atom.none is None:
            atom.none = self._equal_plain(atom, None, False) if atom.kind == "any" else FALSE
        return atom.none

    def equals(self, atom: Atom, constant: Hashable) -> int:
        """The condition under which `atom == constant`."""
        if isinstance(atom, Const):
            try:
                return TRUE if atom.value == constant else FALSE
            except Exception:  # a comparison of odd constants never takes the checker down
                return self.choice()
        if constant is None:
            return self.is_none(atom)
        if atom.kind == "content" and atom.of is not None and atom.of.kind != "object":
            atom = atom.identity
        found = atom.equal.get(constant)
        if found is None:
            found = atom.equal[constant] = self._equal(atom, constant)
        return found

    def is_same(self, atom: Atom, constant: Hashable) -> int:
        """The condition under which `atom is constant`; for True and False less than being equal."""
        if isinstance(atom, Const):
            return TRUE if atom == Const(constant) else FALSE
        equal = self.equals(atom, constant)
        if not isinstance(constant, bool) or atom.kind == "bool":
            return equal
        return self.bdd.and_(equal, self.truth(self.symbol(("is", atom.identity, constant), "bool")))

    def _equal(self, atom: Symbol, constant: Hashable) -> int:
        bdd = self.bdd
        number = isinstance(constant, (int, float)) and abs(constant) < _LARGEST
        if atom.kind == "bool":
            if not number or constant not in (0, 1):
                return FALSE
            return self.truth(atom) if constant else bdd.not_(self.truth(atom))
        if atom.kind in ("int", "length") and not number:
            return FALSE
        if atom.kind in ("function", "true") and (constant is False or not constant):
            return FALSE
        if number and (constant or atom.kind in ("int", "length")):
            point = (float(constant), 0)  # type: ignore[arg-type]
            exactly = bdd.minus(self.below(atom, _after(point)), self.below(atom, point))
            for other, condition in atom.equal.items():
                if not isinstance(other, (int, float)):
                    exactly = bdd.minus(exactly, condition)
            return bdd.and_(exactly, self.truth(atom)) if constant else exactly
        return self._equal_plain(atom, constant, bool(constant))

    def _equal_plain(self, atom: Symbol, constant: Hashable, truthy: bool) -> int:
        """One more value among those that exclude each other: a new choice that the earlier ones overrule."""
        bdd = self.bdd
        truth = self.truth(atom)
        result = bdd.and_(truth if truthy else bdd.not_(truth), self.choice(atom))
        known = list(atom.equal.items())
        if atom.none is not None:
            known.append((None, atom.none))
        for other, condition in known:
            if bool(other) == truthy:
                result = bdd.minus(result, condition)
        return result

    def below(self, atom: Symbol, point: tuple[float, int]) -> int:
        """The condition under which `atom < point[0]` (`<=` where point[1] is 1).

        Thresholds of one symbol are kept in order and each new one is put between its neighbours:
        below(a) implies below(b) for a <= b, by construction.
        """
        point = _whole(point)
        if not atom.points:
            self._first_points(atom)
        at = bisect_left(atom.points, (point, -1))
        if at < len(atom.points) and atom.points[at][0] == point:
            return atom.points[at][1]
        bdd = self.bdd
        under = atom.points[at - 1][1] if at else FALSE
        over = atom.points[at][1] if at < len(atom.points) else TRUE
        made = under if under == over else bdd.or_(under, bdd.and_(self.choice(atom), over))
        atom.points.insert(at, (point, made))
        return made

    def _first_points(self, atom: Symbol) -> None:
        bdd = self.bdd
        if atom.kind == "length" and atom.of is not None:
            atom.points = [((0.0, 0), FALSE), ((1.0, 0), bdd.not_(self.truth(atom)))]
        elif atom.kind == "int":
            negative = self.choice(atom)
            atom.points = [((0.0, 0), negative), ((1.0, 0), bdd.or_(negative, self.choice(atom)))]
        else:  # what compares with numbers is a number: false exactly at zero
            truth = self.truth(atom)
            negative = bdd.and_(self.choice(atom), truth)
            atom.points = [((0.0, 0), negative), ((1.0, 0), bdd.or_(negative, bdd.not_(truth)))]


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


def _whole(point: tuple[float, int]) -> tuple[float, int]:
    """`<= 3` is `< 4`: whole numbers compare as integers."""
    value, closed = point
    return (value + 1, 0) if closed and float(value).is_integer() else (float(value), closed)


def _after(point: tuple[float, int]) -> tuple[float, int]:
    return _whole((point[0], 1))
