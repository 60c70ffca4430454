"""How often the analysis is exact on random programs whose truth is known by running them.

    python -m tools.oracle --family patterns --count 2000 --seed 7
    python -m tools.oracle --count 300             # every family

prints for each family the share of programs on which the reports are exact: the names that fail, each at the first read
of it that fails, and the arm one that a failing run takes. Then what is wrong, and the smallest programs that show it.
`--folder DIR` writes these programs there, one a file.
"""

from __future__ import annotations

import argparse
import ast
import collections
import random
import re
import sys
import time
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from lab.check import reads
from lab.oracle.compare import KINDS, Disagreement, compare, shrink
from lab.oracle.families import FAMILIES, programs


@dataclass
class Score:
    """What came of the programs of one family."""

    exact: int = 0
    unknown: int = 0
    found: list[Disagreement] = field(default_factory=list)

    @property
    def known(self) -> int:
        return self.exact + len(self.found)

    def row(self, family: str, seconds: float) -> str:
        kinds = collections.Counter(kind for each in self.found for kind in each.kinds)
        share = f"{self.exact / self.known:.2%}" if self.known else "-"
        cells = [
            family,
            self.known,
            self.exact,
            share,
            *(kinds[kind] for kind in KINDS),
            self.unknown,
            f"{seconds:.0f}",
        ]
        return f"| {' | '.join(map(str, cells))} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--family", choices=FAMILIES, nargs="+", default=list(FAMILIES), help="all, when left out")
    parser.add_argument("--count", type=int, default=1000, help="programs of each family")
    parser.add_argument("--seed", type=int, default=None, help="a fresh one when left out; printed")
    parser.add_argument("--show", type=int, default=10, help="how many kinds of disagreements to show of each family")
    parser.add_argument("--shrink", type=int, default=60, help="how many disagreements to shrink")
    parser.add_argument("--folder", type=Path, help="write the smallest programs here")
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(2**32) if options.seed is None else options.seed
    print(f"seed {seed}; a program may be wrong in several ways; unknown: programs without a known truth, left out\n")
    heads = ("family", "programs", "exact", "share", *KINDS, "unknown", "seconds")
    print(f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}", flush=True)
    scores = {}
    for family in options.family:
        start = time.perf_counter()
        scores[family] = run(family, options.count, seed)
        print(scores[family].row(family, time.perf_counter() - start), flush=True)
    for family, score in scores.items():
        for number, (count, example) in enumerate(groups(score.found, options.shrink)[: options.show]):
            text = told(example, count)
            print(f"\n# {family}\n{text}")
            if options.folder:
                (options.folder / f"{family}-{seed}-{number}.py").write_text(text, encoding="utf-8")
    return 0


def run(family: str, count: int, seed: object) -> Score:
    """The first `count` programs of a seed."""
    score = Score()
    for program in islice(programs(family, seed), count):
        result = compare(program, reads)
        if result is None:
            score.unknown += 1
        elif isinstance(result, Disagreement):
            score.found.append(result)
        else:
            score.exact += 1
    return score


def groups(found: list[Disagreement], most: int) -> list[tuple[int, Disagreement]]:
    """Shrunk disagreements, those of one shape together, the most frequent first."""
    shapes: dict[str, list[Disagreement]] = collections.defaultdict(list)
    for each in found[:most]:
        small = shrink(each, reads)
        shapes[small.kind + shape(small.program.text)].append(small)
    ordered = sorted(shapes.values(), key=len, reverse=True)
    return [(len(same), min(same, key=lambda each: len(each.program.text))) for same in ordered]


def shape(text: str) -> str:
    """The statements of a program without its names and constants."""
    kinds = [type(node).__name__ for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.stmt, ast.NamedExpr))]
    return re.sub(r"Assign|Expr|Pass", "", " ".join(sorted(set(kinds))))


def told(found: Disagreement, count: int) -> str:
    """The program, with comments that say what fails in it and what was reported."""
    lines = [f"# {count}x {found.kind}. Fails, by line, with the lines of arms taken (-: none of the chain there):"]
    for how in ("plain", "caught", "follows", "either"):
        for name, places in getattr(found.truth, how).items():
            arms = "; ".join(f"line {line}: {sorted(each)}" for line, each in sorted(places.items()))
            lines.append(f"#   {name} ({how}): {arms}")
    lines += [f"# reported at line {each.line}: {each.code} {each.message}" for each in found.reports]
    domains = ", ".join(
        f"{name} in {domain!r}"
        for name, domain in found.program.parameters.items()
        if re.search(rf"\b{name}\b", found.program.text)
    )
    return "\n".join([found.program.text.rstrip(), *lines, f"# inputs: {domains}"]) + "\n"


if __name__ == "__main__":
    sys.exit(main())
