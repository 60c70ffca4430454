"""Where paths that leave go: the loops, `try` bodies, `finally` blocks and calls around the present statement."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from nsa_lint.analysis.bdd import FALSE
from nsa_lint.analysis.chains import Tag
from nsa_lint.analysis.state import State
from nsa_lint.analysis.values import NONE, Value, singleton
from nsa_lint.syntax.shown_sources import NO_SOURCES, Sources

Exit = Literal["return", "break", "continue", "raise"]


@dataclass(frozen=True, slots=True)
class Thrown:
    """What is known of an exception: its name ("" where it is not known), and names of what it is not.

    `members`: of a group, the names of the exceptions in it; None where that is not known.
    """

    name: str = ""
    excluded: frozenset[str] = frozenset()
    members: tuple[str, ...] | None = None


Carried = Thrown | Value | None  # what a path takes along: the exception that is raised, the value that is returned


@dataclass(slots=True)
class LoopExits:
    """States that left an iteration early, each with the arm of a dispatch in which it did."""

    breaks: list[tuple[State, Tag | None]] = field(default_factory=list)
    continues: list[tuple[State, Tag | None]] = field(default_factory=list)

    def take(self) -> tuple[list[tuple[State, Tag | None]], list[tuple[State, Tag | None]]]:
        """What the iteration that ends here left behind; the next one starts with nothing."""
        taken = self.breaks, self.continues
        self.breaks, self.continues = [], []
        return taken


class NameCatch(Enum):
    """Whether a failed read is caught."""

    NOT = "not"
    MEANT = "meant"  # by a handler that is there for it
    BROAD = "broad"  # by one that catches everything


@dataclass(frozen=True, slots=True)
class Catch:
    """A `try` body, or a `with` that swallows: where failures go."""

    raised: list[tuple[State, Thrown]] = field(default_factory=list)
    names: NameCatch = NameCatch.NOT
    uses: bool = False  # whether it catches the use of a None
    repeated: Collection[int] = ()  # `id` of expressions that a handler evaluates as well
    entered: Mapping[int, str] = field(default_factory=dict)  # by `id` of a call: the flag that it sets
    imports: Mapping[int, str] = field(default_factory=dict)  # by `id` of an import: the exception that it raises
    tried: Collection[int] = ()  # `id` of imports that are there to be tried
    sources: Sources = NO_SOURCES  # what its handlers are there for


@dataclass(frozen=True, slots=True)
class Finally:
    """Ways out, each with the arm of a dispatch in which it was taken."""

    exits: list[tuple[Exit, State, Carried, Tag | None]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Call:
    """A function that is followed at its call."""

    node: ast.AST
    returns: list[tuple[State, Value]] = field(default_factory=list)


Context = LoopExits | Catch | Finally | Call


class Exits:
    """The stack of what is around; loops, exceptions and closures push what they start, and everybody may leave."""

    __slots__ = ("_stack",)

    def __init__(self) -> None:
        self._stack: list[Context] = []

    @contextmanager
    def inside(self, context: Context) -> Iterator[None]:
        self._stack.append(context)
        yield
        self._stack.pop()

    @contextmanager
    def detached(self) -> Iterator[None]:
        """For a function that is called at another time: nothing that is around now is around then."""
        stack, self._stack = self._stack, []
        yield
        self._stack = stack

    @property
    def catching(self) -> bool:
        """Whether a failure goes on to anything here."""
        return any(isinstance(context, (Catch, Finally)) for context in self._stack)

    @property
    def caught(self) -> frozenset[str] | None:
        """The exceptions that something around is there for; None where anything is caught, or nothing is around."""
        around = [context for context in self._stack if isinstance(context, (Catch, Finally))]
        listed = [context.sources.all if isinstance(context, Catch) else None for context in around]
        return None if not listed or None in listed else frozenset().union(*filter(None, listed))

    @property
    def sorts(self) -> bool:
        """Whether it matters here what fails."""
        return any(isinstance(context, Catch) and context.sources.names for context in self._stack)

    def not_raised(self, node: ast.AST, operation: type[ast.AST] | None) -> frozenset[str]:
        """The exceptions caught around that a node does not raise; `operation`: as which it fails."""
        around = (context.sources for context in self._stack if isinstance(context, Catch))
        return frozenset().union(*(sources.without(node, operation) for sources in around if sources.names))

    @property
    def name_catch(self) -> NameCatch:
        """Whether a read that fails here is caught, by the innermost handler that does."""
        catches = (context.names for context in reversed(self._stack) if isinstance(context, Catch))
        return next((names for names in catches if names is not NameCatch.NOT), NameCatch.NOT)

    @property
    def catches_use(self) -> bool:
        """Whether a use of a None that fails here is caught."""
        return any(isinstance(context, Catch) and context.uses for context in self._stack)

    def repeats(self, node: ast.AST) -> bool:
        """Whether a handler around evaluates the same expression."""
        return any(isinstance(context, Catch) and id(node) in context.repeated for context in self._stack)

    def entering(self, node: ast.AST) -> str | None:
        """The flag that says of an exit stack around that this call has entered a manager on it."""
        for context in reversed(self._stack):
            if isinstance(context, Catch) and id(node) in context.entered:
                return context.entered[id(node)]
        return None

    def thrown_by(self, node: ast.AST) -> Thrown:
        """What is known of the exception of an import that fails here."""
        innermost = next((context for context in reversed(self._stack) if isinstance(context, Catch)), Catch())
        return Thrown(innermost.imports.get(id(node), ""))

    def tries(self, node: ast.AST) -> bool:
        """Whether something around is there for the failure of this import."""
        return any(isinstance(context, Catch) and id(node) in context.tried for context in self._stack)

    @property
    def in_loop(self) -> bool:
        return any(isinstance(context, LoopExits) for context in self._stack)

    @property
    def calls(self) -> list[Call]:
        return [context for context in self._stack if isinstance(context, Call)]

    def send(self, kind: Exit, state: State, carried: Carried, leaver: Callable[[], Tag | None]) -> None:
        """Sends a state to where a way out leads: the innermost `finally` on it, else its target.

        `leaver`: the arm of a dispatch in which an iteration is left.
        """
        if state.reach == FALSE:
            return
        for context in reversed(self._stack):
            if isinstance(context, Finally):
                context.exits.append((kind, state, carried, leaver()))
                return
            if isinstance(context, LoopExits) and kind in ("break", "continue"):
                (context.breaks if kind == "break" else context.continues).append((state, leaver()))
                return
            if isinstance(context, Catch) and kind == "raise":
                context.raised.append((state, carried if isinstance(carried, Thrown) else Thrown()))
                return
            if isinstance(context, Call) and kind == "return":
                context.returns.append((state, carried if isinstance(carried, tuple) else singleton(NONE)))
                return
