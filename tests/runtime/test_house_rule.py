"""The house rule: a fill returns its views, so no arm of a dispatch can leave one undefined."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.check import ALL, report
from lab.dataclass_flags import dataclasses_of
from lab.pairs import zips

ROOT = Path(__file__).resolve().parents[2]
PACKAGE, BENCHMARKS = ROOT / "nsa_runtime", ROOT / "benchmarks"
DISPATCH = PACKAGE / "backend.py"
KERNEL_ARM = "        return launch\n"
REFERENCE_ARM = "    return reference\n"
OURS = sorted([*PACKAGE.rglob("*.py"), *BENCHMARKS.rglob("*.py")])


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_has_a_variable_that_an_arm_leaves_unbound(path: Path) -> None:
    assert report(path.read_text(encoding="utf-8"), ALL, str(path)) == []


def _bound_in_both_arms() -> str:
    """Our own dispatch, written the way that the house rule forbids: each arm binds what is returned afterwards."""
    text = DISPATCH.read_text(encoding="utf-8")
    assert text.count(KERNEL_ARM) == text.count(REFERENCE_ARM) == 1
    text = text.replace(KERNEL_ARM, "        chosen = launch\n")
    return text.replace(REFERENCE_ARM, "    else:\n        chosen = reference\n    return chosen\n")


def test_arms_that_all_bind_are_clean() -> None:
    assert report(_bound_in_both_arms(), ALL) == []


@pytest.mark.parametrize("arm", ["launch", "reference"])
def test_a_binding_taken_out_of_one_arm_is_reported_and_nothing_else(arm: str) -> None:
    broken = _bound_in_both_arms().replace(f"chosen = {arm}\n", "pass\n")
    assert [(each.code, each.name) for each in report(broken)] == [("NSA101", "chosen")]


# What the definitions write element by element, and what a refresh prepares while it runs.
FILLED_IN = {"Expanded", "Metadata", "Pooled", "Prepared"}


def test_a_dataclass_never_changes_but_for_a_few() -> None:
    assert {each.name for each in dataclasses_of("nsa_runtime") if not each["frozen"]} == FILLED_IN


def test_what_is_paired_is_of_one_length_but_in_one_place() -> None:
    assert [where for where, strict in zips(PACKAGE) if not strict] == ["compat.dsa._fill"]
