"""Packages of several modules, each run on every platform: what a finding in one of them depends on.

A case is the text of the module `work`, those of other modules, and the calls that its users make. It fails if one of
the calls ends in UnboundLocalError where the platform is one of three.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PLATFORMS = """\
import os


def is_cuda():
    return os.environ.get("PLATFORM") == "cuda"


def is_hip():
    return os.environ.get("PLATFORM") == "hip"
"""
FASTLIB = """\
import os

if not os.environ.get("PLATFORM"):
    raise ImportError("for GPUs only")


def drain(x):
    return x


if os.environ.get("PLATFORM") == "cuda":

    def fill(x):
        return x
"""
HEAD = """\
from .platforms import is_cuda, is_hip

_is_cuda = is_cuda()

"""
FILL = """
def _fill(x):
    if _is_cuda:
        y = x
    return y

"""
CHOOSE = """
def _choose(x, backend="cuda"):
    if backend == "cuda":
        y = x
    elif backend == "triton":
        y = -x
    return y

"""
# A method that the base in another module calls, once the same import has worked there
WORK = """
from .base import Base


class Work(Base):
    def _fill(self, x):
        try:
            from fastlib import fill as y
        except ImportError:
            pass
        return y(x)
"""
FILLED = "\ndef run(x):\n    if _is_cuda:\n        return _fill(x)\n    return x\n"
CHOSEN = '\ndef run(x):\n    return _choose(x) + _choose(x, "triton")\n'

DRIVER = """\
import importlib, json, sys
for name, (modules, calls) in json.load(open(sys.argv[1])).items():
    names = {}
    for each in ["work", *modules]:  # of which some cannot be imported on each platform
        try:
            names[each] = importlib.import_module(f"{name}.{each}")
        except UnboundLocalError:
            print(name)
        except SyntaxError:
            raise
        except BaseException:  # what refuses to be imported may exit, or skip a test
            pass
    for call in calls:
        try:
            eval(call, names)
        except UnboundLocalError:
            print(name)
        except (Exception, SystemExit):
            pass
"""


@dataclass(frozen=True)
class Case:
    work: str
    calls: tuple[str, ...] = ("work.run(1)",)
    fails: bool = False
    others: dict[str, str] = field(default_factory=dict)


def other(text: str) -> dict[str, str]:
    return {"other": HEAD.replace("_is_cuda", "_on_cuda") + text}


def write(folder: Path, cases: Mapping[str, Case]) -> Path:
    """Each case as a package of its name, beside a library that two platforms have, and one has all of."""
    (folder / "fastlib.py").write_text(FASTLIB)
    for name, case in cases.items():
        (folder / name).mkdir()
        texts = {"__init__": "", "platforms": PLATFORMS, "work": case.work, **case.others}
        for module, text in texts.items():
            (folder / name / f"{module}.py").write_text(text)
    return folder


def failing(folder: Path, cases: Mapping[str, Case]) -> set[str]:
    """The cases of which a call fails on some platform."""
    calls = {name: ([each for each in case.others if each != "__init__"], case.calls) for name, case in cases.items()}
    (folder / "calls.json").write_text(json.dumps(calls))
    (folder / "driver.py").write_text(DRIVER)
    found: set[str] = set()
    for platform in ("cuda", "hip", ""):
        run = subprocess.run(
            [sys.executable, "driver.py", "calls.json"],
            cwd=folder,
            env={"PLATFORM": platform},
            capture_output=True,
            text=True,
            check=True,
        )
        found.update(run.stdout.split())
    return found
