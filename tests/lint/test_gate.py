"""The gate (text, definite assignment, slicing) makes the checker fast and never changes what it says."""

from __future__ import annotations

import ast
import itertools
import random
import re

import pytest

from lab import fetch, surgery
from lab.amount import some
from lab.cases import load
from lab.oracle.generate import generate
from nsa_lint.checker import check
from nsa_lint.options import Options
from nsa_lint.syntax.source import Source
from nsa_lint.syntax.text_index import TextIndex, words_of

SCOPES = ("dispatch", "all")
BACKEND = "sglang/srt/layers/attention/nsa_backend.py"


def said(text: str, scope: str, gate: bool) -> list[tuple[object, ...]]:
    """Everything that a person would see, but for the witness: the shortest one need not be the only one."""
    found = check(Source.of_text("example.py", text), Options(scope=scope), gate)
    return [(each.line, each.column, each.code, each.message) for each in found]


REAL = [*itertools.product(["0.5.8", "0.5.10"], ["broken", "untouched", "fixed"], SCOPES)]


@pytest.mark.parametrize(("version", "change", "scope"), REAL[: some(len(REAL))])
def test_the_real_file(version: str, change: str, scope: str) -> None:
    text = fetch.text("sglang", version, BACKEND)
    if change != "untouched":
        text = getattr(surgery, change)(text)
    assert said(text, scope, gate=True) == said(text, scope, gate=False)


@pytest.mark.parametrize("scope", SCOPES)
def test_every_case(scope: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if each function were long, for in a short one nothing is skipped; that path is what test_cases takes."""
    monkeypatch.setattr("nsa_lint.analysis.scope._SMALL", 0)
    cases = load()
    for case in random.Random(scope).sample(cases, some(len(cases))):
        assert said(case.code, scope, gate=True) == said(case.code, scope, gate=False), case.id


@pytest.mark.parametrize("level", [1, 2, 3])
def test_generated_programs(level: int) -> None:
    for index in range(some(250)):
        program = generate(level, random.Random(f"gate/{level}/{index}"))
        assert said(program.text, "all", gate=True) == said(program.text, "all", gate=False), program.text


@pytest.mark.parametrize("level", [2, 3])
@pytest.mark.parametrize("flag", ["use_triton", "HAS_FAST", "opaque"])
def test_generated_programs_with_a_dispatch(flag: str, level: int) -> None:
    """A guard of every program is called like a dispatch, or is a flag of a try-import with an odd name."""
    header = "try:\n    import fast\n    opaque = True\nexcept ImportError:\n    opaque = False\n"
    for index in range(some(100)):
        program = generate(level, random.Random(f"gate/{flag}/{index}"))
        tree = ast.parse(program.text)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id == "a":
                node.id = flag
            elif isinstance(node, ast.arg) and node.arg == "a":
                node.arg = flag if flag != "opaque" else "unused"
        text = header + ast.unparse(tree) + "\n"
        assert said(text, "dispatch", gate=True) == said(text, "dispatch", gate=False), text


def test_words_keep_their_combining_marks() -> None:
    assert words_of("x\u0304 = \u0928\u092e\u0938\u094d\u0924\u0947(y_1)") == {
        "x\u0304",
        "\u0928\u092e\u0938\u094d\u0924\u0947",
        "y_1",
    }


@pytest.mark.parametrize("seed", range(some(200)))
def test_no_line_is_passed_over_on_which_a_name_stands(seed: int) -> None:
    rng = random.Random(seed)
    parts = ["ab", "a", " ", "b_", "(", "ab1", ".", "\xe9" if seed % 3 == 0 else "x"]
    lines = ["".join(rng.choices(parts, k=rng.randint(0, 6))) + "\n" for _ in range(rng.randint(1, 6))]
    first = rng.randint(1, len(lines))
    last = rng.randint(first, len(lines))
    names = set(rng.sample(["ab", "a", "b_", "x"], 2))
    told = TextIndex(lines).lines_with(names, first, last)
    there = [line for line in range(first, last + 1) if not names.isdisjoint(re.findall(r"\w+", lines[line - 1]))]
    assert told == there if "".join(lines).isascii() else set(told) >= set(there)
