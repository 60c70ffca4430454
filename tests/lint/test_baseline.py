"""A baseline: what is known is not reported, what is new is, and what is gone is said to be gone."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from lab.faces import Outcome, flake8, nsa_lint
from nsa_lint.report import FORMATS
from tests.lint.samples import BROKEN, PLAIN_BRANCH, SAMPLE, write


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def check(*arguments: str) -> Outcome:
    return nsa_lint("check", "--output-format", "concise", *arguments)


@pytest.fixture
def known() -> str:
    """A tree whose findings are all in the baseline."""
    write("src/module.py", BROKEN)
    write("src/other.py", SAMPLE)
    write("src/unparsable.py", "def\n")
    write("src/unused.py", "x = 1  # noqa: NSA101\n")
    assert check("--write-baseline=baseline.json", "src").status == 0
    return "--baseline=baseline.json"


def test_a_team_is_green_in_one_command(known: str) -> None:
    assert check("src").status == 1
    assert check(known, "src") == Outcome("", "", 0)


@pytest.mark.parametrize("output_format", FORMATS)
def test_in_every_format(known: str, output_format: str) -> None:
    outcome = nsa_lint("check", known, "--output-format", output_format, "src")
    assert (outcome.status, outcome.err) == (0, "")
    assert "NSA901" not in outcome.out or output_format == "sarif"


def test_writing_it_says_how_to_apply_it() -> None:
    outcome = check("--write-baseline=known.json", write("module.py", BROKEN))
    assert (outcome.status, outcome.out) == (0, "")
    assert outcome.err.startswith("1 finding listed in known.json; apply it with --baseline known.json")
    assert 'baseline = "known.json"' in outcome.err and "nsa-baseline = ./known.json" in outcome.err


def test_lines_may_move(known: str) -> None:
    write("src/module.py", f"import os\n\n\n{BROKEN}")
    assert check(known, "src").status == 0


def test_what_is_new_is_reported(known: str) -> None:
    write("src/module.py", BROKEN + BROKEN.replace("fill(", "again("))
    lines = check(known, "src").lines
    assert [line.split(" ")[:2] for line in lines] == [["src/module.py:12:12:", "NSA101"]]


def test_a_second_one_of_the_same_kind_is_new(known: str) -> None:
    write("src/module.py", BROKEN.replace("return seqlens", "print(seqlens)\n    return seqlens"))
    assert len(check(known, "--scope=all", "src/module.py").lines) <= 1
    write("src/module.py", BROKEN + BROKEN)
    [line] = check(known, "src").lines
    assert line.startswith("src/module.py:12:12:")


def test_the_same_finding_in_another_file_is_new(known: str) -> None:
    write("src/copy.py", BROKEN)
    assert [line.split(":")[0] for line in check(known, "src").lines] == ["src/copy.py"]


class TestEntriesThatAreNoLongerNeeded:
    def test_a_finding_that_is_fixed(self, known: str) -> None:
        write("src/module.py", "x = 1\n")
        outcome = check(known, "src")
        assert outcome.status == 0
        assert outcome.err.splitlines() == [
            "nsa-lint: src/module.py: NSA101 'seqlens' is no longer found; "
            "its entry in the baseline is no longer needed",
            "nsa-lint: --write-baseline on the same paths brings the baseline up to date",
        ]

    def test_a_file_that_is_gone(self, known: str) -> None:
        Path("src/module.py").unlink()
        assert "src/module.py: NSA101 'seqlens' is no longer found" in check(known, "src/other.py").err

    def test_writing_it_again_removes_them(self, known: str) -> None:
        write("src/module.py", "x = 1\n")
        check("--write-baseline=baseline.json", "src")
        assert check(known, "src") == Outcome("", "", 0)
        assert "seqlens" not in Path("baseline.json").read_text()

    @pytest.mark.parametrize("paths", [["src/other.py"], ["src/unused.py", "src/other.py"]])
    def test_a_run_over_some_files_says_nothing_of_the_others(self, known: str, paths: list[str]) -> None:
        assert check(known, *paths) == Outcome("", "", 0)

    def test_a_narrower_run_says_nothing_of_what_it_does_not_look_for(self) -> None:
        write("module.py", PLAIN_BRANCH)
        check("--scope=all", "--write-baseline=b.json", "module.py")
        assert check("--baseline=b.json", "module.py") == Outcome("", "", 0)
        assert check("--baseline=b.json", "--scope=all", "--ignore=NSA201", "module.py") == Outcome("", "", 0)

    def test_writing_one_file_keeps_the_entries_of_the_others(self, known: str) -> None:
        check("--write-baseline=baseline.json", "src/module.py")
        assert check(known, "src") == Outcome("", "", 0)


class TestWhereItIsConfigured:
    @pytest.mark.parametrize(
        ("file", "text"),
        [
            ("pyproject.toml", "[tool.nsa-lint]\nbaseline = 'baseline.json'\n"),
            ("pyproject.toml", "[tool.nsa-lint]\nbaseline = './baseline.json'\n"),
            ("setup.cfg", "[flake8]\nnsa-baseline = ./baseline.json\n"),
            ("setup.cfg", "[flake8]\nnsa-baseline = baseline.json\n"),
        ],
    )
    @pytest.mark.parametrize("folder", [".", "src"])
    def test_from_any_folder(
        self, known: str, file: str, text: str, folder: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(file, text)
        monkeypatch.chdir(folder)
        assert check() == Outcome("", "", 0)

    def test_flake8_applies_it_too(self, known: str) -> None:
        write("setup.cfg", "[flake8]\nselect = NSA\nnsa-baseline = ./baseline.json\n")
        write("src/new.py", BROKEN)
        outcome = flake8("src/module.py", "src/other.py", "src/new.py")
        assert [line.split(":")[0] for line in outcome.lines] == ["src/new.py"]

    @pytest.mark.parametrize("name", ["known.json", "./known.json", "lists/known.json"])
    @pytest.mark.parametrize("face", ["nsa-lint", "flake8"])
    def test_one_that_is_typed_is_read_from_where_it_is_typed(
        self, face: str, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The file of that name beside the configuration is another one."""
        write("setup.cfg", f"[flake8]\nselect = NSA\nnsa-baseline = {name}\n")
        write(name, '{"version": 1, "findings": []}')
        write("src/module.py", BROKEN)
        monkeypatch.chdir("src")
        Path(name).parent.mkdir(exist_ok=True)
        assert check(f"--write-baseline={name}", "module.py").status == 0
        if face == "nsa-lint":
            assert [check(*typed, "module.py").status for typed in ((), (f"--baseline={name}",))] == [1, 0]
        else:
            assert flake8("module.py").status == 1
            # Of a bare name flake8 does not say whether it was typed or configured.
            assert flake8(f"--nsa-baseline={name}", "module.py").status == ("/" not in name)

    def test_an_editor_does_too(self, known: str) -> None:
        from nsa_lint.run.settings import load
        from nsa_lint.server.document import check_document

        write("setup.cfg", "[flake8]\nnsa-baseline = baseline.json\n")
        path = os.path.abspath("src/module.py")
        shown = [
            check_document(path, text, 1, load([])).report.diagnostics
            for text in (BROKEN, BROKEN + BROKEN.replace("fill(", "again("))
        ]
        assert [[each.line for each in found] for found in shown] == [[], [12]]

    def test_absolute_paths_are_the_same_files(self, known: str) -> None:
        assert check(known, os.path.abspath("src")) == Outcome("", "", 0)


