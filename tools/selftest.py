"""How much of a change of the code do its own tests notice? Random small mutations, and the tests run on each.

    python -m tools.selftest --count 60                       # of nsa_lint, with a fresh seed, which is printed
    python -m tools.selftest --package nsa_runtime --tests tests/runtime
    python -m tools.selftest --at nsa_lint/analysis/bdd.py:64 # every mutation of one line

A mutation negates a comparison or a test, exchanges `and` and `or` or `break` and `continue`, or drops a `not`, a
flag or a call whose result nobody uses. They are made in a copy of the checkout. The tests that reach the mutated
function run; `tools.reached` knows them. The quick ones first run in a fork of a process that has collected all tests.
What none notices there is tried with all of them in a process of its own. A mutation that makes the tests run on
without end is noticed if they end well within the limit without it, and is not settled otherwise.
"""

from __future__ import annotations

import argparse
import itertools
import json
import queue
import random
import secrets
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from lab import checkout
from lab.forked_plugin import Trial
from tools.mutations import Mutation, Text
from tools.reached import Reached, Test, reached, run_tests

TESTS = {"nsa_lint": ["tests/lint", "tests/editor"], "nsa_runtime": ["tests/runtime"]}
START = 120.0  # seconds in which a run of pytest has started, whatever it imports
SLOWER = 10.0  # times as long as the tests took when they were recorded
IN_FORKS = 60.0  # processor seconds of the quickest tests, which notice nearly all that any does
NOTICED, LIVES, OPEN = "noticed", "lives", "not settled"


