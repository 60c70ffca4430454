"""What the checker costs, as ratios of wall times taken in one run: `make bench-speed`.

    python -m tools.bench_speed                 # every measurement, the table of docs/benchmarks-speed.md
    python -m tools.bench_speed --only flake8 ty --rounds 5
    python -m tools.bench_speed --python /usr/bin/python3.11    # the checker and flake8 run with this one

The commands that are compared run in turns, each `--rounds` times; the best time of each counts, so that what else
the machine does weighs least. flake8 with and without the plugin, and ty, have environments of their own, with
compiled modules, as a user has them; the checkout is installed there anew each time. Which Python they have matters:
one that was built without a profile, as pyenv does by default, takes a fifth longer than those of
python.org, Debian, Docker, conda or uv, while ty is a program built for release in either case.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import os
import platform
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lab import checkout, fetch

FLAKE8 = ("flake8==7.5.0", "mccabe==0.7.0", "pycodestyle==2.15.0", "pyflakes==4.1.0")
LIBCST = "libcst==1.9.0"
TY = "ty==0.0.105"
SMALL, LARGE = ("sglang", "0.5.10"), ("sglang", "0.5.23")
ONE_FILE = "sglang/srt/layers/attention/nsa_backend.py"
JOBS = "-j2"
QUICK = 15  # rounds for what takes milliseconds


@dataclass
class Cost:
    """The best of several runs: wall and processor seconds, and the most memory that any one process had, in MiB."""

    seconds: float = float("inf")
    cpu: float = float("inf")  # of all its processes: what a busy machine changes least
    memory: float = 0.0
    said: set[str] = field(default_factory=set)  # what was printed, for the sanity checks


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    measured: str
    value: float
    aim: float
    unit: str

    def __str__(self) -> str:
        met = "yes" if self.value <= self.aim else "**no**"
        return f"| {self.what} | {self.measured} | {self.value:.2f}{self.unit} | {self.aim:g}{self.unit} | {met} |"


class Bench:
    """The environments, the trees, and one method for each group of rows."""

    def __init__(self, folder: Path, rounds: int, python: str) -> None:
        self.folder = folder
        self.rounds = rounds
        self.bare = environment("bare", FLAKE8, python)
        self.plugin = environment("plugin", (*FLAKE8, LIBCST), python)
        self.ty_bin = environment("ty", (TY,), python)
        install_checkout(self.plugin, folder / "checkout")
        self.trees = {each: unpack(each, folder / "-".join(each)) for each in (SMALL, LARGE)}

    def lint(self, *arguments: str) -> list[str]:
        return [str(self.plugin / "nsa-lint"), "check", "--isolated", "--output-format", "concise", *arguments]

    def flake8(self) -> Iterator[Row]:
        """The plugin's share of a whole flake8 run."""
        arguments = ["--isolated", JOBS, "--select", "NSA", "."]
        without, with_us = self.compare(
            self.trees[SMALL], [str(self.bare / "flake8"), *arguments], [str(self.plugin / "flake8"), *arguments]
        )
        expect(not any(without.said), "flake8 without the plugin tells nothing of ours")
        expect(any("NSA1" in each for each in with_us.said), "flake8 with the plugin tells something")
        yield ratio("`flake8 -j2 --select NSA`, with the plugin : without", with_us, without, 1.15)

    def ty(self) -> Iterator[Row]:
        """A first run, with nothing cached, against the fastest peer; then memory."""
        peer = [str(self.ty_bin / "ty"), "check", "--output-format=concise", "--exit-zero", "--ignore=all"]
        peer += ["--error=possibly-unresolved-reference", "."]
        ours, theirs = self.compare(self.trees[SMALL], self.lint(JOBS, "--cache-dir={fresh}", "."), peer)
        expect(any("possibly-unresolved-reference" in each for each in theirs.said), "ty's rule is on")
        expect(any("NSA1" in each for each in ours.said), "nsa-lint tells something")
        yield ratio("`nsa-lint check`, first run : `ty check`, its possibly-unresolved rule alone", ours, theirs, 1.0)
        yield Row(
            "memory of the largest process, first run",
            f"ty {theirs.memory:.0f} MiB",
            ours.memory,
            200,
            " MiB",
        )

    def cache(self) -> Iterator[Row]:
        """The second run, nothing changed."""
        filled = str(self.folder / "filled")
        self.once(self.trees[SMALL], self.lint(JOBS, f"--cache-dir={filled}", "."))
        first, second = self.compare(
            self.trees[SMALL],
            self.lint(JOBS, "--cache-dir={fresh}", "."),
            self.lint(JOBS, f"--cache-dir={filled}", "."),
        )
        expect(first.said == second.said, "the first and the second run tell the same")
        yield ratio("`nsa-lint check`, second run : first", second, first, 0.1)

    def one(self) -> Iterator[Row]:
        """One file, as an editor or a hook has it checked: the whole process."""
        path = self.trees[SMALL] / ONE_FILE
        lines = len(path.read_text(encoding="utf-8").splitlines())
        command = self.lint("--no-cache", str(path))
        [ours] = self.compare(self.folder, command, rounds=QUICK)
        what = f"one file of {lines:,} lines, whole process, no cache"
        yield Row(what, f"{ours.memory:.0f} MiB", ours.seconds, 0.4, " s")

    def scope(self) -> Iterator[Row]:
        """All unbound reads against those at a dispatch."""
        default, everything = self.compare(
            self.trees[SMALL], self.lint(JOBS, "--no-cache", "."), self.lint(JOBS, "--no-cache", "--scope", "all", ".")
        )
        yield ratio("`--scope all` : default", everything, default, 2.0)

    def growth(self) -> Iterator[Row]:
        """Three times the lines."""
        command = self.lint(JOBS, "--no-cache", ".")
        counts = [sum(map(lines_of, self.trees[each].rglob("*.py"))) for each in (SMALL, LARGE)]
        small, large = Cost(), Cost()
        for _ in range(self.rounds):
            self.once(self.trees[SMALL], command, small)
            self.once(self.trees[LARGE], command, large)
        what = f"sglang {LARGE[1]} : {SMALL[1]} ({counts[1]:,} : {counts[0]:,} lines, {counts[1] / counts[0]:.2f}x)"
        yield ratio(what, large, small, 3.3)

    def version(self) -> Iterator[Row]:
        """What every flake8 command pays for the plugin."""
        commands = ([str(each / "flake8"), "--version"] for each in (self.bare, self.plugin))
        without, with_us = self.compare(self.folder, *commands, rounds=QUICK)
        measured = f"{with_us.seconds * 1000:.0f} : {without.seconds * 1000:.0f} ms"
        difference = (with_us.seconds - without.seconds) * 1000
        yield Row("`flake8 --version`, with the plugin - without", measured, difference, 30, " ms")

    def compare(self, where: Path, *commands: Sequence[str], rounds: int = 0) -> list[Cost]:
        """The costs of commands that run in turns. `{fresh}` in an argument becomes a new, empty folder."""
        costs = [Cost() for _ in commands]
        for _ in range(rounds or self.rounds):
            for command, cost in zip(commands, costs, strict=True):
                self.once(where, command, cost)
        return costs

    def once(self, where: Path, command: Sequence[str], cost: Cost | None = None) -> None:
        cost = cost or Cost()
        with tempfile.TemporaryDirectory(dir=self.folder) as fresh, tempfile.TemporaryFile("w+") as out:
            command = [each.replace("{fresh}", fresh) for each in command]
            start = time.perf_counter()
            process = subprocess.Popen(
                command, cwd=where, stdout=out, stderr=subprocess.STDOUT, env=clean_environment()
            )
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            said = out.read()
        expect(process.returncode in (0, 1) and "Traceback" not in said, f"{' '.join(command)} works:\n{said[-2000:]}")
        cost.seconds = min(cost.seconds, seconds)
        cost.cpu = min(cost.cpu, usage.ru_utime + usage.ru_stime)
        cost.memory = max(cost.memory, usage.ru_maxrss / 1024)  # of the process and of those that it waited for
        cost.said = set(said.splitlines())


