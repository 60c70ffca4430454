"""What a person reads of each case, and the work that it takes, are as `tests/cases/*/reports.txt` keeps them."""

from __future__ import annotations

import pytest

from lab import snapshots
from lab.cases import Case

CASES = snapshots.cases()
KEPT = snapshots.kept()
WRITE = "if this is meant: python -m tools.snapshots --write, and read what changes"


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in CASES])
def test_reports_and_work_are_as_they_were(case: Case) -> None:
    assert case.id in KEPT, f"no snapshot; {WRITE}"
    assert snapshots.snapshot(case) == KEPT[case.id], WRITE


def test_nothing_is_kept_of_what_is_no_case_any_more() -> None:
    assert set(KEPT) == {case.id for case in CASES}
