"""Fixes as a specification: what a file looks like before and after, and what is left for a person to decide."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from lab.cases import FOLDER, Case, load
from lab.cases import Fix as Expected
from nsa_lint.checker import check
from nsa_lint.fixes import Fix, advice, apply, fixes_for
from nsa_lint.model import Diagnostic
from nsa_lint.options import Options
from nsa_lint.syntax.source import Source

ALL = Options(scope="all")
FIXED = [pytest.param(case, case.fix, id=case.id) for case in load("fixes") if case.fix]


def findings(text: str) -> tuple[Source, list[Diagnostic], list[Fix | None]]:
    source = Source.of_text("example.py", text)
    diagnostics = check(source, ALL)
    return source, diagnostics, fixes_for(source, diagnostics)


def fixed(text: str) -> tuple[str, set[str]]:
    source, _, fixes = findings(text)
    return apply(source, [fix for fix in fixes if fix]), {fix.safety for fix in fixes if fix}


@pytest.mark.parametrize(("case", "fix"), FIXED)
def test_the_fix_writes(case: Case, fix: Expected) -> None:
    text, safeties = fixed(case.plain)
    assert text == fix.text
    assert safeties == {fix.safety}


@pytest.mark.parametrize(("case", "fix"), FIXED)
def test_what_it_writes_is_clean_and_a_second_run_changes_nothing(case: Case, fix: Expected) -> None:
    ast.parse(fix.text)
    source, diagnostics, _ = findings(fix.text)
    assert diagnostics == []
    assert apply(source, []) == fix.text


@pytest.mark.parametrize(("case", "fix"), FIXED)
def test_an_unsafe_fix_says_what_it_assumes(case: Case, fix: Expected) -> None:
    _, _, fixes = findings(case.plain)
    for found in filter(None, fixes):
        assert fix.assumes in found.summary


def test_every_twin_has_its_case() -> None:
    twins = sorted(FOLDER.rglob("fixed/*.py"))
    assert len(twins) == len(FIXED)
    assert all((twin.parent.parent / twin.name).exists() for twin in twins)


def test_no_fix_is_offered_but_advice_is() -> None:
    [case] = load("fixes/none")
    assert all(part.names for part in case.definitions)
    source, diagnostics, fixes = findings(case.plain)
    assert not any(fixes)
    for diagnostic in diagnostics:
        assert f"'{diagnostic.name}'" in advice(source, diagnostic)


@pytest.mark.parametrize(
    ("head", "value", "is_bound"),
    [
        ("", "max", True),
        ("max = pick()\n", "max", True),
        ("from config import BEST\n", "BEST", True),
        ("def best(): ...\n", "best", True),
        ("def choose():\n    global BEST\n    BEST = pick()\n", "BEST", False),
        ("if ready():\n    BEST = pick()\n", "BEST", False),
        ("if ready():\n    max = pick()\n", "max", False),
        ("BEST = pick()\nif ready():\n    del BEST\n", "BEST", False),
    ],
)
def test_outside_functions_a_value_is_bound_again_where_its_name_is_sure_to_be_there(
    head: str, value: str, is_bound: bool
) -> None:
    chain = (
        "if impl() == 'cuda':\n    y = VALUE\nelif impl() == 'triton':\n    launch()\nelse:\n    y = VALUE\nprint(y)\n"
    )
    text = "from lib import impl, launch, pick, ready\n" + head + chain.replace("VALUE", value)
    _, diagnostics, fixes = findings(text)
    [fix] = [fix for found, fix in zip(diagnostics, fixes, strict=True) if found.name == "y"]
    assert (fix is not None and fix.summary.startswith(f"bind 'y' to {value}")) == is_bound


def test_advice_tells_of_the_buffer_that_the_arm_fills() -> None:
    source, (diagnostic,), _ = findings(
        dedent("""
        def run(x, buf, use_triton):
            if use_triton:
                fill[(1,)](x, out=buf)
            else:
                lens = compute(x)
                buf[: len(lens)].copy_(lens)
            return lens
        """)
    )
    assert "into buf, which fill[1,]() is handed" in advice(source, diagnostic)


def test_finding_fixes_does_not_import_libcst() -> None:
    import subprocess
    import sys

    program = "import sys, nsa_lint.fixes, nsa_lint.rules; sys.exit('libcst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