def ratio(what: str, ours: Cost, theirs: Cost, aim: float) -> Row:
    measured = f"{ours.seconds:.2f} : {theirs.seconds:.2f} s (processor {ours.cpu:.2f} : {theirs.cpu:.2f} s)"
    return Row(what, measured, ours.seconds / theirs.seconds, aim, "x")


def expect(holds: bool, what: str) -> None:
    """A benchmark whose sides do not do their work is worth nothing."""
    if not holds:
        sys.exit(f"bench_speed: expected that {what}")


def clean_environment() -> dict[str, str]:
    """As a user's shell: compiled modules are used, output is buffered."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "XDG_"))}


def environment(name: str, requirements: Sequence[str], python: str) -> Path:
    """The folder of programs of an environment with these packages; made when it is missing or holds others."""
    folder = fetch.cache_folder() / "speed" / f"{name}-{hashlib.sha256(python.encode()).hexdigest()[:8]}"
    note = folder / "requirements.txt"
    wanted = "\n".join((python, *requirements))
    if not note.exists() or note.read_text(encoding="utf-8") != wanted:
        done = subprocess.run([python, "-m", "venv", "--clear", str(folder)], capture_output=True, text=True)
        expect(done.returncode == 0, f"{python} -m venv works:\n{done.stdout}{done.stderr}")
        pip(folder / "bin", "install", "--quiet", *requirements)
        note.write_text(wanted, encoding="utf-8")
    return folder / "bin"


def version_of(python: str) -> str:
    done = subprocess.run([python, "--version"], capture_output=True, text=True)
    expect(done.returncode == 0 and done.stdout.startswith("Python 3."), f"{python} is a Python 3")
    return done.stdout.strip()


def install_checkout(where: Path, copy: Path) -> None:
    copy.mkdir()
    checkout.copy_to(copy)
    pip(where, "install", "--quiet", "--no-deps", "--force-reinstall", str(copy))


def pip(where: Path, *arguments: str) -> None:
    command = [str(where / "python"), "-m", "pip", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=clean_environment())
    expect(done.returncode == 0, f"pip {' '.join(arguments)} works:\n{done.stderr}")


def unpack(package: tuple[str, str], folder: Path) -> Path:
    """The Python files of a wheel; sources only, nothing of it is ever run."""
    with zipfile.ZipFile(fetch.archive(*package)) as wheel:
        wheel.extractall(folder, [name for name in wheel.namelist() if name.endswith(".py")])
    return folder


def lines_of(path: Path) -> int:
    return path.read_bytes().count(b"\n")


GROUPS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "version": Bench.version,
    "one": Bench.one,
    "ty": Bench.ty,
    "cache": Bench.cache,
    "scope": Bench.scope,
    "growth": Bench.growth,
    "flake8": Bench.flake8,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=GROUPS, default=list(GROUPS), help="these measurements")
    parser.add_argument("--python", default=sys.executable, help="with which the environments are made (default: this)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each command (default: 3)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.rounds, options.python)
        print(f"{datetime.date.today()}; {version_of(options.python)}; {FLAKE8[0]}, {LIBCST}, {TY};")
        print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores; best of {options.rounds} rounds;")
        print(f"load average at the start {os.getloadavg()[0]:.1f}", end="\n\n")
        print("| what | measured | result | aim | met |\n| --- | --- | --- | --- | --- |", flush=True)
        rows = []
        for name in options.only:
            for row in GROUPS[name](bench):
                print(row, flush=True)
                rows.append(row)
        print(f"\nload average at the end {os.getloadavg()[0]:.1f}")
    return 0 if all(row.value <= row.aim for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
