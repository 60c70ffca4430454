"""What a walk leaves behind: the tests that it met, the reads that fail, and where it calls and defines functions."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from nsa_lint.analysis.bdd import FALSE, Bdd
from nsa_lint.analysis.chains import REPORTED, BodyArm, ChainRecord, Tag, Unbound
from nsa_lint.model import StepKind


@dataclass(frozen=True, slots=True)
class Met:
    """A test that the walk met: for the steps of a witness."""

    node: ast.AST
    condition: int
    reach: int
    text: str = ""
    kind: StepKind = StepKind.GUARD


@dataclass(frozen=True, slots=True)
class FailingRead:
    """A read that fails, before it is rendered."""

    name: str
    key: str  # the variable that the name means there
    node: ast.Name
    tag: Tag | None
    failing: int
    met: int  # how many tests had been met
    within: Tag | None = None  # the innermost arm that it is in
    caught: bool = False  # whether a handler that catches everything catches the failure

    @property
    def arm(self) -> object:
        """The innermost arm that it is in, the same in every iteration."""
        return self.within.mark if self.within is not None else None

    @property
    def distance(self) -> int:
        """How far it is from the arm that is to blame: an iteration away, and with a body that fails between them."""
        return 0 if self.tag is None else (self.tag.before is not None) + (self.tag.failed is not None)


class _Caught(NamedTuple):
    """The mark of a read whose failure is caught."""

    mark: object


@dataclass(frozen=True, slots=True)
class Called:
    """Where a function is called: the paths, and for a name those of them on which a read of it has failed before."""

    paths: int = FALSE
    failed: Mapping[str, int] = field(default_factory=dict)

    def joined(self, other: Called, bdd: Bdd) -> Called:
        """Called here or there."""
        paths = bdd.or_(self.paths, other.paths)
        failed = {}
        for name in self.failed.keys() | other.failed.keys():
            first, second = (bdd.minus(each.paths, each.failed.get(name, FALSE)) for each in (self, other))
            failed[name] = bdd.minus(paths, bdd.or_(first, second))
        return Called(paths, failed)


NOWHERE = Called()


def _is_failure(tag: Tag | None, chain: ChainRecord) -> bool:
    """Whether the body of a `try` or a `with` that fails is to blame, or the handler that goes on."""
    return tag is not None and tag.chain is chain and tag.before is None and tag.key is not BodyArm.COMPLETED


class Trace:
    """The record of one walk. Expressions and statements add to it; nobody on the walk reads it."""

    __slots__ = ("_bdd", "_records_calls", "calls", "defined", "found", "met")

    def __init__(self, bdd: Bdd, met: Iterable[Met] = (), records_calls: bool = False) -> None:
        self._bdd = bdd
        self._records_calls = records_calls
        self.met: list[Met] = [*met]
        self.found: dict[tuple[object, str], dict[int, FailingRead]] = {}  # by cause and variable, then by node
        self.calls: dict[str, Called] = {}  # functions that are called, and the paths on which they are
        self.defined: dict[int, int] = {}  # functions and classes, and the paths on which they are defined

    def meet(self, node: ast.AST, condition: int, reach: int, text: str = "", kind: StepKind = StepKind.GUARD) -> None:
        """A test whose value decides where these paths go on."""
        self.met.append(Met(node, condition, reach, text, kind))

    def fail(self, mark: object, read: FailingRead) -> None:
        """A read fails; of those with the same `mark` and variable, the first is reported, with the others.

        A `del` that fails again because it ran in an earlier iteration is not another failure of it.
        """
        node = id(read.node)
        again = read.tag is not None and read.tag.chain.node is read.node
        if again and any(node in reads for reads in self.found.values()):
            return
        reads = self.found.setdefault((_Caught(mark) if read.caught else mark, read.key), {})
        if node not in reads or read.distance < reads[node].distance:
            reads[node] = read

    def reads(self) -> Iterator[list[FailingRead]]:
        """The reads that fail for one cause, the first one first; of those whose failure something catches, where no
        other one has the same cause.

        An arm that an earlier iteration took is no cause on paths on which a body fails in this one before it binds the
        name, where the read fails for that alone, too.
        """
        for (mark, key), reads in self.found.items():
            if not isinstance(mark, _Caught) or (mark.mark, key) not in self.found:
                left = [read for read in reads.values() if not self._fails_anyway(read)]
                if left:
                    yield left

    def _fails_anyway(self, read: FailingRead) -> bool:
        failed = read.tag.failed if read.tag is not None else None
        if failed is None:
            return False
        others = (reads.get(id(read.node)) for reads in self.found.values())
        return any(other and other.arm == read.arm and _is_failure(other.tag, failed) for other in others)

    def call(self, target: str, reach: int, unbound: Mapping[str, Unbound]) -> None:
        if self._records_calls and target:
            failed = {
                name: self._bdd.and_(entry[REPORTED], reach) for name, entry in unbound.items() if REPORTED in entry
            }
            self.calls[target] = self.calls.get(target, NOWHERE).joined(Called(reach, failed), self._bdd)

    def define(self, node: ast.AST, reach: int) -> None:
        """A function or class comes into being on these paths."""
        self.defined[id(node)] = self._bdd.or_(self.defined.get(id(node), FALSE), reach)

    def tests_by_variable(self) -> dict[int, list[int]]:
        """Which of the tests that were met depend on a variable, by their number."""
        found: dict[int, list[int]] = {}
        for index, met in enumerate(self.met):
            for variable in self._bdd.support(met.condition):
                found.setdefault(variable, []).append(index)
        return found
