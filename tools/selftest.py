"""How much of a change of the code do its own tests notice? Random small mutations, and the tests run on each.

    python -m tools.selftest --count 60                       # of nsa_lint, with a fresh seed, which is printed
    python -m tools.selftest --package nsa_runtime --first tests/runtime/test_reference.py --tests tests/runtime
    python -m tools.selftest --at nsa_lint/analysis/bdd.py:64 # every mutation of one line

A mutation negates a comparison or a test, exchanges `and` and `or` or `break` and `continue`, or drops a `not`, a
flag or a call whose result nobody uses. They are made in a copy of the checkout. The tests `--first` run first, one
file after another; what they let live, all of `--tests` have to notice.
"""

from __future__ import annotations

import argparse
import ast
import itertools
import os
import queue
import random
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from lab import checkout, fetch

# What notices most in the least time.
FIRST = [f"tests/lint/test_{name}.py" for name in ("cases", "fixes", "rules", "report", "gate", "oracle", "real_file")]
LIMIT = 600  # seconds for the tests; a mutation that takes longer is noticed
SWAPS: dict[type[ast.cmpop], str] = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
}


@dataclass(frozen=True)
class Mutation:
    """The bytes from `start` to `stop` of a file become `new`."""

    path: Path
    line: int
    start: int
    stop: int
    new: bytes

    def text(self) -> bytes:
        """The file with the mutation."""
        raw = self.path.read_bytes()
        return raw[: self.start] + self.new + raw[self.stop :]

    def compiles(self) -> bool:
        try:
            compile(self.text(), str(self.path), "exec")
        except SyntaxError:
            return False
        return True

    def shown(self, folder: Path) -> str:
        old = self.path.read_bytes()[self.start : self.stop]
        where = f"{self.path.relative_to(folder)}:{self.line}"
        return f"{where} {' '.join(old.decode().split())!r} -> {self.new.decode()!r}"


class Text:
    """A file's bytes, and where its nodes are in them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.raw = path.read_bytes()
        self.starts = [0]
        for line in self.raw.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def start(self, node: ast.expr | ast.stmt) -> int:
        return self.starts[node.lineno - 1] + node.col_offset

    def stop(self, node: ast.expr | ast.stmt) -> int:
        return self.starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)

    def mutations(self) -> Iterator[Mutation]:
        for node in ast.walk(ast.parse(self.raw)):
            for start, stop, new in self._edits(node):
                yield Mutation(self.path, node.lineno, start, stop, new)  # type: ignore[attr-defined]

    def _edits(self, node: ast.AST) -> Iterator[tuple[int, int, bytes]]:
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            start, stop = self.stop(node.left), self.start(node.comparators[0])
            if not set(self.raw[start:stop]) & set(b"()#"):
                yield start, stop, f" {SWAPS[type(node.ops[0])]} ".encode()
        elif isinstance(node, ast.BoolOp):
            old, new = (b"and", b"or") if isinstance(node.op, ast.And) else (b"or", b"and")
            for left, right in zip(node.values, node.values[1:], strict=False):
                start, stop = self.stop(left), self.start(right)
                if self.raw[start:stop].count(old) == 1:
                    yield start, stop, self.raw[start:stop].replace(old, new)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield self.start(node), self.start(node.operand), b""
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
            yield self.start(node), self.stop(node), str(not node.value).encode()
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield self.start(node), self.stop(node), b"pass"
        elif isinstance(node, (ast.Continue, ast.Break)):
            yield self.start(node), self.stop(node), b"break" if isinstance(node, ast.Continue) else b"continue"
        elif isinstance(node, ast.If):
            start, stop = self.start(node.test), self.stop(node.test)
            yield start, stop, b"(not (" + self.raw[start:stop] + b"))"


def complaint(folder: Path, tests: Sequence[str]) -> str:
    """What pytest prints where one of the tests fails on the code in the folder; nothing where they pass."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    environment["NSA_GUARD_CACHE"] = str(fetch.cache_folder())
    environment["NSA_GUARD_SEED"] = "1"
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return f"no end after {LIMIT} s"
    if done.returncode not in (0, 1, 2, 3):  # 4: wrong usage, 5: no tests; nothing was tried then
        sys.exit(f"selftest: pytest {' '.join(tests)} ended with {done.returncode}; expected 0 or 1\n{done.stdout}")
    return done.stdout if done.returncode else ""


def lives(mutation: Mutation, folder: Path, first: Sequence[str], tests: Sequence[str]) -> bool:
    """Whether all tests pass in spite of the mutation."""
    raw = mutation.path.read_bytes()
    mutation.path.write_bytes(mutation.text())
    try:
        return not any(complaint(folder, some) for some in (*([each] for each in first), tests))
    finally:
        mutation.path.write_bytes(raw)


def survivors(
    folders: Sequence[Path], mutations: Sequence[Mutation], first: Sequence[str], tests: Sequence[str]
) -> Iterator[str]:
    """The mutations that live, in the order of the sample; each folder, a copy of the checkout, tries one at a time."""
    free: queue.SimpleQueue[Path] = queue.SimpleQueue()
    for folder in folders:
        free.put(folder)

    def tried(mutation: Mutation) -> str:
        folder = free.get()
        try:
            here = replace(mutation, path=folder / mutation.path.relative_to(folders[0]))
            return here.shown(folder) if lives(here, folder, first, tests) else ""
        finally:
            free.put(folder)

    with ThreadPoolExecutor(len(folders)) as pool:
        yield from filter(None, pool.map(tried, mutations))


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
    parser.add_argument("--package", choices=("nsa_lint", "nsa_runtime"), default="nsa_lint")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", default="", help="any text; a fresh one when left out")
    parser.add_argument("--at", nargs="+", default=[], metavar="FILE:LINE", help="these lines in place of random ones")
    parser.add_argument("--jobs", type=int, default=1, help="mutations that are tried at a time")
    parser.add_argument("--first", nargs="*", default=FIRST, help="tests to run first, one file after another")
    parser.add_argument("--tests", nargs="+", default=["tests/lint"], help="tests to run for what the first let live")
    options = parser.parse_args()
    seed = options.seed or secrets.token_hex(4)
    if options.jobs < 1:
        parser.error(f"--jobs is {options.jobs}; expected 1 or more")
    with tempfile.TemporaryDirectory() as name:
        folders = [checkout.copy_to(Path(name) / str(job)) for job in range(options.jobs)]
        mutations = chosen(folders[0], options.package, options.at, options.count, seed)
        failed = complaint(folders[0], [*options.first, *options.tests])
        if failed:
            sys.exit(f"selftest: the tests fail on the code as it is; expected them to pass\n{failed}")
        print(f"seed {seed}, {len(mutations)} mutations", flush=True)
        alive = 0
        for each in survivors(folders, mutations, options.first, options.tests):
            alive += 1
            print(f"lives  {each}", flush=True)
    print(f"{len(mutations) - alive} of {len(mutations)} noticed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
