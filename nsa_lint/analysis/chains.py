"""Chains: where paths diverge, which arm binds what, and the tags by which an arm is blamed."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from nsa_lint.analysis.bdd import TRUE
from nsa_lint.analysis.ir import Block, Step, flat
from nsa_lint.model import Arm, ArmKind, ChainKind


class LoopArm(Enum):
    """The ways past a loop."""

    ZERO = "the loop runs zero times"
    NO_ITERATION = "no iteration binds it"
    BREAK = "the loop is left by break"


class BodyArm(Enum):
    """The ways through a body whose failures are caught; each handler is an arm too."""

    COMPLETED = "completed"
    FAILED = "failed"


# By which an arm is known in its chain: its number among arms that are tested in order, or a way past a loop or body
ArmKey = int | LoopArm | BodyArm


@dataclass(slots=True, eq=False)
class ChainRecord:
    """A chain while its scope is walked: which arm binds what is filled in where the arms meet.

    It holds no tag of its own: a cycle would keep the tree of a file until somebody collects it.
    """

    kind: ChainKind
    node: ast.AST
    arms: Mapping[ArmKey, Arm]
    parent: Tag | None  # the arm in which this chain is
    around: frozenset[ChainRecord]  # the chains, no loops, in an arm of which this one is
    dispatch: bool = False
    blocks: Sequence[Block] = ()  # what is in the arms that are written, by the arm's number
    binders: dict[str, set[ArmKey]] = field(default_factory=dict)

    def tag(self, arm: ArmKey, iteration: int = 0) -> Tag:
        """The arm as somebody to blame; for a loop, as it is in one of the iterations."""
        return Tag(self, arm, iteration)

    def note_dispatch(self, found: bool) -> None:
        """Whether one more test of the chain makes it a dispatch."""
        self.dispatch = self.dispatch or found

    def assigning(self, name: str) -> set[ArmKey]:
        """The arms in whose text the name is bound."""
        return {arm for arm, block in enumerate(self.blocks) if any(name in step.binds for step in block)}

    def is_in(self, other: ChainRecord) -> bool:
        """Whether it is in an arm of another chain, whatever lies between."""
        parent = self.parent
        while parent is not None and parent.chain is not other:
            parent = parent.chain.parent
        return parent is not None

    def needs_before(self, name: str, arm: ArmKey) -> bool:
        """Whether an arm reads the name before it binds it: it does not close a hole that others left."""
        return isinstance(arm, int) and arm < len(self.blocks) and _reads_first(self.blocks[arm], name)

    def note_binders(self, name: str, arms: Iterable[ArmKey]) -> None:
        self.binders.setdefault(name, set()).update(arms)


def _reads_first(block: Block, name: str) -> bool:
    for step in block:
        if _reads(step, name):
            return True
        if name in step.binds:
            return False
    return False


def _reads(step: Step, name: str) -> bool:
    own = (each for effects in step.effects for each in flat(effects))
    if any(isinstance(each, ast.Name) and each.id == name for each in own):
        return True
    return any(_reads(inner, name) for block in step.blocks for inner in block)


class Tag(NamedTuple):
    """An arm of a chain; of a loop, as it is in one of the iterations."""

    chain: ChainRecord
    key: ArmKey
    iteration: int
    before: ChainRecord | None = None  # the loop of which another iteration has begun since
    failed: ChainRecord | None = None  # the `try` or `with` whose body fails in that iteration

    @property
    def arm(self) -> Arm:
        return self.chain.arms[self.key]

    def is_earlier(self, chain: ChainRecord) -> bool:
        """Whether it was taken in an iteration before the one in which the walk meets a chain."""
        return self.before is not None and chain.is_in(self.before)

    @property
    def mark(self) -> object:
        """What is the same in every iteration."""
        return self.chain if self.chain.kind is ChainKind.LOOP else self._replace(before=None, failed=None)


# What stands for a name of the module that is not unbound but None: `NAME.None`, as if it were an attribute
NONE_OF = ".None"


def name_of(key: str) -> str:
    """The name of the module that a key, of what is unbound or None, is about."""
    return key.removeprefix("::").removesuffix(NONE_OF)


# By whom a name is unbound on which paths; None is nobody yet
Unbound = dict["Tag | None", int]
UNASSIGNED: Unbound = {None: TRUE}


_NO_CHAIN = ChainRecord(ChainKind.NONE, ast.Pass(), {0: Arm(ArmKind.NONE, 0, 0, "")}, None, frozenset())
REPORTED = _NO_CHAIN.tag(0)  # paths on which a read has failed already: still unbound, never reported again
