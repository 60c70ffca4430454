"""The checker beside today's: on random programs whose truth is known, and on the real file with the bug and without.

    make bench-lint                                # or, in an environment with all the tools:
    python -m tools.bench_lint --count 100 --seed 20261 --write

Every tool runs once over the same folder, which has programs of every family, with its check for unbound names switched
on. Its report is compared with the variables that fail when the program is run for every input (lab/oracle). `--write`
puts the tables into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import ast
import builtins
import datetime
import json
import platform
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from lab import fetch, surgery
from lab.machine import machine
from lab.oracle import families
from lab.oracle.execute import truth
from lab.oracle.program import Program, global_reads, module_bindings
from lab.page import write
from lab.surgery import FILE, PACKAGE, VERSION
from tools import peers

PAGE = fetch.ROOT / "docs" / "benchmarks.md"
PYLINT = "used-before-assignment,possibly-used-before-assignment,undefined-variable,undefined-loop-variable"
PYRIGHT = {"reportPossiblyUnbound", "reportPossiblyUnboundVariable", "reportUnboundVariable", "reportUndefinedVariable"}

Said = set[tuple[str, str]]  # (file, variable)


def lines(pattern: str) -> Callable[[str], Said]:
    """Out of lines that start with the file; the pattern's group is the variable."""
    return lambda out: set(re.findall(rf"^(?:.*/)?(\w+\.py):\d+.*?{pattern}", out, re.MULTILINE))


def pyright_says(out: str) -> Said:
    said = [each for each in json.loads(out)["generalDiagnostics"] if each.get("rule") in PYRIGHT]
    return {(Path(each["file"]).name, re.findall(r'"(\w+)"', each["message"])[0]) for each in said}


def pyrefly_says(out: str) -> Said:
    said = [each for each in json.loads(out)["errors"] if each["name"] in ("unbound-name", "unknown-name")]
    return {(Path(each["path"]).name, re.findall(r"`(\w+)`", each["description"])[0]) for each in said}


@dataclass(frozen=True)
class Tool:
    name: str
    command: tuple[str, ...]  # run in the folder, followed by its files
    says: Callable[[str], Said]


TOOLS = (
    Tool("nsa-guard", ("flake8", "--isolated", "--select=NSA", "--nsa-scope=all"), lines(r": NSA\d+ '(\w+)'")),
    Tool(
        "ty",
        ("ty", "check", "--output-format=concise", "--error=possibly-unresolved-reference"),
        lines(r"\[(?:possibly-)?unresolved-reference\] Name `(\w+)` "),
    ),
    Tool("pyright", ("pyright", "--outputjson"), pyright_says),
    Tool(
        "mypy",
        ("mypy", "--enable-error-code=possibly-undefined", "--check-untyped-defs", "--no-incremental"),
        lines(r'"(\w+)" (?:may be undefined|is used before definition|is not defined)'),
    ),
    Tool(
        "pyrefly",
        (
            "pyrefly",
            "check",
            "--output-format=json",
            "--preset=default",
            "--check-unannotated-defs",
            "--error=unbound-name",
        ),
        pyrefly_says,
    ),
    Tool(
        "pylint",
        ("pylint", "--disable=all", f"--enable={PYLINT}"),
        lines(r": [EW]06\d\d: .*?'(\w+)'"),
    ),
)


