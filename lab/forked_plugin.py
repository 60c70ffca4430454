"""A plugin of pytest: the tests are collected once, and each mutation is tried in a fork of that process.

`$NSA_TRIALS` is a file of `Trial`s, a line each; to the file `$NSA_TRIED` goes a line for each: the name of a test
that fails with the mutation, "" where all of its tests pass, or null where a fork cannot say. Most mutations are
noticed in a second or two, and a process of pytest takes longer than that to start.

In the fork the functions that are there have the code of the mutated file, which lies on the disk for whatever
imports it later. So a fork cannot say what becomes of code that only runs while a module is imported. A test that fails
without the mutation, too, because it runs in a fork, notices nothing.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from _pytest.runner import runtestprotocol

from lab.caches import forget

FIRST = 8  # tests that have noticed other mutations of a file, which go first
START = 30.0  # seconds that a test may take over what it took when it was recorded
SLOWER = 10.0  # times as long as that
_IS_FUNCTION = 0x1  # CO_OPTIMIZED: not the body of a class

Place = tuple[str, int]  # the name of a function and its first line


@dataclass(frozen=True)
class Trial:
    """The bytes from `start` to `stop` of a file become `new`; `tests` can notice it, and take so many seconds each."""

    path: str
    start: int
    stop: int
    new: str
    tests: Mapping[str, float]

    def line(self) -> str:
        return f"{json.dumps(asdict(self))}\n"


class Trials:
    """Takes the place of pytest's loop over the tests."""

    def __init__(self, trials: Sequence[Trial], out: Path) -> None:
        self.trials, self.out = trials, out
        self.noticed: defaultdict[str, Counter[str]] = defaultdict(Counter)  # by file: tests that failed
        self.failing: dict[str, bool] = {}  # whether a test fails in a fork without a mutation

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        gc.collect()
        gc.freeze()  # or the forks copy what the collector of each visits
        for trial in self.trials:
            failed = self._tried(trial, items)
            with self.out.open("a", encoding="utf-8") as out:
                out.write(f"{json.dumps(failed)}\n")
        return True

    def _tried(self, trial: Trial, items: Mapping[str, pytest.Item]) -> str | None:
        often = [name for name, _ in self.noticed[trial.path].most_common(FIRST) if name in trial.tests]
        names = [name for name in dict.fromkeys([*often, *trial.tests]) if name in items]
        while True:
            failed = _in_a_fork(trial, [(items[name], trial.tests[name]) for name in names])
            if not failed:
                return failed
            if failed not in self.failing:
                self.failing[failed] = _in_a_fork(None, [(items[failed], trial.tests[failed])]) != ""
            if not self.failing[failed]:
                self.noticed[trial.path][failed] += 1
                return failed
            names.remove(failed)


def _in_a_fork(trial: Trial | None, tests: Sequence[tuple[pytest.Item, float]]) -> str | None:
    """The first test that fails, "" where all pass, None where one does not end or the mutation cannot run there."""
    with contextlib.ExitStack() as stack:
        codes = stack.enter_context(_written(trial)) if trial is not None else {}
        if codes is None:
            return None
        # a fork ends without cleaning up: one that unpacks a release left 320 MB each time
        scratch = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            tempfile.tempdir = os.environ["TMPDIR"] = scratch
            _run(codes, trial, tests, writing)
        os.close(writing)
        os.waitpid(child, 0)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)  # what its tests have started
        os.set_blocking(reading, False)
        try:
            said = os.read(reading, 1 << 16)
        except BlockingIOError:  # it was ended, and what it has started still holds the pipe
            said = b""
        os.close(reading)
    answer: str | None = json.loads(said or b"null")
    return answer


def _run(
    codes: Mapping[Place, CodeType], trial: Trial | None, tests: Sequence[tuple[pytest.Item, float]], writing: int
) -> None:
    """The whole of a fork."""
    answer: str | None = None
    try:
        os.setpgid(0, 0)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        gc.unfreeze()
        if trial is None or _replaced(str(Path(trial.path).resolve()), codes):
            forget()
            gc.freeze()
            answer = _first_failure(tests)
    finally:
        os.write(writing, f"{json.dumps(answer)}\n".encode())
        os._exit(0)


def _first_failure(tests: Sequence[tuple[pytest.Item, float]]) -> str:
    """A test that does not end is the end of the process: the alarm has no handler."""
    items = [item for item, _ in tests]
    for (item, seconds), following in zip(tests, [*items[1:], None], strict=True):
        signal.setitimer(signal.ITIMER_REAL, START + SLOWER * seconds)
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
            return item.nodeid
    return ""


@contextlib.contextmanager
def _written(trial: Trial) -> Iterator[dict[Place, CodeType] | None]:
    """While the file is mutated: the code of the functions that differ. None: its functions are not the same ones."""
    path = Path(trial.path).resolve()
    raw = path.read_bytes()
    mutated = raw[: trial.start] + trial.new.encode() + raw[trial.stop :]
    before, after = (list(_functions(compile(each, str(path), "exec", dont_inherit=True))) for each in (raw, mutated))
    path.write_bytes(mutated)
    try:
        if [each.co_name for each in before] != [each.co_name for each in after]:
            yield None
        else:
            pairs = zip(before, after, strict=True)
            yield {(old.co_name, old.co_firstlineno): new for old, new in pairs if old != new}
    finally:
        path.write_bytes(raw)


def _functions(code: CodeType) -> Iterator[CodeType]:
    """The functions of a module and of its classes, but not those of functions, which are made anew by each call."""
    for each in code.co_consts:
        if isinstance(each, CodeType):
            if each.co_flags & _IS_FUNCTION:
                yield each
            else:
                yield from _functions(each)


def _replaced(path: str, codes: Mapping[Place, CodeType]) -> bool:
    """Give the functions of the file their new code; False where nothing that is there differs."""
    if not any(getattr(module, "__file__", None) == path for module in [*sys.modules.values()]):
        return True  # whoever imports it finds the mutated file
    done = False
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename == path:
            new = codes.get((each.__code__.co_name, each.__code__.co_firstlineno))
            if new is not None:
                each.__code__ = new
                done = True
    return done


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("NSA_TRIALS"):
        lines = Path(os.environ["NSA_TRIALS"]).read_text(encoding="utf-8").splitlines()
        trials = [Trial(**json.loads(line)) for line in lines]
        config.pluginmanager.register(Trials(trials, Path(os.environ["NSA_TRIED"])))
