"""The table of codes. What each reports is in `tests/cases/rules/`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nsa_lint.rules import RULES

ROOT = Path(__file__).resolve().parents[2]


def test_every_code_is_registered_under_its_own_name() -> None:
    for code, rule in RULES.items():
        assert rule.code == code
        assert re.fullmatch(r"NSA\d{3}", code)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+|deleted", rule.name)
        assert rule.summary
    assert len({rule.name for rule in RULES.values()}) == len(RULES)


@pytest.mark.parametrize("code", RULES)
def test_every_code_has_its_page(code: str) -> None:
    page = ROOT / "docs" / "rules" / f"{code}.md"
    assert page.read_text(encoding="utf-8").startswith(f"# {code} {RULES[code].name}\n")