def run(tool: Tool, folder: Path) -> Said:
    program = Path(sys.executable).with_name(tool.command[0])
    if not program.exists():
        sys.exit(f"{tool.command[0]} is not installed beside {sys.executable}; `make bench-lint` installs all of them")
    files = sorted(path.name for path in folder.glob("*.py"))
    done = subprocess.run([program, *tool.command[1:], *files], cwd=folder, capture_output=True, text=True)
    said = tool.says(done.stdout)
    if not said:
        sys.exit(f"{tool.name} said nothing at all: was its check on?\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return said


# -- programs --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """A program and its truth."""

    program: Program
    fails: frozenset[str]
    safe: frozenset[str]


def programs(family: str, count: int, seed: int) -> Iterator[Known]:
    """The first `count` programs of a seed whose truth is known."""
    for program in families.programs(family, seed):
        found = truth(program)
        if found is not None:
            may_be_reported = found.fails | found.follows.keys() | found.either.keys()
            yield Known(program, frozenset(found.fails), frozenset(variables(program) - may_be_reported))
            count -= 1
        if not count:
            return


def variables(program: Program) -> set[str]:
    """The names whose binding is in question: the locals, or where the module itself is the run, what it binds."""
    tree = ast.parse(program.text)
    read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    return read & (set(program.locals) if program.entry else module_bindings(compile(tree, "f", "exec")))


def module(program: Program) -> str:
    """The program as a file that a type checker can read: what it calls is there, of unknown type."""
    code = compile(program.text, "f", "exec")
    known = {"suppress", "manager", *dir(builtins), *module_bindings(code)}
    header = "from contextlib import nullcontext as manager, suppress\nfrom typing import Any\n\n"
    return (
        header + "".join(f"{name}: Any = None\n" for name in sorted(global_reads(code) - known)) + "\n\n" + program.text
    )


@dataclass(frozen=True)
class Shares:
    """How a tool does on the programs of a family."""

    exact: float  # of the programs
    alarms: float  # of the variables that never fail, those reported
    found: float  # of the variables that fail, those reported


def results(count: int, seed: int) -> Iterator[tuple[str, dict[str, Shares]]]:
    """Each tool's shares by family; every tool reads the programs of all families at once."""
    known = {family: list(programs(family, count, seed)) for family in families.ONE_FILE}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for _, each, file in _files(known):
            (folder / file).write_text(module(each.program), encoding="utf-8")
        for tool in TOOLS:
            print(f"{tool.name} ...", file=sys.stderr, flush=True)
            yield tool.name, _by_family(known, run(tool, folder))
    yield "nothing", _by_family(known, set())


def _files(known: dict[str, list[Known]]) -> Iterator[tuple[str, Known, str]]:
    for family, each_known in known.items():
        for index, each in enumerate(each_known):
            yield family, each, f"{family}_{index:05}.py"


def _by_family(known: dict[str, list[Known]], said: Said) -> dict[str, Shares]:
    answers: dict[str, list[tuple[Known, set[str]]]] = {family: [] for family in known}
    for family, each, file in _files(known):
        answers[family].append((each, {name for name in each.fails | each.safe if (file, name) in said}))
    return {family: _shares(pairs) for family, pairs in answers.items()}


def _shares(pairs: list[tuple[Known, set[str]]]) -> Shares:
    exact = sum(answer == each.fails for each, answer in pairs)
    alarms = sum(len(answer & each.safe) for each, answer in pairs)
    found = sum(len(answer & each.fails) for each, answer in pairs)
    safe, fails = sum(len(each.safe) for each, _ in pairs), sum(len(each.fails) for each, _ in pairs)
    return Shares(exact / len(pairs), alarms / max(safe, 1), found / max(fails, 1))


# -- the real file ---------------------------------------------------------------------------------------------


def real_file() -> Iterator[tuple[str, int, int, str]]:
    """(tool, reports on the broken file, on the fixed file, what is said of the broken file only)."""
    original = fetch.text(PACKAGE, VERSION, FILE)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "broken.py").write_text(surgery.broken(original), encoding="utf-8")
        Path(folder, "fixed.py").write_text(surgery.fixed(original), encoding="utf-8")
        for tool, (command, names) in peers.CHECKERS.items():
            said = [Counter(names(peers.run(folder, [*command, file]))) for file in ("broken.py", "fixed.py")]
            only = sorted((said[0] - said[1]).elements())
            yield tool, said[0].total(), said[1].total(), ", ".join(only) or "nothing"


# -- the page --------------------------------------------------------------------------------------------------


def page(count: int, seed: int) -> str:
    told = [f"{tool.name} {version('nsa-guard' if tool.name == 'nsa-guard' else tool.name)}" for tool in TOOLS]
    parts = [
        f"{datetime.date.today()}; {machine()}; Python {platform.python_version()}; {', '.join(told)}.",
        f"`python -m tools.bench_lint --count {count} --seed {seed}`",
        "",
        "Exact: of the programs, those on which the variables reported are those that fail, no more and no fewer.",
        "Alarms: of the variables that never fail, those reported. Found: of those that fail, those reported.",
        "*nothing* is a tool that never reports.",
    ]
    by_tool = dict(results(count, seed))
    for heading, of in (("Exact", "exact"), ("Alarms", "alarms"), ("Found", "found")):
        parts += ["", f"### {heading}", "", *_table(by_tool, of)]
    parts += ["", f"### The real file: {PACKAGE} {VERSION}, `{FILE}`", ""]
    parts += ["| tool | reports, broken file | reports, fixed file | of the broken file only |", "|" + " --- |" * 4]
    parts += [f"| {' | '.join(map(str, row))} |" for row in real_file()]
    return "\n".join(parts) + "\n"


def _table(by_tool: dict[str, dict[str, Shares]], of: str) -> Iterator[str]:
    """A row for each family, a column for each tool."""
    yield f"| family | {' | '.join(by_tool)} |"
    yield "|" + " --- |" * (len(by_tool) + 1)
    for family in families.ONE_FILE:
        what, _ = families.FAMILIES[family]
        yield f"| {family}: {what} | {' | '.join(f'{getattr(each[family], of):.1%}' for each in by_tool.values())} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=100, help="programs of each family")
    parser.add_argument("--seed", type=int, default=20261)
    parser.add_argument("--write", action="store_true", help=f"into {PAGE.relative_to(fetch.ROOT)}")
    options = parser.parse_args()
    text = page(options.count, options.seed)
    print(text)
    if options.write:
        write(PAGE, "tools/bench_lint.py", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