def complaint(folder: Path, tests: Sequence[Test], limit: float) -> str:
    """What pytest says where one of the tests fails on the code in the folder; nothing where they pass."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as picked:
        json.dump([each.name for each in tests], picked)
        picked.flush()
        modules = [*dict.fromkeys(each.module for each in tests)]
        done = run_tests(folder, modules, {"NSA_PICKED": picked.name}, limit)
    if done.returncode in (0, 5):
        return ""
    if done.returncode < 0:
        return f"ended by signal {-done.returncode}"
    lines = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return (lines or done.stdout.splitlines() or [done.stderr or "?"])[-1]


def outcome(mutation: Mutation, folder: Path, stages: Sequence[Sequence[Test]]) -> tuple[str, str]:
    """Whether a test notices the mutation, and what says so."""
    raw = mutation.path.read_bytes()
    for tests in stages:
        limit = START + SLOWER * sum(each.seconds for each in tests)
        mutation.path.write_bytes(mutation.text())
        try:
            said = complaint(folder, tests, limit)
        except subprocess.TimeoutExpired:
            said = f"no end after {limit:.0f} s"
        finally:
            mutation.path.write_bytes(raw)
        if said.startswith("no end"):
            try:
                without = complaint(folder, tests, limit / 2)
            except subprocess.TimeoutExpired:
                without = "nor without the mutation after half of it"
            return (OPEN, f"{said}; {without}") if without else (NOTICED, said)
        if said:
            return NOTICED, said
    return LIVES, f"{sum(map(len, stages))} tests pass"


def noticed_in_forks(folder: Path, mutations: Sequence[Mutation], known: Reached) -> list[str]:
    """The test that notices each mutation in a fork of one process; "" where none does, or it has to run afresh."""
    with tempfile.TemporaryDirectory() as name:
        trials, tried = Path(name) / "trials", Path(name) / "tried"
        tried.touch()
        with trials.open("w", encoding="utf-8") as out:
            for each in mutations:
                path = each.path.relative_to(folder).as_posix()
                tests = sorted(itertools.chain(*known.stages(path, each.line)), key=lambda test: test.seconds)
                spent = [*itertools.accumulate(test.seconds for test in tests)]
                quick = {test.name: test.seconds for test, until in zip(tests, spent, strict=True) if until <= IN_FORKS}
                out.write(Trial(path, each.start, each.stop, each.new.decode(), quick).line())
        modules = [*dict.fromkeys(test.module for test in known.tests)]
        run_tests(folder, modules, {"NSA_TRIALS": str(trials), "NSA_TRIED": str(tried)})
        found = [json.loads(line) or "" for line in tried.read_text(encoding="utf-8").splitlines()]
    return found + [""] * (len(mutations) - len(found))


def outcomes(folders: Sequence[Path], mutations: Sequence[Mutation], known: Reached) -> Iterator[tuple[str, str, str]]:
    """What becomes of each mutation, in the order of the sample; each folder, a copy, tries one at a time."""
    jobs = len(folders)
    shown = [each.shown(folders[0]) for each in mutations]  # before a file is changed
    shares = [[_in(folder, each, folders[0]) for each in mutations[job::jobs]] for job, folder in enumerate(folders)]
    free: queue.SimpleQueue[Path] = queue.SimpleQueue()
    for folder in folders:
        free.put(folder)

    def afresh(mutation: Mutation) -> tuple[str, str]:
        folder = free.get()
        try:
            name = mutation.path.relative_to(folders[0]).as_posix()
            return outcome(_in(folder, mutation, folders[0]), folder, known.stages(name, mutation.line))
        finally:
            free.put(folder)

    with ThreadPoolExecutor(jobs) as pool:
        forked = [*pool.map(noticed_in_forks, folders, shares, itertools.repeat(known))]
        tests = [forked[number % jobs][number // jobs] for number in range(len(mutations))]
        left = pool.map(afresh, [each for each, test in zip(mutations, tests, strict=True) if not test])
        for text, test in zip(shown, tests, strict=True):
            yield (text, *((NOTICED, f"FAILED {test}") if test else next(left)))


def _in(folder: Path, mutation: Mutation, other: Path) -> Mutation:
    """The mutation in this copy, not in the other one."""
    return replace(mutation, path=folder / mutation.path.relative_to(other))


def chosen(folder: Path, package: str, at: Sequence[str], count: int, seed: str) -> list[Mutation]:
    files = sorted((folder / package).rglob("*.py"))
    if at:
        files = [path for path in files if any(each.startswith(f"{path.relative_to(folder)}:") for each in at)]
    every = [each for path in files for each in Text(path).mutations()]
    if at:
        found = [each for each in every if f"{each.path.relative_to(folder)}:{each.line}" in at and each.compiles()]
        if not found:
            sys.exit(f"selftest: --at is {' '.join(at)}; expected FILE:LINE of something that can be mutated")
        return found
    random.Random(seed).shuffle(every)
    return list(itertools.islice(filter(Mutation.compiles, every), count))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--package", choices=tuple(TESTS), default="nsa_lint")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", default="", help="any text; a fresh one when left out")
    parser.add_argument("--at", nargs="+", default=[], metavar="FILE:LINE", help="these lines in place of random ones")
    parser.add_argument("--jobs", type=int, default=1, help="mutations that are tried at a time")
    parser.add_argument("--tests", nargs="+", help="folders or files of tests; those of the package when left out")
    options = parser.parse_args()
    seed = options.seed or secrets.token_hex(4)
    if options.jobs < 1:
        parser.error(f"--jobs is {options.jobs}; expected 1 or more")
    known = reached(options.package, options.tests or TESTS[options.package], options.jobs)
    with tempfile.TemporaryDirectory() as name:
        folders = [checkout.copy_to(Path(name) / str(job)) for job in range(options.jobs)]
        mutations = chosen(folders[0], options.package, options.at, options.count, seed)
        odd = [each for each in known.tests if each.reached is None]
        failed = complaint(folders[0], odd, START + SLOWER * sum(each.seconds for each in odd)) if odd else ""
        if failed:
            sys.exit(f"selftest: a test fails on the code as it is; expected all to pass\n{failed}")
        print(f"seed {seed}, {len(mutations)} mutations, {len(known.tests)} tests", flush=True)
        count: Counter[str] = Counter()
        for shown, verdict, why in outcomes(folders, mutations, known):
            count[verdict] += 1
            print(f"{verdict:<8} {shown}\n         {why}", flush=True)
    print(", ".join(f"{count[verdict]} {verdict}" for verdict in (NOTICED, LIVES, OPEN)), f"of {len(mutations)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
