"""The small frozen types that travel through the checker: text -> UnboundRead -> Diagnostic.

Nothing here computes anything; every other module of the package may import it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class ChainKind(Enum):
    """Which statement or expression lets paths diverge."""

    IF = "if"
    MATCH = "match"
    CONDITIONAL = "conditional expression"
    OPERAND = "and/or"
    TRY = "try"
    WITH = "with"
    LOOP = "loop"
    DELETE = "del"
    NONE = "none"  # no divergence: no path at all binds the name before the read


class ArmKind(Enum):
    """One way through a chain."""

    TEST = "test"  # if / elif / a ternary's first value / the operand that runs
    ELSE = "else"
    MISSING_ELSE = "missing else"  # no arm is taken: a chain without else, a match without `case _`
    CASE = "case"
    HANDLER = "handler"
    BODY = "body"  # the part of a try body before the failure
    LOOP = "loop"  # zero iterations, or left by break
    DELETE = "delete"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the text: lines from 1, columns from 0, in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm of a chain, as a reader finds it in the file."""

    kind: ArmKind
    line: int  # the header: `if`, `elif`, `else`, `case`, `except`, `del`; the chain's first line where none stands
    end_line: int
    guard: str  # what must hold for the arm to be taken, as source text; "" where there is no test
    binds: bool = False  # whether some path through this arm binds the name in question


@dataclass(frozen=True, slots=True)
class Chain:
    """Sibling arms; `dispatch` when it chooses between an optimised path and its fallback."""

    kind: ChainKind
    line: int
    end_line: int
    arms: tuple[Arm, ...]
    dispatch: bool


class StepKind(Enum):
    """What a step of a witness tests."""

    GUARD = "guard"  # an expression of the program, as written
    RUNS = "runs"  # whether a loop or comprehension has anything to run over
    CATCHES = "catches"  # whether a handler catches what was raised
    RAISES = "raises"  # whether a statement fails


@dataclass(frozen=True, slots=True)
class WitnessStep:
    """One step of a witness: a guard as written, where it is met, and the value it has."""

    text: str
    line: int
    value: bool
    kind: StepKind = StepKind.GUARD


@dataclass(frozen=True, slots=True)
class File:
    """Another file of the package. `name`: from the package's own folder on; `path`: from the checked file's folder."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class UnboundRead:
    """A read that fails on some path: what the flow analysis yields."""

    name: str
    read: Span
    function: str  # qualified name; "<module>" at module level
    chain: Chain
    arm: Arm
    bindings: tuple[int, ...]  # header lines of the arms that do bind the name, this chain's and those around it
    when: tuple[WitnessStep, ...]  # the witness, in the order in which the guards are met
    of_module: bool = False  # whether the name is the module's, read in a function
    caught: bool = False  # whether a handler that catches everything catches the failure
    slight: bool = False  # whether nobody writes the `try` to blame for the only failure that leads here
    further: bool = False  # whether another read of the same walk fails for the same reason before it
    evident: bool = False  # reported in every scope: no binding reaches the read, or the file itself shows the hole
    file: File | None = None  # of an import: what leaves the name out, and has the chain, arm, bindings and witness
    of_object: bool = False  # whether the name is an attribute of `self` that the constructor leaves unset
    none: bool = False  # whether the name is bound there, to None
    counts: tuple[int, ...] = ()  # of a call: how many values the arm returns, and how many are unpacked
    agreed: bool = False  # of a call: whether another one, as open as it is, takes what the arm returns


@dataclass(frozen=True, slots=True)
class Place:
    """A line of another file of the package."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Because:
    """What another place of the package says that a finding follows from: the place, and what is there."""

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Predicate:
    """What the package says of a function without arguments that a file imports and tests.

    `name`: the one name that the file's guards get, where it imports the function under several. `needed_from`: the
    line after which it is true, because the module imports there, without a guard, the packages that the function
    looks for; None where it is open. `implies`: other predicates of the file that are true where this one is.
    """

    name: str
    needed_from: int | None
    implies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What a person or a tool is told."""

    code: str
    line: int  # from 1
    column: int  # from 1, in characters
    end_line: int
    end_column: int
    name: str  # the variable; "" where there is none (NSA901)
    message: str  # without the code
    proof: UnboundRead | None = None  # None for NSA901
    also: tuple[UnboundRead, ...] = ()  # the other reads that fall into the same hole, in the order of the text
    because: tuple[Because, ...] = ()  # the places of other files that were evidence
    transient: bool = False  # whether the result depends on available stack or memory, so must not be cached

    @property
    def reads(self) -> tuple[UnboundRead, ...]:
        """All the reads that it is about; none for NSA901."""
        return (self.proof, *self.also) if self.proof is not None else ()
