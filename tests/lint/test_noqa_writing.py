"""`--add-noqa` silences what is found; `--fix` takes away comments of ours that silence nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.faces import flake8, nsa_lint
from tests.lint.samples import BROKEN


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(text: str, *arguments: str) -> str:
    """The file after `nsa-lint check ARGUMENTS`."""
    Path("module.py").write_bytes(text.encode())
    nsa_lint("check", "--isolated", *arguments, "module.py")
    return Path("module.py").read_bytes().decode()


def found(*arguments: str) -> list[str]:
    return [line.split()[1] for line in flake8("--isolated", "--select=NSA", *arguments, "module.py").lines]


class TestAddNoqa:
    def added(self, text: str, *arguments: str) -> str:
        after = written(text, "--add-noqa", *arguments)
        outcome = nsa_lint("check", "--isolated", *arguments, "module.py")
        assert (outcome.status, outcome.out) == (0, "nothing found\n")
        assert written(after, "--add-noqa", *arguments) == after
        return after

    def test_a_comment_on_the_line_of_the_read(self) -> None:
        assert self.added(BROKEN) == BROKEN.replace("return seqlens\n", "return seqlens  # noqa: NSA101\n")
        assert found() == []

    def test_only_what_is_new_is_reported_from_then_on(self) -> None:
        after = self.added(BROKEN)
        Path("module.py").write_text(after + BROKEN)
        assert found() == ["NSA101"]

    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    def test_newlines_are_kept(self, newline: str) -> None:
        text = BROKEN.replace("\n", newline)
        assert self.added(text) == text.replace("return seqlens", "return seqlens  # noqa: NSA101")

    @pytest.mark.parametrize("end", ["\n", ""])
    def test_the_last_line(self, end: str) -> None:
        assert self.added(BROKEN.rstrip("\n") + end).endswith(f"return seqlens  # noqa: NSA101{end}")

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("# noqa: E501", "# noqa: E501,NSA101"),
            ("# noqa: E501, W291", "# noqa: E501, W291,NSA101"),
            ("# noqa:E501  # why", "# noqa:E501,NSA101  # why"),
            ("# a comment", "# a comment  # noqa: NSA101"),
        ],
    )
    def test_a_comment_that_is_there(self, before: str, after: str) -> None:
        text = BROKEN.replace("return seqlens", f"return seqlens  {before}")
        assert self.added(text) == BROKEN.replace("return seqlens", f"return seqlens  {after}")

    @pytest.mark.parametrize(
        "statement",
        [
            "return (\n        seqlens\n    )",
            "return seqlens, \\\n        1",
            'return f(seqlens, """\n  text\n""")',
            'x = """\n  text\n""", seqlens',
            "if seqlens:\n        pass",
        ],
    )
    def test_a_statement_of_several_lines(self, statement: str) -> None:
        self.added(BROKEN.replace("return seqlens", statement))
        assert found() == []

    def test_two_codes_of_one_line(self) -> None:
        text = BROKEN.replace("return seqlens", "for x in seqlens: y = x\n    return y, seqlens")
        after = self.added(text, "--scope=all")
        assert "# noqa: NSA101" in after and "# noqa: NSA203" in after or "# noqa: NSA101,NSA203" in after

    def test_a_file_that_does_not_parse_is_left_as_it_is(self) -> None:
        assert written("def\n", "--add-noqa") == "def\n"

    def test_a_diff_shows_it(self) -> None:
        Path("module.py").write_text(BROKEN)
        outcome = nsa_lint("check", "--isolated", "--add-noqa", "--diff", "module.py")
        assert "+    return seqlens  # noqa: NSA101" in outcome.lines
        assert outcome.err == "1 finding would be silenced in 1 file\n"
        assert Path("module.py").read_text() == BROKEN

    def test_it_says_what_it_has_done(self) -> None:
        Path("module.py").write_text(BROKEN)
        outcome = nsa_lint("check", "--isolated", "--add-noqa", "module.py")
        assert (outcome.status, outcome.err) == (0, "1 finding silenced in 1 file\n")

    def test_what_a_baseline_knows_gets_no_comment(self) -> None:
        Path("module.py").write_text(BROKEN)
        nsa_lint("check", "--isolated", "--write-baseline=b.json", "module.py")
        text = BROKEN + BROKEN.replace("fill(", "again(")
        after = written(text, "--add-noqa", "--baseline=b.json")
        assert after == BROKEN + BROKEN.replace("fill(", "again(").replace(
            "return seqlens", "return seqlens  # noqa: NSA101"
        )


UNUSED = [
    pytest.param("x = 1  # noqa: NSA101\n", "x = 1\n", id="the whole comment"),
    pytest.param("x = 1  # noqa: NSA101\r\n", "x = 1\r\n", id="with its line end"),
    pytest.param("x = 1  # noqa: NSA101", "x = 1", id="at the end of the file"),
    pytest.param("x = 1  # noqa: E501,NSA101,W291\n", "x = 1  # noqa: E501,W291\n", id="one code of several"),
    pytest.param("x = 1  # noqa: NSA101, NSA104, E501\n", "x = 1  # noqa: E501\n", id="two of them"),
    pytest.param("x = 1  # noqa: NSA101 NSA999\n", "x = 1\n", id="without commas"),
    pytest.param("x = 1  # noqa: NSA101 # type: ignore\n", "x = 1  # type: ignore\n", id="a comment behind it"),
    pytest.param("x = 1  # type: ignore # noqa: NSA101\n", "x = 1  # type: ignore\n", id="a comment before it"),
    pytest.param("x = 1  # noqa: NSA101 until July\n", "x = 1  # until July\n", id="a reason behind it"),
    pytest.param("# noqa: NSA101\nx = 1\n", "x = 1\n", id="a line of its own"),
    pytest.param("x = 1  # NOQA : NSA101\n", "x = 1\n", id="written otherwise"),
    pytest.param("s = '# noqa: NSA101'  # noqa: NSA104\n", "s = '# noqa: NSA101'\n", id="beside a string"),
    pytest.param(
        "x = 1  # noqa: NSA101\ny = 2\nz = 3  # noqa: NSA104\n", "x = 1\ny = 2\nz = 3\n", id="on several lines"
    ),
]


class TestFixOfUnusedNoqa:
    @pytest.mark.parametrize(("before", "after"), UNUSED)
    def test_what_silences_nothing_goes(self, before: str, after: str) -> None:
        assert written(before, "--fix") == after
        assert written(after, "--fix") == after

    @pytest.mark.parametrize(
        "text",
        [
            BROKEN.replace("return seqlens", "return seqlens  # noqa: NSA101"),
            "x = 1  # noqa: E501\n",
            "x = 1  # noqa: NSA201\n",  # needed with a wider scope
            "x = 1  # noqa\n",
            "s = '# noqa: NSA101'\n",
        ],
    )
    def test_what_silences_something_stays(self, text: str) -> None:
        assert written(text, "--fix") == text

    @pytest.mark.needs("libcst")
    def test_it_goes_with_another_fix_of_the_file(self) -> None:
        from tests.lint.samples import FIXABLE, FIXED

        assert written(f"x = 1  # noqa: NSA101\n{FIXABLE}y = 2  # noqa: NSA104\n", "--fix") == f"x = 1\n{FIXED}y = 2\n"

    def test_the_report_says_that_it_can_be_fixed(self) -> None:
        Path("module.py").write_text("x = 1  # noqa: NSA101\n")
        outcome = nsa_lint("check", "--isolated", "module.py")
        assert outcome.out.endswith("1 finding in 1 file; 1 can be fixed with --fix\n")
        assert "  fix (--fix): remove the code from the comment" in outcome.out

    def test_json_has_the_change(self) -> None:
        Path("module.py").write_text("x = 1  # noqa: NSA101\n")
        [finding] = json.loads(nsa_lint("check", "--isolated", "--output-format=json", "module.py").out)["findings"]
        [change] = finding["fix"]["changes"]
        assert change == {"cell": None, "line": 1, "column": 6, "end_line": 1, "end_column": 22, "text": ""}

    def test_the_count_says_what_was_done(self) -> None:
        Path("module.py").write_text("x = 1  # noqa: NSA101, NSA104\n")
        outcome = nsa_lint("check", "--isolated", "--fix", "module.py")
        assert (outcome.status, outcome.err) == (0, "2 findings fixed in 1 file\n")
