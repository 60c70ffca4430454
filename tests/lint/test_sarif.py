"""SARIF: valid, complete, and what GitHub's code scanning takes."""

from __future__ import annotations

import gzip
import json
import os
import tarfile
from pathlib import Path
from typing import Any

import pytest

from lab import fetch
from lab.faces import nsa_lint, report
from nsa_lint.rules import RULES
from tests.lint.samples import EVERY_KIND, FIXABLE, FIXED, SAMPLE


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sample.py").write_text(SAMPLE, encoding="utf-8")
    Path("kinds.py").write_text(EVERY_KIND, encoding="utf-8")
    Path("fixable.py").write_text(FIXABLE, encoding="utf-8")


def one_run(*arguments: str) -> Any:
    [run] = json.loads(report("sarif", *arguments))["runs"]
    return run


@pytest.fixture(scope="module")
def schema() -> Any:
    """The schema of SARIF 2.1.0, out of the package that generates its object model from it."""
    with tarfile.open(fetch.archive("sarif-om", "1.0.4")) as archive:
        member = archive.extractfile("sarif_om-1.0.4/sarif-2.1.0-rtm.4.json")
        assert member is not None
        return json.load(member)


class TestSarif:
    def run(self, *arguments: str) -> Any:
        document = json.loads(report("sarif", *arguments))
        [run] = document["runs"]
        return run

    @pytest.mark.needs("jsonschema")
    @pytest.mark.parametrize(
        "arguments", [["sample.py"], ["--scope=all", "kinds.py"], ["--scope=all", "."], ["clean.py", "unparsable.py"]]
    )
    def test_it_is_valid(self, schema: Any, arguments: list[str]) -> None:
        import jsonschema

        Path("clean.py").write_text("x = 1\n")
        Path("unparsable.py").write_text("def\n")
        document = json.loads(report("sarif", *arguments))
        jsonschema.Draft7Validator(schema).validate(document)
        assert document["version"] == "2.1.0"

    @pytest.mark.needs("jsonschema")
    def test_the_schema_would_notice(self, schema: Any) -> None:
        import jsonschema

        document = json.loads(report("sarif", "sample.py"))
        document["runs"][0]["results"][0]["codeFlows"][0]["threadFlows"][0]["locations"] = []
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft7Validator(schema).validate(document)

    def test_the_code_flow_is_the_path_to_the_failure(self) -> None:
        [result] = self.run("sample.py")["results"]
        [flow] = result["codeFlows"][0]["threadFlows"]
        steps = [
            (step["location"]["physicalLocation"]["region"]["startLine"], step["location"]["message"]["text"])
            for step in flow["locations"]
        ]
        assert steps == [
            (3, "mode.is_decode() is false"),
            (5, "mode.is_extend() is true"),
            (6, "TRITON_AVAILABLE is true"),
            (6, "self.fused is true"),
            (16, "'lens' is read while it is unbound"),
        ]

    def test_the_read_is_the_location_and_the_arms_are_related(self) -> None:
        [result] = self.run("sample.py")["results"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region == {"startLine": 16, "startColumn": 16, "endLine": 16, "endColumn": 20}
        related = [each["physicalLocation"]["region"]["startLine"] for each in result["relatedLocations"]]
        assert related == [6, 3, 8]

    def test_every_rule_is_described_and_indexed(self) -> None:
        run = self.run("--scope=all", ".")
        rules = run["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == list(RULES)
        assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])

    def test_a_fingerprint_stays_while_lines_move(self) -> None:
        [before] = self.run("sample.py")["results"]
        Path("sample.py").write_text("import os\n\n" + SAMPLE)
        [after] = self.run("sample.py")["results"]
        assert before["partialFingerprints"] == after["partialFingerprints"]
        assert before["locations"] != after["locations"]

    def test_a_file_name_may_be_of_any_bytes(self) -> None:
        name = os.fsdecode(b"\xff.py")
        Path(name).write_text(SAMPLE)
        [place] = one_run(name)["results"][0]["locations"]
        assert place["physicalLocation"]["artifactLocation"]["uri"] == "%FF.py"

    def test_paths_are_relative_uris_of_the_working_folder(self) -> None:
        Path("with space.py").write_text(SAMPLE)
        for given in ("with space.py", str(Path("with space.py").absolute())):
            [result] = self.run(given)["results"]
            place = result["locations"][0]["physicalLocation"]["artifactLocation"]
            assert place == {"uri": "with%20space.py", "uriBaseId": "SRCROOT"}


class TestRules:
    def test_each_says_what_it_is_and_where_to_read_more(self) -> None:
        driver = one_run("sample.py")["tool"]["driver"]
        assert driver["informationUri"].startswith("https://")
        for rule in driver["rules"]:
            page = (Path(__file__).parents[2] / "docs" / "rules" / f"{rule['id']}.md").read_text(encoding="utf-8")
            assert rule["help"] == {"text": page, "markdown": page}
            assert rule["fullDescription"]["text"].lower() == RULES[rule["id"]].summary.lower() + "."
            assert rule["helpUri"].endswith(f"/docs/rules/{rule['id']}.md")

    def test_a_rule_is_enabled_as_it_is_reported_by_default(self) -> None:
        rules = one_run("sample.py")["tool"]["driver"]["rules"]
        assert {rule["id"] for rule in rules if not rule["defaultConfiguration"]["enabled"]} == {
            "NSA103", "NSA105", "NSA106", "NSA201", "NSA202", "NSA203", "NSA204", "NSA205", "NSA301",
        }  # fmt: skip


