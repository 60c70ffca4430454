"""What a release, an action and a repository page consist of: valid, and of one version."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import nsa_lint
from lab.checkout import ROOT
from tests.lint.samples import BROKEN


def script(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


class TestOneVersion:
    """It is in nsa_lint/__init__.py; what has to repeat it agrees."""

    def test_of_the_citation(self) -> None:
        assert yaml.safe_load(read("CITATION.cff"))["version"] == nsa_lint.__version__

    @pytest.mark.parametrize("document", ["README.md", "docs/adopt.md"])
    def test_of_the_tags_that_documents_name(self, document: str) -> None:
        named = re.findall(r"(?:rev: |nsa-guard@)v(\d+\.\d+\.\d+)", read(document))
        assert named and set(named) == {nsa_lint.__version__}

    def test_of_the_changelog(self) -> None:
        headings = re.findall(r"^## (.*)$", read("CHANGELOG.md"), re.MULTILINE)
        assert next(each.split()[0] for each in headings if each != "Unreleased") == nsa_lint.__version__

    def test_nothing_else_sets_it(self) -> None:
        assert re.findall(r"^version = (.*)$", read("setup.cfg"), re.MULTILINE) == ["attr: nsa_lint.__version__"]


class TestWorkflows:
    def jobs(self) -> dict[str, dict[str, object]]:
        jobs: dict[str, dict[str, object]] = yaml.safe_load(read(".github/workflows/release.yml"))["jobs"]
        return jobs

    def test_a_release_is_built_then_tested_then_attested_and_published(self) -> None:
        jobs = self.jobs()
        assert list(jobs) == ["build", "test", "publish"]
        assert (jobs["test"]["needs"], jobs["publish"]["needs"]) == ("build", "test")
        used = [step.get("uses", "").split("@")[0] for step in jobs["publish"]["steps"]]  # type: ignore[attr-defined]
        assert used.index("actions/attest-build-provenance") < used.index("pypa/gh-action-pypi-publish")

    def test_only_publishing_may_write(self) -> None:
        document = yaml.safe_load(read(".github/workflows/release.yml"))
        assert document["permissions"] == {"contents": "read"}
        assert [name for name, job in self.jobs().items() if "permissions" in job] == ["publish"]

    def test_no_text_of_others_is_put_into_a_script(self) -> None:
        """`${{ }}` inside `run` is expanded before the shell sees it."""
        for path in [*(ROOT / ".github" / "workflows").glob("*.yml"), ROOT / "action.yml"]:
            for line in re.findall(r"run: *(?:\|\n((?: {8,}.*\n)+)|(.*))", path.read_text(encoding="utf-8")):
                assert "${{" not in "".join(line), path

    def test_the_action_is_one_that_github_understands(self) -> None:
        command = [script("check-jsonschema"), "--builtin-schema", "vendor.github-actions", str(ROOT / "action.yml")]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout

    @pytest.mark.parametrize("form", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")), ids=lambda p: p.stem)
    def test_an_issue_form_has_what_github_requires(self, form: Path) -> None:
        document = yaml.safe_load(form.read_text(encoding="utf-8"))
        if form.stem == "config":
            assert set(document) <= {"blank_issues_enabled", "contact_links"}
            return
        assert {"name", "description", "body"} <= set(document)
        ids = [part["id"] for part in document["body"]]
        assert len(set(ids)) == len(ids)
        for part in document["body"]:
            assert part["type"] in ("textarea", "input", "dropdown", "checkboxes", "markdown")
            assert part["attributes"]["label"]

    def test_the_citation_is_complete(self) -> None:
        assert {"cff-version", "message", "title", "authors"} <= set(yaml.safe_load(read("CITATION.cff")))


class TestTheScriptOfTheAction:
    def run(self, folder: Path, **environment: str) -> tuple[int, str, dict[str, str]]:
        output = folder / "output"
        output.touch()
        done = subprocess.run(
            ["bash", str(ROOT / ".ci" / "action"), script("nsa-lint"), str(folder / "out.sarif")],
            cwd=folder,
            env=os.environ | {"GITHUB_OUTPUT": str(output)} | environment,
            capture_output=True,
            text=True,
        )
        outputs = dict(line.split("=", 1) for line in output.read_text().splitlines())
        return done.returncode, done.stdout, outputs

    def test_it_reports_annotates_and_counts(self, tmp_path: Path) -> None:
        (tmp_path / "with space.py").write_text(BROKEN)
        status, out, outputs = self.run(tmp_path)
        assert (status, outputs["findings"]) == (0, "1")
        assert out.startswith("::error file=")
        [run] = json.loads((tmp_path / "out.sarif").read_text())["runs"]
        assert [result["ruleId"] for result in run["results"]] == ["NSA101"]

    def test_paths_and_arguments_are_lines(self, tmp_path: Path) -> None:
        for name in ("one two.py", "three.py", "four.py"):
            (tmp_path / name).write_text(BROKEN)
        status, out, outputs = self.run(
            tmp_path, PATHS="one two.py\nthree.py\n", ARGUMENTS="--ignore=NSA101\n", ANNOTATE="false"
        )
        assert (status, out, outputs["findings"]) == (0, "", "0")
        assert self.run(tmp_path, PATHS="one two.py\nthree.py\n")[2]["findings"] == "2"

    def test_misuse_fails_the_step(self, tmp_path: Path) -> None:
        status, _, outputs = self.run(tmp_path, ARGUMENTS="--select=NSA999")
        assert (status, outputs) == (2, {})
