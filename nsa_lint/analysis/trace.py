"""What a walk leaves behind: the tests that it met, the reads that fail, and where it calls and defines functions."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from nsa_lint.analysis.bdd import FALSE, Bdd
from nsa_lint.analysis.chains import Tag
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


class _Caught(NamedTuple):
    """The mark of a read whose failure is caught."""

    mark: object


class Trace:
    """The record of one walk. Expressions and statements add to it; nobody on the walk reads it."""

    __slots__ = ("_bdd", "_records_calls", "calls", "defined", "found", "met", "more")

    def __init__(self, bdd: Bdd, met: Iterable[Met] = (), records_calls: bool = False) -> None:
        self._bdd = bdd
        self._records_calls = records_calls
        self.met: list[Met] = [*met]
        self.found: dict[tuple[object, str], FailingRead] = {}
        self.more: dict[tuple[object, str], dict[int, FailingRead]] = {}  # further reads, by their node
        self.calls: dict[str, int] = {}  # functions that are called, and the paths on which they are
        self.defined: dict[int, int] = {}  # functions and classes, and the paths on which they are defined

    def meet(self, node: ast.AST, condition: int, reach: int, text: str = "", kind: StepKind = StepKind.GUARD) -> None:
        """A test whose value decides where these paths go on."""
        self.met.append(Met(node, condition, reach, text, kind))

    def fail(self, mark: object, read: FailingRead) -> None:
        """A read fails; of those with the same `mark` and variable, the first is reported, with the others.

        A `del` that fails again because it ran in an earlier iteration is not another failure of it.
        """
        again = read.tag is not None and read.tag.chain.node is read.node
        if again and any(other.node is read.node for other in self.found.values()):
            return
        mark = _Caught(mark) if read.caught else mark
        first = self.found.setdefault((mark, read.key), read)
        if first.node is not read.node:
            self.more.setdefault((mark, read.key), {}).setdefault(id(read.node), read)

    def reads(self) -> Iterator[tuple[tuple[object, str], FailingRead]]:
        """The reads that fail; of those whose failure something catches, where no other one has the same cause."""
        for (mark, key), read in self.found.items():
            if not isinstance(mark, _Caught) or (mark.mark, key) not in self.found:
                yield (mark, key), read

    def call(self, target: str, reach: int) -> None:
        if self._records_calls and target:
            self.calls[target] = self._bdd.or_(self.calls.get(target, FALSE), reach)

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
