"""The documents of use: commands that parse, settings that are accepted, links, the picture, the false positives."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from lab import false_positives, picture
from lab.check import report
from lab.checkout import ROOT
from nsa_lint.cli.arguments import Arguments, parse
from nsa_lint.report import FORMATS
from nsa_lint.run import pyproject
from nsa_lint.run.pyproject import table
from tests.lint.test_docs import told

PAGES = [ROOT / "README.md", *(ROOT / "docs" / f"{name}.md" for name in ("adopt", "settings", "formats"))]
BLOCKS = [
    (page, kind, text)
    for page in PAGES
    for kind, text in re.findall(r"^```(\w*)\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
]
COMMANDS = [
    (page.name, line.split("  #")[0].strip().removeprefix("$ ").removeprefix("- "))
    for page, _, text in BLOCKS
    for line in text.splitlines()
    if re.match(r"\s*(?:\$ |- )?nsa-lint ", line)
]


@pytest.mark.parametrize(("page", "command"), COMMANDS)
def test_a_command_is_one(page: str, command: str) -> None:
    said = parse(shlex.split(command.split(" > ")[0])[1:])
    assert isinstance(said, Arguments) or said.name in ("explain", "rules")


def test_there_are_such_commands() -> None:
    assert {page for page, _ in COMMANDS} == {"README.md", "adopt.md", "formats.md"}


@pytest.mark.parametrize("text", [text for _, kind, text in BLOCKS if kind == "toml"])
def test_a_table_of_settings_is_accepted(text: str, tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(text)
    assert table(str(path)) is not None


@pytest.mark.needs("yaml")
@pytest.mark.parametrize("text", [text for _, kind, text in BLOCKS if kind == "yaml"])
def test_a_piece_of_yaml_is_some(text: str) -> None:
    import yaml

    assert yaml.safe_load(text)


@pytest.mark.needs("yaml")
def test_the_inputs_that_the_documents_give_the_action_are_its_own() -> None:
    import yaml

    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    [workflow] = [text for page, kind, text in BLOCKS if page.name == "adopt.md" and "jobs:" in text]
    [step] = [each for each in yaml.safe_load(workflow)["jobs"]["nsa-guard"]["steps"] if "nsa-guard" in each["uses"]]
    assert set(step["with"]) <= set(inputs)
    adopt = (ROOT / "docs" / "adopt.md").read_text(encoding="utf-8")
    assert {"upload", "fail"} <= set(inputs) and '`upload: "false"`' in adopt


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_every_format_is_described() -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == FORMATS


def test_every_key_is_described() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)) == tuple(pyproject.KEYS)


def test_the_picture_is_the_report() -> None:
    drawn = picture.words(picture.PICTURE.read_text(encoding="utf-8"))
    assert drawn == picture.words(picture.svg(picture.report()))
    assert "NSA101'lens'isunbound" in drawn
    assert "](docs/report.svg)" in (ROOT / "README.md").read_text(encoding="utf-8")


class TestFalsePositives:
    EXAMPLES = false_positives.examples()

    @pytest.mark.parametrize(("title", "text"), EXAMPLES)
    def test_the_code_cannot_fail(self, title: str, text: str) -> None:
        calls = re.findall(r"^# run: (.*)$", text, re.MULTILINE)
        assert calls
        for call in calls:
            names: dict[str, object] = {}
            exec(compile(text, title, "exec"), names)
            exec(compile(call, title, "exec"), names)

    def test_the_forms_that_are_complained_of_are_there(self) -> None:
        assert len(self.EXAMPLES) == 12
        page = false_positives.PAGE.read_text(encoding="utf-8")
        for word in ("Correlated", "flag", "while True", "never returns", "enumeration", "every number"):
            assert word in page

    @pytest.mark.parametrize(("title", "text"), EXAMPLES)
    def test_none_is_reported_in_the_default_scope(self, title: str, text: str) -> None:
        assert report(text) == []

    def test_the_table_says_what_nsa_guard_reports(self) -> None:
        page = false_positives.PAGE.read_text(encoding="utf-8")
        [head, *rows] = [line.strip("| ").split(" | ") for line in page.splitlines() if re.match(r"\| [^-]", line)]
        assert head[-1].startswith("nsa-guard ")
        said = {row[0]: row[-1] for row in rows}
        for title, text in self.EXAMPLES:
            names = sorted({each.name for each in told(text)})
            assert said[title] == (", ".join(f"`{name}`" for name in names) or "quiet"), title
