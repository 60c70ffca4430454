"""What is known of values under one analysis: truth, None, equality with constants, order.

The facts about one symbol are built into the encoding of its conditions, not added as constraints: every
assignment of variables is a possible world, so satisfiable means reachable.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable

from nsa_lint.analysis.bdd import FALSE, TRUE, Bdd
from nsa_lint.analysis.values import (
    Atom,
    Const,
    Order,
    Point,
    Symbol,
    TrueWhere,
    Value,
)
from nsa_lint.syntax import builtin_classes as classes
from nsa_lint.syntax.constants import Member

_LARGEST = 1e15  # larger numbers are constants like any other: no order, no rounding


class Facts:
    """The symbols of one analysis, and the conditions under which something is true of them."""

    def __init__(self, bdd: Bdd) -> None:
        self.bdd = bdd
        self._dispatch: set[int] = set()  # variables that come from a dispatch guard
        self._modes: set[int] = set()  # conditions under which a followed function returns one or another mode
        self._unread: set[int] = set()  # variables that come from a read that has failed
        self._has_unread = False
        self._symbols: dict[Hashable, Symbol] = {}
        self._fresh = 0
        self._smaller: dict[frozenset[Atom], Atom] = {}
        self._true_where: dict[Symbol, TrueWhere] = {}  # truth that follows from what a symbol is computed from
        self._failures: dict[Hashable, int] = {}

    def symbol(self, key: Hashable, kind: str = "any", of: Symbol | None = None, dispatch: bool = False) -> Symbol:
        found = self._symbols.get(key)
        if found is None:
            found = self._symbols[key] = Symbol(key, kind, of, dispatch)
            found.unread = self._has_unread and _mentions_unread(key)
        return found

    def fresh(self, kind: str = "any", of: Symbol | None = None, dispatch: bool = False) -> Symbol:
        self._fresh += 1
        return Symbol(("fresh", self._fresh), kind, of, dispatch)

    def unread(self) -> Symbol:
        """What a read that has failed would have given."""
        made = self.fresh()
        made.unread = self._has_unread = True
        return made

    def read(self, condition: int) -> int:
        """Where a condition holds whatever the reads that have failed would have given."""
        if not self._unread or self._unread.isdisjoint(self.bdd.support(condition)):
            return condition
        return self.bdd.whatever(condition, self._unread)

    def choice(self, symbol: Symbol | None = None, dispatch: bool = False) -> int:
        """A new free variable; marked as dispatch where the symbol is."""
        made = self.bdd.variable()
        if dispatch or (symbol is not None and symbol.dispatch):
            self._dispatch.add(self.bdd.index(made))
        if symbol is not None and symbol.unread:
            self._unread.add(self.bdd.index(made))
        return made

    def failure(self, head: Hashable, of: Value, make: bool) -> int | None:
        """Where an operation on a value fails: each time, as long as it is the same value; None where it was not made.

        It is made where somebody evaluates the operation again after it has failed.
        """
        key = (head, of)
        if make and key not in self._failures:
            self._failures[key] = self.choice()
        return self._failures.get(key)

    @property
    def has_failures(self) -> bool:
        """Whether any was made."""
        return bool(self._failures)

    def note_modes(self, value: Value) -> None:
        """A function chose between constants: a test of what it chose is no dispatch, whatever it chose by."""
        if len(value) > 1 and not any(isinstance(atom, Symbol) or isinstance(atom.value, bool) for atom, _ in value):
            self._modes.update(condition for _, condition in value)

    def guards_of(self, condition: int) -> frozenset[int]:
        """The variables of dispatch guards that a condition asks."""
        if condition in self._modes or self.bdd.not_(condition) in self._modes:
            return frozenset()
        return self.bdd.support(condition) & self._dispatch if self._dispatch else frozenset()

    def smaller(self, a: Atom, b: Atom) -> Atom:
        """Of two unknowns the one that their `<` tests to be the smaller: one choice says which is."""
        return self._smaller.setdefault(frozenset((a, b)), a)

    # -- facts -------------------------------------------------------------------------------------------

    def let_be_true(self, atom: Symbol, where: TrueWhere) -> None:
        """Where a symbol is true, if something asks for it."""
        self._true_where[atom] = where

    def truth(self, atom: Atom) -> int:
        if isinstance(atom, Const):
            return TRUE if atom.value else FALSE
        if atom.truth is None:
            if atom.among is not None:
                atom.truth = self.bdd.not_(self._one_of(atom, lambda value: not value))
            elif atom.kind in ("true", "function"):
                atom.truth = TRUE
            elif atom.kind == "int":
                atom.truth = self.bdd.or_(self.below(atom, (0, 0)), self.bdd.not_(self.below(atom, (1, 0))))
            elif atom.kind == "length" and atom.of is not None:
                atom.truth = self.truth(atom.of)
            else:
                follows = self._true_where.get(atom)
                atom.truth = self.choice(atom) if follows is None else follows(self, atom)
        return atom.truth

    def is_none(self, atom: Atom) -> int:
        if isinstance(atom, Const):
            return TRUE if atom.value is None else FALSE
        if atom.among is not None:
            return self._one_of(atom, lambda value: value is None)
        if atom.none is None:
            atom.none = self._equal_plain(atom, None, False) if atom.kind == "any" else FALSE
        return atom.none

    def settle_none(self, atom: Symbol) -> None:
        """It is true where it is not None."""
        if atom.none is None:
            atom.none = self.bdd.not_(self.truth(atom))

    def equals(self, atom: Atom, constant: Hashable) -> int:
        """The condition under which `atom == constant`."""
        if isinstance(atom, Const):
            try:
                return TRUE if atom.value == constant else FALSE
            except Exception:  # a comparison of odd constants never takes the checker down
                return self.choice()
        if constant is None:
            return self.is_none(atom)
        if isinstance(constant, Member) and constant.mixed:
            constant = constant.value
        if atom.among is not None:
            return self._one_of(atom, lambda value: value == constant)
        if atom.kind == "content" and atom.of is not None and atom.of.kind != "object":
            atom = atom.identity
        found = atom.equal.get(constant)
        if found is None:
            found = atom.equal[constant] = self._equal(atom, constant)
        return found

    def _of_its_class(self, atom: Symbol, constant: Hashable, equal: int) -> int:
        """What equals a constant is of its class, and of none that excludes it."""
        for name, condition in atom.classes.items():
            if not classes.may_equal(name, constant):
                equal = self.bdd.minus(equal, condition)
            elif classes.is_implied(name, constant):
                equal = self.bdd.and_(equal, condition)
        return equal

    def _one_of(self, atom: Symbol, holds: Callable[[Hashable], bool]) -> int:
        """The condition under which what a symbol can be is a value of which this holds."""
        bdd = self.bdd
        result = FALSE
        assert atom.among is not None
        for value in filter(holds, atom.among):
            result = bdd.or_(result, self._exactly(atom, value))
        return result

    def _exactly(self, atom: Symbol, value: Hashable) -> int:
        """That a symbol is this one of the values that it can be: a new choice, unless it is the last of them."""
        found = atom.equal.get(Const(value))
        if found is None:
            assert atom.among is not None
            found = TRUE
            for other in atom.equal.values():
                found = self.bdd.minus(found, other)
            if len(atom.equal) < len(atom.among) - 1:
                found = self.bdd.and_(found, self.choice(atom))
            atom.equal[Const(value)] = found
        return found

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
            exactly = self._of_its_class(atom, constant, exactly)
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
        return self._of_its_class(atom, constant, result)

    def computed(self, key: Hashable, operand: Atom, order: Order, kind: str = "int") -> Symbol:
        """A number that is computed from another, and is ordered as that says."""
        made = self.symbol(key, kind, dispatch=isinstance(operand, Symbol) and operand.dispatch)
        made.order = order
        return made

    def below(self, atom: Symbol, point: Point) -> int:
        """The condition under which `atom < point[0]` (`<=` where point[1] is 1).

        Thresholds of one symbol are kept in order and each new one is put between its neighbours:
        below(a) implies below(b) for a <= b, by construction.
        """
        point = _whole(point)
        if atom.among is not None:
            return self._one_of(atom, lambda value: _is_below(value, point))
        if atom.order is not None:
            return atom.order(self, point)
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

    def atom_below(self, atom: Atom, point: Point) -> int:
        """As `below`, of constants too; what is no number is not."""
        if isinstance(atom, Symbol):
            return self.below(atom, point)
        return TRUE if isinstance(atom.value, (int, float)) and _is_below(atom.value, point) else FALSE

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


def _mentions_unread(key: Hashable) -> bool:
    """Whether the key of a symbol is made from what a failed read would have given."""
    if isinstance(key, Symbol):
        return key.unread
    return isinstance(key, (tuple, frozenset)) and any(map(_mentions_unread, key))


def _whole(point: tuple[float, int]) -> tuple[float, int]:
    """`<= 3` is `< 4`: whole numbers compare as integers."""
    value, closed = point
    return (value + 1, 0) if closed and float(value).is_integer() else (float(value), closed)


def _is_below(value: Hashable, point: tuple[float, int]) -> bool:
    if not isinstance(value, (int, float)):
        return False
    return value <= point[0] if point[1] else value < point[0]


def _after(point: tuple[float, int]) -> tuple[float, int]:
    return _whole((point[0], 1))
