"""Real bugs are reported, their fixes are not; of what only looks like a bug, what a file can decide is left alone.

Archives that are large are left to `python -m tools.corpus`, which checks the same of every entry.
"""

from __future__ import annotations

import pytest

from lab import fetch
from lab.amount import some
from lab.corpus import Bug, NearMiss, archives, bugs, near_misses
from nsa_lint.options import Options

BUGS = bugs()
NEAR_MISSES = near_misses()
BROKEN = [bug for bug in BUGS if not bug.bug.large]
FIXED = [bug for bug in BUGS if bug.fix and not bug.fix.large]
MISSES = [each for each in NEAR_MISSES if not each.at.large]


@pytest.fixture(scope="module", autouse=True)
def all_archives() -> None:
    fetch.archives(archives())


@pytest.mark.parametrize("bug", BROKEN[: some(len(BROKEN))], ids=lambda bug: bug.id)
def test_a_real_bug_is_reported_where_it_crashed(bug: Bug) -> None:
    places = {(each.name, each.line) for each in bug.bug.reports(bug.name)}
    assert ((bug.name, bug.line) in places) == (not bug.missed)


@pytest.mark.parametrize("bug", FIXED[: some(len(FIXED))], ids=lambda bug: bug.id)
def test_its_fix_is_not(bug: Bug) -> None:
    assert bug.fix is not None
    assert {each.line for each in bug.fix.reports(bug.name)} == ({bug.fix_line} if bug.fix_line else set())


@pytest.mark.parametrize("miss", MISSES[: some(len(MISSES))], ids=lambda miss: miss.id)
def test_a_near_miss_is_reported_only_where_its_file_cannot_decide_it(miss: NearMiss) -> None:
    assert bool([each for each in miss.at.reports(miss.name) if each.line == miss.line]) == bool(miss.reported)


def test_a_guarded_import_is_reported_by_default_where_its_file_shows_that_it_is_reached() -> None:
    bugs = [bug for bug in BROKEN if bug.kind == "import" or bug.name == "vllm_ops"]
    found = {bug.name for bug in bugs if bug.line in {each.line for each in bug.bug.reports(bug.name, Options())}}
    assert {bug.name for bug in bugs} - found == {"vllm_ops"}
    assert found == {"autogptq_cuda_256", "multi_tensor_scale_impl"}


def test_what_is_reported_or_missed_against_the_truth_is_little_and_has_its_reason() -> None:
    assert sum(bool(miss.reported) for miss in NEAR_MISSES) <= 7
    assert sum(bool(bug.missed) for bug in BUGS) <= 1
