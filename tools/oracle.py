"""How often the analysis is exact on random programs whose truth is known by running them.

    python -m tools.oracle --family patterns --count 2000 --seed 7
    python -m tools.oracle --count 5000 --jobs 16 --write      # every family, into docs/benchmarks.md

prints one table: for each family the programs on which the reports are right (the names that fail, each at the first
read of it that fails, and an arm that a failing run takes), what is wrong with the others, and the share of programs in
which something fails. Then the smallest programs that show what is wrong; `--folder DIR` writes them there.
The table depends on the seed and the count, not on the number of processes. Needs this checkout and nothing else.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import random
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from lab import page
from lab.machine import machine
from lab.oracle.compare import Outcome
from lab.oracle.families import FAMILIES
from lab.oracle.tally import Score, groups, scores

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def main() -> int:
    options = _arguments()
    seed = random.SystemRandom().randrange(2**32) if options.seed is None else options.seed
    command = f"python -m tools.oracle --count {options.count} --seed {seed}"
    lines = [f"{datetime.date.today()}; {machine()}; Python {platform.python_version()}. `{command}`", ""]
    heads = ("family", "programs", "right", "share", *Score().kinds(), "fail", "unknown", "seconds")
    lines += [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    print("\n".join(lines), flush=True)
    with ProcessPoolExecutor(options.jobs) as pool:
        wrong = {}
        for family, score in scores(pool, options.family, options.count, seed):
            wrong[family] = score.wrong[: options.shrink]
            lines.append(_row(family, score))
            print(lines[-1], flush=True)
        for family, found in wrong.items():
            for number, (count, example) in enumerate(groups(pool, found)[: options.show]):
                text = _rendered(example, count)
                print(f"\n# {family}\n{text}")
                if options.folder:
                    (options.folder / f"{family}-{seed}-{number}.py").write_text(text, encoding="utf-8")
    if options.write:
        page.write(PAGE, "tools/oracle.py", "\n".join(lines) + "\n")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--family", choices=FAMILIES, nargs="+", default=list(FAMILIES), help="all, when left out")
    parser.add_argument("--count", type=_positive, default=1000, help="programs of each family")
    parser.add_argument("--seed", type=int, help="a fresh one when left out; printed")
    parser.add_argument("--jobs", type=_positive, default=os.cpu_count() or 1, help="processes; one for each core")
    parser.add_argument("--show", type=int, default=10, help="how many kinds of wrong programs to show of each family")
    parser.add_argument("--shrink", type=int, default=60, help="how many wrong programs of each family to shrink")
    parser.add_argument("--folder", type=_folder, help="write the smallest programs here")
    parser.add_argument("--write", action="store_true", help=f"write the table into {PAGE.name}")
    return parser.parse_args()


def _positive(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive whole number")
    return int(text)


def _folder(text: str) -> Path:
    folder = Path(text)
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(f"{text!r} is not a folder")
    return folder


def _row(family: str, score: Score) -> str:
    known = score.known or 1
    shares = f"{score.right / known:.2%}", f"{score.fail / known:.0%}"
    cells = (family, score.known, score.right, shares[0], *score.kinds().values(), shares[1], score.unknown)
    return f"| {' | '.join(map(str, cells))} | {score.seconds:.0f} |"


def _rendered(found: Outcome, count: int) -> str:
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
