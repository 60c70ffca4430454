"""Mutations that are tried in forks of one process of pytest: what a fork can notice, and what it cannot say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lab.fetch import ROOT
from lab.forked_plugin import Trial

CODE = """\
import functools

LIMIT = True


def larger(a, b):
    return a > b


class Pair:
    def same(self):
        return 1 == 1


@functools.cache
def kept(a):
    return a == 1


def outer(a):
    def inner():
        return a is None

    return inner()


def idle(a):
    return a < 3
"""

TESTS = """\
import os
import nsa_thing

START = os.getpid()

def test_limit():
    assert nsa_thing.LIMIT

def test_larger():
    assert nsa_thing.larger(2, 1) and not nsa_thing.larger(1, 1)

def test_pair():
    assert nsa_thing.Pair().same()

kept = nsa_thing.kept(1)  # in the cache before the fork

def test_kept():
    assert nsa_thing.kept(1)

def test_outer():
    assert nsa_thing.outer(None)

def test_idle():
    assert nsa_thing.idle(2)

def test_first_process():
    assert os.getpid() == START
"""


@pytest.mark.needs("process")
def test_what_a_fork_says_of_a_mutation(tmp_path: Path) -> None:
    (tmp_path / "nsa_thing.py").write_text(CODE)
    (tmp_path / "test_thing.py").write_text(TESTS)
    names = [line.split("(")[0].removeprefix("def ") for line in TESTS.splitlines() if line.startswith("def ")]
    tests = {f"test_thing.py::{name}": 0.1 for name in names}
    mutations = {
        "> b": (">= b", "larger"),
        "== 1\n\n\n@": ("!= 1\n\n\n@", "pair"),
        "a == 1": ("a != 1", "kept"),
        "is None": ("is not None", "outer"),
        "< 3": ("<= 3", ""),  # no test has a 3
        "True": ("False", None),  # runs when the module is imported
    }
    trials = tmp_path / "trials"
    with trials.open("w") as out:
        for old, (new, _) in mutations.items():
            start = CODE.index(old)
            out.write(Trial("nsa_thing.py", start, start + len(old), new, tests).line())
    tried = tmp_path / "tried"
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "lab.forked_plugin"]
    subprocess.run(
        [*command, "test_thing.py"],
        cwd=tmp_path,
        env={**environment, "NSA_TRIALS": str(trials), "NSA_TRIED": str(tried)},
        check=True,
        capture_output=True,
    )
    found = [json.loads(line) for line in tried.read_text().splitlines()]
    assert found == [name and f"test_thing.py::test_{name}" for _, name in mutations.values()]
    assert (tmp_path / "nsa_thing.py").read_text() == CODE