class TestRegions:
    def test_a_step_of_the_flow_has_the_columns_of_its_guard(self) -> None:
        [result] = one_run("sample.py")["results"]
        lines = SAMPLE.splitlines()
        shown = []
        for step in result["codeFlows"][0]["threadFlows"][0]["locations"]:
            region = step["location"]["physicalLocation"]["region"]
            shown.append(lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1])
        assert shown == ["mode.is_decode()", "mode.is_extend()", "TRITON_AVAILABLE", "self.fused", "lens"]

    def test_a_related_arm_has_the_columns_of_its_line(self) -> None:
        [result] = one_run("sample.py")["results"]
        lines = SAMPLE.splitlines()
        regions = [each["physicalLocation"]["region"] for each in result["relatedLocations"]]
        assert [lines[each["startLine"] - 1][each["startColumn"] - 1 : each["endColumn"] - 1] for each in regions] == [
            "if TRITON_AVAILABLE and self.fused:", "if mode.is_decode():", "else:",
        ]  # fmt: skip

    def test_every_region_has_columns_inside_its_line(self) -> None:
        lines = EVERY_KIND.splitlines()
        for result in one_run("--scope=all", "kinds.py")["results"]:
            for region in _regions(result):
                assert 1 <= region["startColumn"] <= len(lines[region["startLine"] - 1]) + 1
                assert region["endColumn"] <= len(lines[region.get("endLine", region["startLine"]) - 1]) + 1


def _regions(value: Any) -> list[dict[str, int]]:
    if isinstance(value, dict):
        found = [value["region"]] if "region" in value else []
        return found + [each for part in value.values() for each in _regions(part)]
    return [each for part in value for each in _regions(part)] if isinstance(value, list) else []


class TestFixes:
    @pytest.mark.needs("libcst")
    @pytest.mark.parametrize(
        ("text", "fixed"),
        [
            pytest.param(FIXABLE, FIXED, id="an arm that is added"),
            pytest.param("x = 1  # noqa: NSA101\n", "x = 1\n", id="a noqa comment"),
            pytest.param("x = 1  # noqa: E501, NSA101\n", "x = 1  # noqa: E501\n", id="a code of a comment"),
            pytest.param("ä = 'ö'  # noqa: NSA101", "ä = 'ö'", id="no newline at the end, and no ASCII"),
        ],
    )
    def test_the_replacements_make_the_text_that_fix_writes(self, text: str, fixed: str) -> None:
        Path("module.py").write_text(text, encoding="utf-8")
        [result] = one_run("module.py")["results"]
        [fix] = result["fixes"]
        [change] = fix["artifactChanges"]
        assert change["artifactLocation"] == {"uri": "module.py", "uriBaseId": "SRCROOT"}
        for each in reversed(change["replacements"]):
            text = _replaced(text, each)
        assert text == fixed
        nsa_lint("check", "--isolated", "--fix", "module.py")
        assert Path("module.py").read_text(encoding="utf-8") == fixed

    def test_what_has_to_be_decided_has_none(self) -> None:
        [result] = one_run("sample.py")["results"]
        assert "fixes" not in result
        assert result["properties"]["advice"].startswith("Bind 'lens'")


def _replaced(text: str, replacement: Any) -> str:
    lines = text.splitlines(keepends=True)
    region = replacement["deletedRegion"]
    start, end = (
        sum(map(len, lines[: region[f"{side}Line"] - 1])) + region[f"{side}Column"] - 1 for side in ("start", "end")
    )
    return text[:start] + replacement["insertedContent"]["text"] + text[end:]


class TestGithub:
    """https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning"""

    def test_the_required_properties_are_there(self) -> None:
        document = json.loads(report("sarif", "--scope=all", "kinds.py"))
        assert document["version"] == "2.1.0" and "sarif" in document["$schema"]
        [run] = document["runs"]
        assert run["tool"]["driver"]["name"]
        for rule in run["tool"]["driver"]["rules"]:
            assert 0 < len(rule["id"]) <= 255 and len(rule["name"]) <= 255
            assert 0 < len(rule["shortDescription"]["text"]) <= 1024
            assert 0 < len(rule["fullDescription"]["text"]) <= 1024
            assert rule["help"]["text"]
            assert rule["defaultConfiguration"]["level"] in ("note", "warning", "error")
            assert rule["properties"]["precision"] in ("very-high", "high", "medium", "low")
            assert rule["properties"]["problem.severity"] in ("error", "warning", "recommendation")
            assert len(rule["properties"]["tags"]) <= 20
        for result in run["results"]:
            assert result["message"]["text"]
            place = result["locations"][0]["physicalLocation"]
            assert not place["artifactLocation"]["uri"].startswith(("/", "file:"))
            assert {"startLine", "startColumn", "endLine", "endColumn"} <= set(place["region"])
            assert len(result["locations"]) <= 1000 and len(result["relatedLocations"]) <= 1000
            assert all(set(each) == {"physicalLocation", "message", "id"} for each in result["relatedLocations"])
            assert result["partialFingerprints"]

    def test_a_large_report_is_small_enough(self) -> None:
        """10 MB compressed; a result of 5,000 is the most that is shown."""
        Path("many.py").write_text("".join(SAMPLE.replace("Backend", f"B{number}") for number in range(200)))
        document = report("sarif", "many.py")
        assert len(json.loads(document)["runs"][0]["results"]) == 200
        assert len(gzip.compress(document.encode())) * 25 < 10_000_000
