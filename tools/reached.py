"""Which tests reach which functions of a package: made once by a run of its tests, kept in the cache of archives.

A copy of the checkout is instrumented: each function first notes its number. So whatever runs it is seen, in whatever
process. Tests of a changed or new file run again; all do after a change of the package or of lab/. What no test
reaches cannot be noticed by one, so a test that is not named for a function need not be run for a change of it; the
house rules, which read what they are about, are run for any.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab import checkout, fetch

QUICK = 20.0  # processor seconds of the tests that run first
FEW = 5  # the modules that they are of, for each takes its time to be imported
NOTES = '''"""Which functions this process has reached."""

import os

SEEN = set()
_FOLDER = os.environ.get("NSA_REACHED_HITS")
_MAIN = os.environ.get("NSA_REACHED_MAIN")


def reach(number):
    if number not in SEEN:
        SEEN.add(number)
        if _FOLDER and str(os.getpid()) != _MAIN:
            try:
                with open(f"{_FOLDER}/{os.getpid()}", "a") as file:
                    file.write(f"{number}\\n")
            except OSError:
                pass
'''


@dataclass(frozen=True)
class Function:
    """A function of the package, and whether it notes that it is reached; a kernel cannot."""

    path: str
    first: int
    last: int
    notes: bool


@dataclass(frozen=True)
class Test:
    """A test; `reached` are numbers of functions, None where the test fails on what is instrumented."""

    name: str
    seconds: float
    reached: frozenset[int] | None

    @property
    def module(self) -> str:
        return self.name.partition("::")[0]

    @property
    def reads(self) -> bool:
        """Whether it is one of the house rules, which read every function and reach none."""
        return Path(self.module).name.startswith("test_house")


@dataclass(frozen=True)
class Reached:
    """The functions of a package, and the tests."""

    functions: list[Function]
    tests: list[Test]

    def stages(self, path: str, line: int) -> list[list[Test]]:
        """The tests that can notice a change of a line: some quick ones, then the others."""
        around = [number for number, each in enumerate(self.functions) if each.path == path]
        around = [number for number in around if self.functions[number].first <= line <= self.functions[number].last]
        inner = max(around, key=lambda number: self.functions[number].first, default=None)
        everything = inner is None or not self.functions[inner].notes
        able = [
            each for each in self.tests if everything or each.reads or each.reached is None or inner in each.reached
        ]
        able.sort(key=lambda each: each.seconds)
        quick, spent = [], 0.0
        for each in able:
            if spent < QUICK:
                quick.append(each)
                spent += each.seconds
        few = {module for module, _ in Counter(each.module for each in quick).most_common(FEW)}
        first = [each for each in quick if each.module in few]
        taken = set(first)
        return [*filter(None, (_by_module(first), _by_module([each for each in able if each not in taken])))]


def _by_module(tests: Sequence[Test]) -> list[Test]:
    """The tests of a module together, quick modules first."""
    spent: Counter[str] = Counter()
    for each in tests:
        spent[each.module] += each.seconds  # type: ignore[assignment]
    return sorted(tests, key=lambda each: (spent[each.module], each.module))


def reached(package: str, folders: Sequence[str], jobs: int) -> Reached:
    """The functions of the package and the tests in the folders; made anew where something has changed."""
    keep = fetch.cache_folder() / "reached" / f"{package}.json"
    known = json.loads(keep.read_text(encoding="utf-8")) if keep.exists() else {}
    source = _digest(name for name in checkout.files() if name.startswith((f"{package}/", "lab/")))
    if known.get("source") != source:
        known = {"source": source, "modules": {}}
    modules = {name: _digest([name]) for name in checkout.files() if _is_test(name, folders)}
    missing = [name for name, digest in modules.items() if known["modules"].get(name, {}).get("digest") != digest]
    with tempfile.TemporaryDirectory() as name:
        copy = checkout.copy_to(Path(name) / "checkout")
        functions = instrument(copy, package)
        for module, tests in _recorded(copy, missing, jobs):
            known["modules"][module] = {"digest": modules[module], "tests": tests}
    keep.parent.mkdir(parents=True, exist_ok=True)
    keep.write_text(json.dumps(known), encoding="utf-8")
    tests = [each for module in modules for each in known["modules"][module]["tests"]]
    return Reached(
        functions, [Test(name, seconds, None if hit is None else frozenset(hit)) for name, seconds, hit in tests]
    )


def _is_test(name: str, folders: Sequence[str]) -> bool:
    path = Path(name)
    inside = any(path.is_relative_to(folder) for folder in folders)
    return inside and path.suffix == ".py" and path.name.startswith("test_")


def _digest(names: Iterable[str]) -> str:
    found = hashlib.sha256()
    for name in sorted(names):
        found.update(name.encode() + b"\0" + (fetch.ROOT / name).read_bytes())
    return found.hexdigest()


def _recorded(copy: Path, modules: Sequence[str], jobs: int) -> Iterator[tuple[str, list[Any]]]:
    """What the tests of each module reach."""
    with ThreadPoolExecutor(jobs) as pool:
        for module, tests in zip(modules, pool.map(lambda module: _of_module(copy, module), modules), strict=True):
            print(f"reached  {module}: {len(tests)} tests", flush=True)
            yield module, tests


def _of_module(copy: Path, module: str) -> list[Any]:
    with tempfile.TemporaryDirectory() as name:
        out, hits = Path(name) / "tests", Path(name) / "hits"
        out.touch()
        hits.mkdir()
        run_tests(copy, [module], {"NSA_REACHED": str(out), "NSA_REACHED_HITS": str(hits)})
        return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def run_tests(
    folder: Path, modules: Sequence[str], extra: dict[str, str], limit: float | None = None
) -> subprocess.CompletedProcess[str]:
    """Run pytest on the code in the folder, with the plugins; it stops at the first failure unless it records.

    Only a mutation may end the process by a signal: where kernels run on the CPU it may read or write anywhere.
    """
    environment = {**os.environ, **extra, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    environment["NSA_GUARD_CACHE"] = str(fetch.cache_folder())
    environment["NSA_GUARD_SEED"] = "1"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tools.reached_plugin"]
    command += ["-p", "lab.forked_plugin"] if "NSA_TRIALS" in extra else []
    command += [] if "NSA_REACHED" in extra else ["-x"]
    done = subprocess.run(
        [*command, *modules], cwd=folder, env=environment, capture_output=True, text=True, timeout=limit
    )
    crashed = done.returncode < 0 and "NSA_PICKED" in extra
    if done.returncode not in (0, 1, 2, 3, 5) and not crashed:  # 4: wrong usage; 5: no test here, as without torch
        sys.exit(f"pytest {' '.join(modules)} ended with {done.returncode}; expected 0 or 1\n{done.stdout}")
    return done


def instrument(folder: Path, package: str) -> list[Function]:
    """Let each function of the package in the folder note that it is reached."""
    functions: list[Function] = []
    for path in sorted((folder / package).rglob("*.py")):
        raw = path.read_bytes()
        starts = [0]
        for each in raw.splitlines(keepends=True):
            starts.append(starts[-1] + len(each))
        edits: dict[int, list[bytes]] = defaultdict(list)
        tree = ast.parse(raw)
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                statement = _first(node)
                functions.append(
                    Function(
                        path.relative_to(folder).as_posix(),
                        min(each.lineno for each in (node, *node.decorator_list)),
                        node.end_lineno or 0,
                        statement is not None,
                    )
                )
                if statement is not None:
                    line, column = _place(statement)
                    note = f"_reach({len(functions) - 1})".encode()
                    compound = "body" in statement._fields or "cases" in statement._fields
                    edits[starts[line - 1] + column].append(note + (b"\n" + b" " * column if compound else b"; "))
        for at in sorted(edits, reverse=True):
            raw = raw[:at] + b"".join(edits[at]) + raw[at:]
        if edits:
            lines = raw.splitlines(keepends=True)
            lines.insert(_after_future(tree), f"from {package}._reached import reach as _reach\n".encode())
            path.write_bytes(b"".join(lines))
    (folder / package / "_reached.py").write_text(NOTES, encoding="utf-8")
    return functions


def _first(node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.stmt | None:
    """The statement before which a function notes; None where it has none of its own, or is compiled elsewhere."""
    if any("jit" in ast.unparse(each) for each in node.decorator_list):
        return None
    body = node.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    return body[0] if body and _place(body[0])[0] > node.lineno else None


def _place(statement: ast.stmt) -> tuple[int, int]:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(each.lineno for each in decorators)]), statement.col_offset


def _after_future(tree: ast.Module) -> int:
    """The line after the docstring and the imports from `__future__`."""
    last = 0
    for statement in tree.body:
        documents = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if documents or (isinstance(statement, ast.ImportFrom) and statement.module == "__future__"):
            last = statement.end_lineno or 0
        else:
            break
    return last
