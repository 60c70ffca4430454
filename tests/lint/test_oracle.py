"""Random programs, executed for every input: the reports are exactly the names that some run reads unbound.

Each with the line of the first read that fails, and an arm that a failing run takes. A fixed seed, so that a failure
repeats; and for the levels a fresh one each time, printed and named in every failure. `NSA_GUARD_SEED` sets it.
`python -m tools.oracle` runs more programs, and shrinks what differs.
"""

from __future__ import annotations

import functools
import os
import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import chain, islice

import pytest

from lab.amount import some
from lab.oracle.compare import Outcome, compare, said, shrink
from lab.oracle.execute import Truth, truth
from lab.oracle.families import FAMILIES, programs
from lab.oracle.program import BOOLEAN, PLAIN, Program
from lab.oracle.tally import score, scores

FIXED = 20_262
FRESH = int(os.environ.get("NSA_GUARD_SEED") or random.SystemRandom().randrange(2**32))
# The share of programs without a false alarm and without a miss. What is missing at level 3 is in docs/promise.md.
PROMISED = {"level1": 1.0, "level2": 1.0, "level3": 0.995}
# Of the other families fewer programs run here: all are right in name, line and arm.
OTHERS = [family for family in FAMILIES if family not in PROMISED]
COUNTS = dict.fromkeys(FAMILIES, some(30)) | {"level1": some(400), "level2": some(400), "level3": some(200)}
OF_NAMES = {"false alarm", "missed"}


@functools.cache
def outcomes(family: str, seed: int) -> list[Outcome]:
    """What is said of the first programs of a family, those without a known truth left out."""
    results = [compare(program, said) for program in islice(programs(family, seed), COUNTS[family])]
    return [result for result in results if result is not None]


@pytest.mark.parametrize("seed", [pytest.param(FIXED, id="fixed seed"), pytest.param(FRESH, id="fresh seed")])
@pytest.mark.parametrize("level", PROMISED)
def test_exactly_the_failing_variables_are_reported(level: str, seed: int) -> None:
    print(f"seed {seed}")
    known = outcomes(level, seed)
    wrong = [each for each in known if OF_NAMES & set(each.kinds)]
    allowed = max(len(known) - round(PROMISED[level] * len(known)), PROMISED[level] < 1)
    assert len(known) > 0.6 * COUNTS[level], "too few programs have a known truth"
    assert len(wrong) <= allowed, f"NSA_GUARD_SEED={seed}, {level}\n" + "\n".join(map(told, wrong[:3]))


@pytest.mark.parametrize("family", OTHERS)
def test_names_lines_and_arms_are_right_in_each_family(family: str) -> None:
    known = outcomes(family, FIXED)
    wrong = [each for each in known if each.kinds]
    assert len(known) >= 0.5 * COUNTS[family], "too few programs have a known truth"
    assert not wrong, "\n".join(map(told, wrong[:3]))


def told(found: Outcome) -> str:
    small = shrink(found, said)
    return f"{small.kind}: fails {small.truth}, reported {sorted(small.got)}:\n{small.program.text}"


def test_saying_nothing_is_not_good_enough() -> None:
    """The programs are worth running: a good part of them has a variable that fails."""
    known = {family: outcomes(family, FIXED) for family in FAMILIES}
    several = {family: found for family, found in known.items() if len(found) >= 10}
    for family, found in {**several, "all": list(chain(*known.values()))}.items():
        silent = [replace(each, reports=()) for each in found]
        assert 0.2 < sum(bool(each.kinds) for each in silent) / len(silent) < 0.9, family


@pytest.mark.needs("process")
def test_several_processes_come_to_the_outcome_of_one() -> None:
    families = ["level2", "kernels"]
    with ProcessPoolExecutor(2) as pool:
        parallel = {family: replace(each, seconds=0) for family, each in scores(pool, families, 30, FIXED)}
    assert parallel == {family: replace(score(family, FIXED, 0, 30), seconds=0) for family in families}
    assert all(each.right and each.fail for each in parallel.values())


def known(text: str, entry: str = "f", flags: tuple[str, ...] = (), modules: frozenset[str] = frozenset()) -> Truth:
    """The truth about a program whose parameters are booleans; the flags are locals that tests read."""
    parameters = dict.fromkeys("ab", BOOLEAN)
    found = truth(Program(text, parameters, {"x": PLAIN, **dict.fromkeys(flags, BOOLEAN)}, (), entry, modules))
    assert found is not None
    return found


def test_a_failure_has_the_line_of_its_first_read_and_the_arms_taken() -> None:
    found = known("def f(a, b):\n    if a:\n        x = 1\n    elif b:\n        pass\n    use(x)\n    use(x)\n")
    assert found.plain == {"x": {6: frozenset({4, -2})}}


def test_what_only_some_value_of_an_unbound_flag_leads_to_follows_from_it() -> None:
    found = known("def f(a, b):\n    if a:\n        p = x = 1\n    if p:\n        use(x)\n", flags=("p",))
    assert found.fails == {"p"}
    assert set(found.follows) == {"x"}


def test_what_fails_whatever_an_unbound_flag_would_be_may_be_reported_or_not() -> None:
    found = known("def f(a, b):\n    if a:\n        p = x = 1\n    if p:\n        pass\n    use(x)\n", flags=("p",))
    assert found.fails == {"p"}
    assert set(found.either) == {"x"}


@pytest.mark.parametrize(
    ("handler", "caught", "plain"),
    [("Exception", {"x"}, set()), ("NameError", set(), set()), ("ValueError", set(), {"x"})],
)
def test_who_catches_a_failing_read_decides_what_it_is(handler: str, caught: set[str], plain: set[str]) -> None:
    text = f"def f(a, b):\n    try:\n        use(x)\n        x = 1\n    except {handler}:\n        pass\n"
    found = known(text)
    assert (set(found.caught), set(found.plain)) == (caught, plain)


def test_a_package_is_installed_or_not() -> None:
    imports = "try:\n    import fast\nexcept ImportError:\n    HAS = False\nelse:\n    HAS = True\n\n\n"
    guarded = known(imports + "def run():\n    return fast if HAS else None\n", entry="", modules=frozenset({"fast"}))
    without = known(imports + "def run():\n    return fast\n", entry="", modules=frozenset({"fast"}))
    assert not guarded.fails
    assert without.plain == {"fast": {10: frozenset({1, 3})}}


def test_a_function_that_the_module_calls_is_reached_as_the_module_reaches_it() -> None:
    text = "if ready():\n    x = 1\n\n\ndef run():\n    use(x)\n\n\nif ready():\n    run()\n"
    assert not known(text, entry="").fails
    assert known(text.replace("    run()\n", "    pass\n"), entry="").fails == {"x"}
