"""A plugin of pytest: which functions each test reaches, or only the tests that are picked.

With `$NSA_REACHED`, a file, it appends a line a test: its name, its processor seconds, and the numbers of the
functions of `tools.reached` that it reached. A test counts as reaching what its module reaches while it is collected,
and what any process reaches that a test of its module starts, for fixtures and servers outlive a test. With
`$NSA_PICKED`, a file of names, only these tests are run, in this order.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.caches import forget


class Recorder:
    """What the tests of this process reach."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.folder = Path(os.environ["NSA_REACHED_HITS"])  # where other processes leave what they reach
        self.shared: defaultdict[str, set[int]] = defaultdict(set)  # of all tests of a module
        self.tests: dict[str, tuple[float, set[int]]] = {}
        self.failed: set[str] = set()
        self.of_fixtures = False

    def taken(self) -> tuple[set[int], set[int]]:
        """What this process has reached since the last call, and what others have."""
        others: set[int] = set()
        for path in self.folder.iterdir():
            others.update(int(each) for each in path.read_text(encoding="ascii").split())
            path.unlink(missing_ok=True)
        return seen(), others

    @pytest.hookimpl(hookwrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Iterator[None]:
        forget()
        self.taken()
        yield
        if isinstance(collector, pytest.Module):
            self.shared[collector.nodeid].update(*self.taken())

    @pytest.hookimpl(hookwrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
        yield
        if fixturedef.scope != "function":
            self.of_fixtures = True

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        forget()
        self.taken()
        self.of_fixtures = False
        before = spent()
        yield
        own, others = self.taken()
        module = item.nodeid.partition("::")[0]
        self.shared[module] |= others | (own if self.of_fixtures else set())
        self.tests[item.nodeid] = (spent() - before, own)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        with self.out.open("a", encoding="utf-8") as out:
            for name, (seconds, own) in self.tests.items():
                reached = own | self.shared[name.partition("::")[0]]
                out.write(
                    json.dumps([name, round(seconds, 3), None if name in self.failed else sorted(reached)]) + "\n"
                )


class Picker:
    """Only the picked tests, in their order."""

    def __init__(self, names: list[str]) -> None:
        self.order = {name: number for number, name in enumerate(names)}

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        left_out = [item for item in items if item.nodeid not in self.order]
        config.hook.pytest_deselected(items=left_out)
        items[:] = sorted((item for item in items if item.nodeid in self.order), key=lambda it: self.order[it.nodeid])


def spent() -> float:
    """Processor seconds of this process and of those that it waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def seen() -> set[int]:
    """The functions that this process has reached since the last call."""
    found: set[int] = set()
    for package in ("nsa_lint", "nsa_runtime"):
        notes = sys.modules.get(f"{package}._reached")
        if notes is not None:
            found |= notes.SEEN
            notes.SEEN.clear()
    return found


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("NSA_REACHED"):
        os.environ["NSA_REACHED_MAIN"] = str(os.getpid())
        config.pluginmanager.register(Recorder(Path(os.environ["NSA_REACHED"])))
    if os.environ.get("NSA_PICKED"):
        config.pluginmanager.register(Picker(json.loads(Path(os.environ["NSA_PICKED"]).read_text(encoding="utf-8"))))
