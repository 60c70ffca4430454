"""Every situation of `situations.py`: the answer of the checker, and where it can be run, of Python itself."""

from __future__ import annotations

import contextlib
import re
import sys
from types import SimpleNamespace

import pytest

from lab.check import ALL, names, report
from tests.lint.situations import CASES, Case

SYNTAX = {"type parameters (3.12)": (3, 12), "match": (3, 10)}


def cases(runnable: bool) -> list[object]:
    found: list[object] = []
    for row, reasons in CASES.items():
        for reason, case in reasons.items():
            if sys.version_info >= SYNTAX.get(row, (3, 10)) and (case[2] is not None or not runnable):
                found.append(pytest.param(case, id=f"{row}: {reason}"))
    return found


@pytest.mark.parametrize("case", cases(runnable=False))
def test_reported(case: Case) -> None:
    code, expected, _ = case
    assert names(code) == set(expected.split())


@pytest.mark.parametrize("case", cases(runnable=True))
def test_running_agrees(case: Case) -> None:
    code, expected, runs = case
    assert runs is not None
    assert {name for run in runs for name in failing(code, run)} == set(expected.split())


def test_a_name_is_told_once_in_a_scope() -> None:
    text = (
        "def f(a):\n    if a:\n        x = 1\n    use(x)\n    use(x)\n    if a:\n        return x\n    return use(x)\n"
    )
    assert [(diagnostic.name, diagnostic.line) for diagnostic in report(text, ALL)] == [("x", 4)]


def boom(*_: object) -> object:
    raise ValueError("boom")


def failing(code: str, run: str) -> set[str]:
    """The name, if any, that Python finds unbound in one run. Other errors end the run, as they would a path."""
    manager = type("Manager", (contextlib.nullcontext,), {})
    space: dict[str, object] = {
        "__name__": "situation",
        "use": lambda *_, **__: None,
        "fine": lambda *_: 1,
        "boom": boom,
    }
    space |= {"Box": SimpleNamespace, "Manager": manager}
    try:
        exec(compile(code, "<situation>", "exec"), space)
        eval(run or "None", space)
    except NameError as error:
        [name] = re.findall(r"'(\w+)'", str(error))[:1]
        return {name}
    except (
        ValueError,
        AssertionError,
        SystemExit,
        LookupError,
        TypeError,
        AttributeError,
        ZeroDivisionError,
        ImportError,
    ):
        pass
    return set()
