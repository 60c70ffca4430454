"""Every case of `tests/cases/`: the answer of the checker and, where it can be run, of Python itself."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from lab.cases import Case, Report, Section, load, reports_of
from lab.check import DEFAULT, EVERY_CODE, report
from nsa_lint.rules import RULES

CASES = [pytest.param(case, id=case.id) for case in load()]
SECTIONS = [
    pytest.param(case, section, id=f"{case.id}: {section.id}")
    for case in load()
    for section in case.sections
    if section.calls is not None
]


# Reported of a file, a comment or a package, not of a variable of one file; their examples are with what reports them.
OF_FILES = {"NSA105": "test_exports.py", "NSA901": "test_options.py", "NSA902": "test_cli.py"}


def by_default(case: Case) -> Counter[Report]:
    usual = Counter({each: count for each, count in case.reports.items() if RULES[each[1]].default})
    return usual | case.always


@pytest.mark.parametrize("case", CASES)
def test_reported(case: Case) -> None:
    found = report(case.code, EVERY_CODE)
    assert reports_of(found) == case.reports
    for each in found:
        assert each.message.startswith(f"'{each.name}' ")
        assert "\n" not in each.message


@pytest.mark.parametrize("case", CASES)
def test_reported_alike_where_what_does_not_matter_is_skipped(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is in a long function."""
    monkeypatch.setattr("nsa_lint.analysis.scope._SMALL", 0)
    assert reports_of(report(case.code, EVERY_CODE)) == case.reports


@pytest.mark.parametrize("case", CASES)
def test_by_default_the_codes_of_a_dispatch_are_reported_and_no_other(case: Case) -> None:
    assert reports_of(report(case.text, DEFAULT)) == by_default(case)


@pytest.mark.parametrize(("case", "section"), SECTIONS)
def test_running_agrees(case: Case, section: Section) -> None:
    assert section.calls is not None
    assert {name for call in section.calls for name in case.failing(call)} == section.names


def test_every_code_has_an_example_and_a_counterexample() -> None:
    """`rules/CODE.py` and `rules/CODE/`: functions, or files, that the code reports, and some that nothing does."""
    for code in RULES.keys() - OF_FILES.keys():
        examples = load(f"rules/{code}*")
        assert {each[1] for case in examples for each in case.reports} == {code}
        parts = [part for case in examples for part in case.definitions]
        assert {bool(each.names) for each in parts} == {True, False}, code
    for code, file in OF_FILES.items():
        assert code in Path(__file__).with_name(file).read_text(encoding="utf-8")
