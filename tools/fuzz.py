"""Random input for the checker and its fixes, for as long as wanted.

    python -m tools.fuzz --count 100000             # a fresh seed, which is printed
    python -m tools.fuzz --minutes 10 --kinds bytes --jobs 4
    python -m tools.fuzz --seed 17/grammar/4711     # one input again: its text and what is wrong with it

Every input is checked in both scopes, fixed with the safe fixes and with all, and checked again. Wrong are: a
traceback, no end within 20 s, a fixed text that does not parse or has lost something, a finding that is there again
after its fix, and fixing that comes to no end.
"""

from __future__ import annotations

import argparse
import itertools
import random
import secrets
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from lab import fetch
from lab.fuzzing import KINDS, problem, sample, smaller
from nsa_lint.syntax.source import Source, Unreadable

CHUNK = 200


@dataclass
class Result:
    """One worker's share. `wrong`: (name of the input, what is wrong)."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")


def work(seed: str, kind: str, start: int, stop: int) -> Result:
    result = Result()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for index in range(start, stop):
            name = f"{seed}/{kind}/{index}"
            data = sample(kind, random.Random(name))
            result.counts[kind] += 1
            result.counts[f"{kind}, parsed"] += parses(data)
            before = time.perf_counter()
            said = problem(data)
            result.slowest = max(result.slowest, (time.perf_counter() - before, name))
            if said:
                result.wrong.append((name, said))
    return result


def parses(data: bytes) -> bool:
    try:
        Source.of_bytes("module.py", data)
    except Unreadable:
        return False
    return True


def run(seed: str, kinds: list[str], count: int, minutes: float, jobs: int) -> Iterator[Result]:
    """Shares of the work as they are done: `count` inputs in all, or as many as the time allows."""
    end = time.monotonic() + minutes * 60 if minutes else float("inf")
    shares = itertools.cycle(kinds)
    asked = 0
    running: set[Future[Result]] = set()
    with ProcessPoolExecutor(jobs) as pool:
        while True:
            while len(running) < 2 * jobs and time.monotonic() < end and (minutes or asked < count):
                size = CHUNK if minutes else min(CHUNK, count - asked)
                running.add(pool.submit(work, seed, next(shares), asked, asked + size))
                asked += size
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            yield from (each.result() for each in done)


def again(name: str) -> int:
    """One input that was named before, with as few lines as it takes."""
    kind = name.split("/")[1]
    data = sample(kind, random.Random(name))
    said = problem(data)
    if said:
        data = smaller(data)
        said = problem(data)
    sys.stdout.buffer.write(data)
    print(f"\n{said or 'nothing is wrong'}")
    return 1 if said else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", default="", help="any text; or the name of one input, SEED/KIND/NUMBER")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=0, help="in place of --count")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    if options.seed.count("/") == 2:
        return again(options.seed)
    seed = options.seed or secrets.token_hex(4)
    print(f"seed {seed}", flush=True)
    total = Result()
    folder = fetch.cache_folder() / "fuzz"
    for part in run(seed, options.kinds, options.count, options.minutes, options.jobs):
        total.counts += part.counts
        total.slowest = max(total.slowest, part.slowest)
        for name, said in part.wrong:
            total.wrong.append((name, said))
            print(f"{name}: {said.strip().splitlines()[-1]}  (kept in {keep(folder, name)})", flush=True)
    print(", ".join(f"{kind}: {count:,}" for kind, count in sorted(total.counts.items())))
    print(f"slowest: {total.slowest[0]:.2f} s ({total.slowest[1]})")
    print(f"{len(total.wrong)} wrong")
    return 1 if total.wrong else 0


def keep(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name.replace('/', '-')}.py"
    path.write_bytes(sample(name.split("/")[1], random.Random(name)))
    return path


if __name__ == "__main__":
    sys.exit(main())
