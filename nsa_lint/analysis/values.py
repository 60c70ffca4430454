"""Abstract values: constants, and symbols that stand for what is not known.

A value is a *guarded union*: pairs (atom, condition), disjoint, covering every path that is alive. An atom is
either a constant or a symbol (an unknown that stays the same as long as it is the same symbol). So a flag
*is* its condition: after `done = False` / `if a: done = True`, the name `done` is {True: a, False: not a},
and its truth is a.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nsa_lint.analysis.bdd import TRUE

if TYPE_CHECKING:
    from nsa_lint.analysis.facts import Facts

Point = tuple[float, int]  # a threshold, and 1 where being equal to it is being below


@dataclass(frozen=True, slots=True)
class Const:
    """A constant of the program. 1, 1.0 and True are equal, and not the same."""

    value: Hashable

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Const) and type(self.value) is type(other.value) and self.value == other.value

    def __hash__(self) -> int:
        return hash((type(self.value), self.value))


@dataclass(frozen=True, slots=True)
class Held:
    """What a dict or list holds under constants, or a set (where each is true); `complete`: and nothing else."""

    items: Mapping[Const, Value]
    complete: bool
    elements: tuple[Value, ...] | None = None  # all that a list holds, where that is known

    @property
    def members(self) -> tuple[Value, ...] | None:
        """All that `in` finds; None where there may be more."""
        return tuple(map(singleton, self.items)) if self.complete else self.elements

    def with_item(self, key: Const, value: Value) -> Held:
        return Held({**self.items, key: value}, self.complete)

    def without(self, key: Const) -> Held:
        return Held({each: value for each, value in self.items.items() if each != key}, self.complete)


@dataclass(frozen=True, slots=True)
class Defined:
    """A function inside the function under analysis: its definition, and the frames it was defined in."""

    node: ast.AST
    frames: tuple[object, ...]


class Symbol:
    """An unknown. Two reads give the same symbol only if no rebinding can have changed what they give.

    `kind`: "any"; "bool"; "int"; "object" (never None); "true" (never None, always truthy);
    "length" (`of` is what is measured); "content" (`of` after an in-place change: new truth and length,
    the same object otherwise); "function" (defined inside the function under analysis).
    """

    __slots__ = (
        "key", "kind", "of", "dispatch", "unread", "defined", "preset", "among", "held",
        "truth", "none", "equal", "members", "points", "order",
    )  # fmt: skip

    def __init__(self, key: Hashable, kind: str = "any", of: Symbol | None = None, dispatch: bool = False) -> None:
        self.key = key
        self.kind = kind
        self.of = of
        self.dispatch = dispatch
        self.unread = False  # whether it stands for what a read would have given that has failed
        self.defined: Defined | None = None  # kind "function"
        self.among: tuple[Hashable, ...] | None = None  # all that it can be, where that is known
        self.held: Held | None = None  # what a container that nobody else has holds
        self.preset = False  # whether the truth is known because nobody else has the object
        self.truth: int | None = None
        self.none: int | None = None
        self.equal: dict[Hashable, int] = {}
        self.members: dict[Hashable, dict[str, int]] = {}  # by class: being one or another of its members
        self.points: list[tuple[Point, int]] = []  # sorted: (threshold, condition of being below it)
        self.order: Order | None = None  # the same, of what is computed from others

    @property
    def identity(self) -> Symbol:
        """What stays the same when the contents change in place."""
        return self.of.identity if self.kind == "content" and self.of is not None else self

    @property
    def undeclared(self) -> Symbol:
        """The same without what an annotation says of it: what both are compared with or given to is the same."""
        return self.identity if self.among is not None else self

    @property
    def classes(self) -> dict[str, int]:
        """Being of one or another builtin class."""
        return self.members.setdefault(None, {})

    @property
    def node(self) -> ast.AST | None:
        """Of a function, its definition."""
        return self.defined.node if self.defined is not None else None

    @property
    def frames(self) -> tuple[object, ...]:
        """Of a function, the frames it was defined in."""
        return self.defined.frames if self.defined is not None else ()

    def limit_to(self, among: tuple[Hashable, ...] | None) -> None:
        """All that it can be, where that is known."""
        self.among = among

    def settle_each(self, where: Mapping[Const, int]) -> None:
        """The conditions under which it is each of all that it can be, where they are known."""
        self.equal.update(where.items())

    def settle(self, truth: int) -> None:
        """The condition under which it is true, where that is known."""
        self.truth = truth

    def mark_dispatch(self) -> None:
        """A test compares this with something that makes the test a dispatch: so do all its later tests."""
        self.dispatch = True


Atom = Const | Symbol
Order = Callable[["Facts", Point], int]  # it holds no facts: those hold their symbols, and a cycle would keep both
TrueWhere = Callable[["Facts", Symbol], int]
Value = tuple[tuple[Atom, int], ...]

NONE = Const(None)
YES = Const(True)
NO = Const(False)
PLUS = "plus a whole number"  # what the key of such a sum begins with


def singleton(atom: Atom) -> Value:
    return ((atom, TRUE),)


def only(value: Value) -> Atom | None:
    """What a value is, where there is one alternative; None for several, and for none, on no path."""
    return value[0][0] if len(value) == 1 else None


def summand(atom: Symbol) -> tuple[Symbol, int]:
    """Of a sum with a whole number both; any other number is itself and zero."""
    key = atom.key
    return (key[2], key[1]) if isinstance(key, tuple) and key[0] is PLUS else (atom, 0)
