"""How often the analysis is exact on random programs whose truth is known by running them.

    python -m tools.oracle --level 3 --count 2000 --seed 7

prints the share of programs on which the reported variables are exactly the failing ones, what saying nothing would
score, and the smallest programs on which they differ.
"""

from __future__ import annotations

import argparse
import ast
import collections
import random
import re
import sys
import time

from lab.check import names
from lab.oracle.compare import Disagreement, compare, shrink
from lab.oracle.generate import generate


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--level", type=int, choices=(1, 2, 3), required=True)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=None, help="a fresh one when left out; printed")
    parser.add_argument("--show", type=int, default=10, help="how many kinds of disagreements to show")
    parser.add_argument("--shrink", type=int, default=60, help="how many disagreements to shrink")
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(2**32) if options.seed is None else options.seed
    start = time.perf_counter()
    known, unknown, silent, found = run(options.level, options.count, seed)
    seconds = time.perf_counter() - start
    exact = known - len(found)
    print(f"level {options.level}, seed {seed}: {exact} of {known} programs exact ({exact / known:.3%});")
    print(f"saying nothing is exact on {silent / known:.1%}; {unknown} programs without a known truth left out;")
    alarms = sum(len(each.got - each.expected) for each in found)
    missed = sum(len(each.expected - each.got) for each in found)
    print(f"{alarms} false alarms, {missed} missed variables; {seconds:.0f} s")
    for count, example in groups(found, options.shrink)[: options.show]:
        print(f"\n# {count}x {example.kind}: fails on {sorted(example.expected)}, reported {sorted(example.got)}")
        print(example.program.text)
    return 0


def run(level: int, count: int, seed: int) -> tuple[int, int, int, list[Disagreement]]:
    """(programs with a known truth, without, with no failing variable, disagreements)."""
    known = unknown = silent = 0
    found = []
    for index in range(count):
        program = generate(level, random.Random(f"{seed}/{level}/{index}"))
        result = compare(program, names)
        if result is None:
            unknown += 1
            continue
        known += 1
        if isinstance(result, Disagreement):
            found.append(result)
            silent += not result.expected
        else:
            silent += not names(program.text)
    return known, unknown, silent, found


def groups(found: list[Disagreement], most: int) -> list[tuple[int, Disagreement]]:
    """Shrunk disagreements, those of one shape together, the most frequent first."""
    shapes: dict[str, list[Disagreement]] = collections.defaultdict(list)
    for each in found[:most]:
        small = shrink(each, names)
        shapes[small.kind + shape(small.program.text)].append(small)
    ordered = sorted(shapes.values(), key=len, reverse=True)
    return [(len(same), min(same, key=lambda each: len(each.program.text))) for same in ordered]


def shape(text: str) -> str:
    """The statements of a program without its names and constants."""
    kinds = [type(node).__name__ for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.stmt, ast.NamedExpr))]
    return re.sub(r"Assign|Expr|Pass", "", " ".join(sorted(set(kinds))))


if __name__ == "__main__":
    sys.exit(main())
