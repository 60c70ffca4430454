"""The notation of cases, and what is wrong with a file that does not keep to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.cases import Case, load

TEXT = """\
# fix: unsafe, nobody minds
def f(a):
    if a:
        x = 1
    use(x)  # a comment  # NSA201: x
# run: f(True)
# run: f(False)


def g(b):
    use(b, c)  # NSA201: b, b  # NSA204: c
    c = "# NSA101: x", 0
# not run: a policy
"""


def case(text: str) -> Case:
    return Case(Path("example.py"), text)


def test_reports_are_read_from_the_ends_of_lines() -> None:
    assert case(TEXT).reports == {(5, "NSA201", "x"): 1, (11, "NSA201", "b"): 2, (11, "NSA204", "c"): 1}


def test_a_section_ends_with_how_it_is_run() -> None:
    first, second = case(TEXT).sections
    assert (first.names, first.calls) == ({"x"}, ("f(True)", "f(False)"))
    assert (second.names, second.calls) == ({"b", "c"}, None)
    assert second.text.strip().startswith("def g(b):")


def test_a_file_without_runs_has_no_sections() -> None:
    assert case("use(x)  # NSA205: x\nx = 1\n").sections == ()


def test_the_code_keeps_its_lines_and_the_plain_text_loses_the_notation() -> None:
    assert case(TEXT).code.splitlines()[4] == "    use(x)  # a comment"
    assert len(case(TEXT).code.splitlines()) == len(TEXT.splitlines())
    assert "# fix" not in case(TEXT).plain
    assert "# NSA101: x" in case(TEXT).plain


def test_code_after_the_last_run_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"example\.py ends with code that no '# run:' line follows"):
        _ = case(TEXT + "h = 1\n").sections


def test_running_finds_the_name_that_is_unbound() -> None:
    assert case(TEXT).failing("f(False)") == {"x"}
    assert case(TEXT).failing("f(True)") == set()


def test_a_folder_without_cases_is_an_error() -> None:
    with pytest.raises(FileNotFoundError, match=r"no case in .*nothing"):
        load("nothing")
