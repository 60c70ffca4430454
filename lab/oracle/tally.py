"""How often the analysis is exact on the programs of a family, worked out by several processes.

A program follows from the seed, its family and its index alone, so the outcome is the same for any number of processes.
"""

from __future__ import annotations

import ast
import collections
import re
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from itertools import islice

from lab.check import NotAnalysed
from lab.oracle.compare import KINDS, Outcome, compare, said, shrink
from lab.oracle.families import programs

_CHUNK = 25  # programs that a process takes at a time
NOT_ANALYSED = "not analysed"


@dataclass
class Score:
    """What came of some programs of one family."""

    right: int = 0
    fail: int = 0  # programs in which some read fails
    unknown: int = 0  # programs without a known truth
    not_analysed: int = 0
    seconds: float = 0.0  # of processor time
    wrong: list[Outcome] = field(default_factory=list)

    @property
    def known(self) -> int:
        return self.right + len(self.wrong) + self.not_analysed

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right,
            self.fail + other.fail,
            self.unknown + other.unknown,
            self.not_analysed + other.not_analysed,
            self.seconds + other.seconds,
            self.wrong + other.wrong,
        )

    def kinds(self) -> dict[str, int]:
        """How many programs are wrong in each way; one may be in several."""
        counted = collections.Counter(kind for each in self.wrong for kind in each.kinds)
        return {**{kind: counted[kind] for kind in KINDS}, NOT_ANALYSED: self.not_analysed}


def score(family: str, seed: object, first: int, last: int) -> Score:
    """The programs of a seed from index `first` up to, without it, `last`."""
    result = Score()
    start = time.process_time()
    for program in islice(programs(family, seed, first), last - first):
        try:
            outcome = compare(program, said)
        except NotAnalysed:
            result.not_analysed += 1
            continue
        if outcome is None:
            result.unknown += 1
            continue
        result.fail += bool(outcome.expected)
        if outcome.kinds:
            result.wrong.append(outcome)
        else:
            result.right += 1
    result.seconds = time.process_time() - start
    return result


def scores(pool: Executor, families: list[str], count: int, seed: object) -> Iterator[tuple[str, Score]]:
    """The first `count` programs of each family, one family after another."""
    pending = {
        family: [
            pool.submit(score, family, seed, first, min(first + _CHUNK, count)) for first in range(0, count, _CHUNK)
        ]
        for family in families
    }
    for family, parts in pending.items():
        yield family, sum((each.result() for each in parts), Score())


def groups(pool: Executor, wrong: list[Outcome]) -> list[tuple[int, Outcome]]:
    """The programs made smaller, those of one shape together: how many there are, and the smallest."""
    shapes: dict[str, list[Outcome]] = collections.defaultdict(list)
    for small in pool.map(_small, wrong):
        shapes[small.kind + _shape(small.program.text)].append(small)
    ordered = sorted(shapes.values(), key=len, reverse=True)
    return [(len(same), min(same, key=lambda each: len(each.program.text))) for same in ordered]


def _small(wrong: Outcome) -> Outcome:
    return shrink(wrong, said)


def _shape(text: str) -> str:
    """The statements of a program without its names and constants."""
    kinds = [type(node).__name__ for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.stmt, ast.NamedExpr))]
    return re.sub(r"Assign|Expr|Pass", "", " ".join(sorted(set(kinds))))
