"""Random functions, executed for every input: the variables reported are exactly those that some run reads unbound.

A fixed seed, so that a failure repeats; and a fresh one each time, printed and named in every failure. `NSA_GUARD_SEED`
sets the second. `python -m tools.oracle` runs more of them, and shrinks what differs.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest

from lab.check import names
from lab.oracle.compare import Disagreement, compare, shrink
from lab.oracle.generate import generate
from lab.oracle.program import Program

FIXED = 20_261
FRESH = int(os.environ.get("NSA_GUARD_SEED") or random.SystemRandom().randrange(2**32))
COUNTS = {1: 800, 2: 800, 3: 500}
# The share of exact programs that is promised. What is missing at level 3 is named in docs/promise.md.
PROMISED = {1: 1.0, 2: 1.0, 3: 0.995}


def programs(level: int, seed: int) -> Iterator[Program]:
    for index in range(COUNTS[level]):
        yield generate(level, random.Random(f"{seed}/{level}/{index}"))


@pytest.mark.parametrize("seed", [pytest.param(FIXED, id="fixed seed"), pytest.param(FRESH, id="fresh seed")])
@pytest.mark.parametrize("level", [1, 2, 3])
def test_exactly_the_failing_variables_are_reported(level: int, seed: int) -> None:
    print(f"seed {seed}")
    results = [result for program in programs(level, seed) if (result := compare(program, names)) is not None]
    wrong = [result for result in results if isinstance(result, Disagreement)]
    allowed = len(results) - round(PROMISED[level] * len(results))
    assert len(results) > 0.6 * COUNTS[level], "too few programs have a known truth"
    assert len(wrong) <= allowed, f"NSA_GUARD_SEED={seed}, level {level}\n" + "\n".join(map(told, wrong[:3]))


def told(found: Disagreement) -> str:
    small = shrink(found, names)
    return f"fails on {sorted(small.expected)}, reported {sorted(small.got)}:\n{small.program.text}"


def test_saying_nothing_is_not_good_enough() -> None:
    """The programs are worth running: about half of them have a variable that fails."""
    for level in (1, 2, 3):
        results = [compare(generate(level, random.Random(index)), lambda _: set()) for index in range(60)]
        known = [result for result in results if result is not None]
        assert 0.2 < sum(isinstance(result, Disagreement) for result in known) / len(known) < 0.8