class TestWhatIsNotOne:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("{", "is not JSON"),
            ("[]", "has no version 1"),
            ('{"version": 2, "findings": []}', "has no version 1"),
            ('{"version": 1}', "has no list of findings"),
            ('{"version": 1, "findings": [{"path": 1}]}', "the path of finding 1 is 1; expected a str"),
        ],
    )
    @pytest.mark.parametrize("option", ["--baseline", "--write-baseline"])
    def test_is_an_error_and_nothing_is_written(self, text: str, said: str, option: str) -> None:
        write("b.json", text)
        outcome = check(f"{option}=b.json", write("module.py", BROKEN))
        assert (outcome.status, outcome.out) == (2, "")
        assert said in outcome.err
        assert Path("b.json").read_text() == text

    def test_flake8_says_so_too(self) -> None:
        write("b.json", "{")
        outcome = flake8("--nsa-baseline=b.json", write("module.py", BROKEN))
        assert outcome.status != 0 and "is not JSON" in outcome.out and "Traceback" not in outcome.err

    def test_a_file_that_is_not_there(self) -> None:
        outcome = check("--baseline=nowhere.json", write("module.py", BROKEN))
        assert (outcome.status, "No such file" in outcome.err) == (2, True)

    def test_a_folder_that_is_not_there(self) -> None:
        outcome = check("--write-baseline=no/where.json", write("module.py", BROKEN))
        assert (outcome.status, "--write-baseline is 'no/where.json'; expected a file" in outcome.err) == (2, True)


def test_the_file_has_a_line_for_each_finding_in_order(known: str) -> None:
    text = Path("baseline.json").read_text()
    document = json.loads(text)
    assert [entry["path"] for entry in document["findings"]] == [
        "src/module.py", "src/other.py", "src/unparsable.py", "src/unused.py",
    ]  # fmt: skip
    assert len(text.splitlines()) == 4 + 2
    assert "line" not in document["findings"][0]


def test_a_fix_leaves_what_is_known_alone(known: str) -> None:
    outcome = check(known, "--fix", "src")
    assert (outcome.status, Path("src/unused.py").read_text()) == (0, "x = 1  # noqa: NSA101\n")
