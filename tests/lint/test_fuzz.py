"""No input takes the checker down, keeps it for ever, or has its text damaged by a fix: briefly, on a fresh seed.

`python -m tools.fuzz` does the same for as long as wanted, and takes a failing input apart: the seed is in the failure.
"""

from __future__ import annotations

import ast
import os
import random
import secrets
import warnings

import pytest

from lab import fuzzing, grammar

SEED = os.environ.get("NSA_GUARD_SEED") or secrets.token_hex(4)
COUNTS = {"grammar": 400, "program": 150, "bytes": 400}


@pytest.mark.parametrize("kind", fuzzing.KINDS)
def test_any_input_is_dealt_with(kind: str) -> None:
    for index in range(COUNTS[kind]):
        name = f"{SEED}/{kind}/{index}"
        said = fuzzing.problem(fuzzing.sample(kind, random.Random(name)))
        assert said is None, f"python -m tools.fuzz --seed {name}\n{said}"


# A pattern after one that matches anything, which Python parses and does not compile, is reached by no path
ON_NO_PATH = {
    "a number": """\
match y:
    case {0: 1 | (1 as y) | 2}:
        y -= (e := self) and y
        for done.z in torch:
            try:
                pass
            except 0:
                try:
                    x
                except* ValueError as use_triton:
                    break
""",
    "an item": """\
match backend:
    case {0: {0: 1 | _ | 2, **y}, 1: 1 | _ | torch(done, a=backend(_, _, a=_)) | 2, **HAS_TRITON} if backend[done]:
        match HAS_TRITON:
            case 1 | [_, _] | 2:
                HAS_TRITON = self
""",
}


@pytest.mark.parametrize("text", ON_NO_PATH.values(), ids=ON_NO_PATH)
def test_a_value_on_no_path_is_dealt_with(text: str) -> None:
    assert fuzzing.problem(text.encode()) is None


def test_the_grammar_gives_every_statement_there_is() -> None:
    """A generator that leaves something out would let the test above pass for the wrong reason."""
    met: set[str] = set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for index in range(800):
            try:
                tree = ast.parse(grammar.module(random.Random(index)))
            except SyntaxError:
                continue
            met |= {type(node).__name__ for node in ast.walk(tree)}
    kinds = {each.__name__ for each in ast.stmt.__subclasses__() + ast.pattern.__subclasses__()}
    assert kinds <= met


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        ("x = 1\n", "x = 1\ny = 2\n", ""),
        ("if a: f()  # c\n", "if a:  # c\n    f()\n    x = 1\n", ""),
        ("x = 1\ny = 2\n", "y = 2\n", "loses"),
        ("x = 1  # c\n", "x = 1\n", "loses a comment"),
        ("x = 1\ny = 2\n", "y = 2\nx = 1\n", "loses"),
        ("x = [1,\n  2]\n", "x = [1, 2]\n", "changes lines"),
    ],
)
def test_what_a_fix_loses_is_seen(before: str, after: str, lost: str) -> None:
    said = fuzzing.lost_by(before, after, edits=1)
    assert said.startswith(lost) if lost else said == "", said


def test_a_failure_of_the_checker_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nsa_lint.analysis.scope.analyse", lambda *_: 1 // 0)
    assert "ZeroDivisionError" in str(fuzzing.problem(b"x = 1\n"))


def test_no_end_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def forever(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr("nsa_lint.analysis.scope.analyse", forever)
    assert fuzzing.problem(b"x = 1\n", seconds=1) == "no end within 1 s"
