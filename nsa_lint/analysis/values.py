"""Abstract values, and what is known of them: truth, None, equality with constants, order.

A value is a *guarded union*: pairs (what, condition), disjoint, covering every path that is alive. What is
either a constant or a symbol (an unknown that stays the same as long as it is the same symbol). So a flag
*is* its condition: after `done = False` / `if a: done = True`, the name `done` is {True: a, False: not a},
and its truth is a.

The facts about one symbol are built into the encoding of its conditions, not added as constraints: every
assignment of variables is a possible world, so satisfiable means reachable.
"""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from nsa_lint.analysis.bdd import FALSE, TRUE, Conditions


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


What = Const | Symbol
Value = tuple[tuple[What, int], ...]

NONE = Const(None)
YES = Const(True)
NO = Const(False)
_LARGEST = 1e15  # larger numbers are constants like any other: no order, no rounding
MAX_UNION = 12  # more alternatives than this become one opaque symbol


def one(what: What) -> Value:
    return ((what, TRUE),)


class Facts:
    """The symbols of one analysis, and the conditions under which something is true of them."""

    def __init__(self, conditions: Conditions) -> None:
        self.conditions = conditions
        self.dispatch: set[int] = set()  # variables that come from a dispatch guard
        self.plain = False  # whether unions keep no more than one symbol
        self._symbols: dict[Hashable, Symbol] = {}
        self._fresh = 0
        self.ordered: dict[frozenset[What], What] = {}  # of two unknowns: the one that "<" asks to be the smaller

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
        if not any(isinstance(what, Symbol) and what.preset for what, _ in value):
            return value
        return tuple(
            (self.contents("content", None, what.identity), condition)
            if isinstance(what, Symbol) and what.preset
            else (what, condition)
            for what, condition in value
        )

    def choice(self, symbol: Symbol | None = None) -> int:
        """A new free variable; marked as dispatch where the symbol is."""
        made = self.conditions.variable()
        if symbol is not None and symbol.dispatch:
            self.dispatch.add(self.conditions.index(made))
        return made

    def is_dispatch(self, condition: int) -> bool:
        return bool(self.dispatch) and not self.dispatch.isdisjoint(self.conditions.support(condition))

    # -- values ------------------------------------------------------------------------------------------

    def boolean(self, condition: int) -> Value:
        if condition == TRUE:
            return one(YES)
        if condition == FALSE:
            return one(NO)
        return ((YES, condition), (NO, self.conditions.not_(condition)))

    def union(self, parts: Iterable[tuple[Value, int]]) -> Value:
        """The value that is each of these where its condition holds."""
        conditions = self.conditions
        merged: dict[What, int] = {}
        for value, when in parts:
            if when == FALSE:
                continue
            for what, condition in value:
                both = conditions.and_(condition, when)
                if both != FALSE:
                    merged[what] = conditions.or_(merged.get(what, FALSE), both)
        if len(merged) == 1:
            return one(next(iter(merged)))
        value = tuple(merged.items())
        if self.plain:
            value = self._plain(value)
            if len(value) == 1:
                return one(value[0][0])
        if len(value) > MAX_UNION:
            dispatch = any(isinstance(what, Symbol) and what.dispatch for what, _ in value)
            return one(self.symbol(("union", value), dispatch=dispatch))
        return value

    def _plain(self, value: Value) -> Value:
        """Makes one symbol of all unknowns: where a function is too large to tell them apart."""
        unknown: list[tuple[Symbol, int]] = []
        known: list[tuple[What, int]] = []
        for what, condition in value:
            if isinstance(what, Symbol) and what.kind != "function":
                unknown.append((what, condition))
            else:
                known.append((what, condition))
        if len(unknown) < 2:
            return value
        kind = "any" if any(what.kind in ("any", "content") for what, _ in unknown) else "object"
        dispatch = any(what.dispatch for what, _ in unknown)
        rest = FALSE
        for _, condition in unknown:
            rest = self.conditions.or_(rest, condition)
        return (*known, (self.symbol(("union", tuple(unknown)), kind, dispatch=dispatch), rest))

    def test(self, value: Value, fact: Callable[[What], int]) -> int:
        """The condition under which a fact holds of a value."""
        if len(value) == 1:
            return fact(value[0][0])
        conditions = self.conditions
        result = FALSE
        for what, condition in value:
            result = conditions.or_(result, conditions.and_(condition, fact(what)))
        return result

    # -- facts -------------------------------------------------------------------------------------------

    def truth(self, what: What) -> int:
        if isinstance(what, Const):
            return TRUE if what.value else FALSE
        if what.truth is None:
            if what.kind in ("true", "function"):
                what.truth = TRUE
            elif what.kind == "int":
                what.truth = self.conditions.or_(
                    self.below(what, (0, 0)), self.conditions.not_(self.below(what, (1, 0)))
                )
            elif what.kind == "length" and what.of is not None:
                what.truth = self.truth(what.of)
            else:
                what.truth = self.choice(what)
        return what.truth

    def is_none(self, what: What) -> int:
        if isinstance(what, Const):
            return TRUE if what.value is None else FALSE
        if what.none is None:
            what.none = self._equal_plain(what, None, False) if what.kind == "any" else FALSE
        return what.none

    def equals(self, what: What, constant: Hashable) -> int:
        """The condition under which `what == constant`."""
        if isinstance(what, Const):
            try:
                return TRUE if what.value == constant else FALSE
            except Exception:  # a comparison of odd constants never takes the checker down
                return self.choice()
        if constant is None:
            return self.is_none(what)
        if what.kind == "content" and what.of is not None and what.of.kind != "object":
            what = what.identity
        found = what.equal.get(constant)
        if found is None:
            found = what.equal[constant] = self._equal(what, constant)
        return found

    def is_same(self, what: What, constant: Hashable) -> int:
        """The condition under which `what is constant`; for True and False less than being equal."""
        if isinstance(what, Const):
            return TRUE if what == Const(constant) else FALSE
        equal = self.equals(what, constant)
        if not isinstance(constant, bool) or what.kind == "bool":
            return equal
        return self.conditions.and_(equal, self.truth(self.symbol(("is", what.identity, constant), "bool")))

    def _equal(self, what: Symbol, constant: Hashable) -> int:
        conditions = self.conditions
        number = isinstance(constant, (int, float)) and abs(constant) < _LARGEST
        if what.kind == "bool":
            if not number or constant not in (0, 1):
                return FALSE
            return self.truth(what) if constant else conditions.not_(self.truth(what))
        if what.kind in ("int", "length") and not number:
            return FALSE
        if what.kind in ("function", "true") and (constant is False or not constant):
            return FALSE
        if number and (constant or what.kind in ("int", "length")):
            point = (float(constant), 0)  # type: ignore[arg-type]
            exactly = conditions.minus(self.below(what, _after(point)), self.below(what, point))
            for other, condition in what.equal.items():
                if not isinstance(other, (int, float)):
                    exactly = conditions.minus(exactly, condition)
            return conditions.and_(exactly, self.truth(what)) if constant else exactly
        return self._equal_plain(what, constant, bool(constant))

    def _equal_plain(self, what: Symbol, constant: Hashable, truthy: bool) -> int:
        """One more value among those that exclude each other: a new choice that the earlier ones overrule."""
        conditions = self.conditions
        truth = self.truth(what)
        result = conditions.and_(truth if truthy else conditions.not_(truth), self.choice(what))
        known = list(what.equal.items())
        if what.none is not None:
            known.append((None, what.none))
        for other, condition in known:
            if bool(other) == truthy:
                result = conditions.minus(result, condition)
        return result

    def below(self, what: Symbol, point: tuple[float, int]) -> int:
        """The condition under which `what < point[0]` (`<=` where point[1] is 1).

        Thresholds of one symbol are kept in order and each new one is put between its neighbours:
        below(a) implies below(b) for a <= b, by construction.
        """
        point = _whole(point)
        if not what.points:
            self._first_points(what)
        at = bisect_left(what.points, (point, -1))
        if at < len(what.points) and what.points[at][0] == point:
            return what.points[at][1]
        conditions = self.conditions
        under = what.points[at - 1][1] if at else FALSE
        over = what.points[at][1] if at < len(what.points) else TRUE
        made = under if under == over else conditions.or_(under, conditions.and_(self.choice(what), over))
        what.points.insert(at, (point, made))
        return made

    def _first_points(self, what: Symbol) -> None:
        conditions = self.conditions
        if what.kind == "length" and what.of is not None:
            what.points = [((0.0, 0), FALSE), ((1.0, 0), conditions.not_(self.truth(what)))]
        elif what.kind == "int":
            negative = self.choice(what)
            what.points = [((0.0, 0), negative), ((1.0, 0), conditions.or_(negative, self.choice(what)))]
        else:  # what compares with numbers is a number: false exactly at zero
            truth = self.truth(what)
            negative = conditions.and_(self.choice(what), truth)
            what.points = [((0.0, 0), negative), ((1.0, 0), conditions.or_(negative, conditions.not_(truth)))]


def _whole(point: tuple[float, int]) -> tuple[float, int]:
    """`<= 3` is `< 4`: whole numbers compare as integers."""
    value, closed = point
    return (value + 1, 0) if closed and float(value).is_integer() else (float(value), closed)


def _after(point: tuple[float, int]) -> tuple[float, int]:
    return _whole((point[0], 1))
