"""Formats for other programs: JSON by its schema, GitLab's code quality, JUnit; colours; the same findings in all."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from lab.check import report as diagnose
from lab.checkout import ROOT
from lab.faces import nsa_lint, report
from nsa_lint import fixes
from nsa_lint.fixes import apply, fixes_for
from nsa_lint.model import Diagnostic
from nsa_lint.report import FORMATS
from nsa_lint.report import changes as writing
from nsa_lint.report.changes import _applied, changes
from nsa_lint.rules import RULES
from nsa_lint.syntax.source import Source
from tests.lint.samples import EVERY_KIND, FIXABLE, FIXED, SAMPLE


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sample.py").write_text(SAMPLE, encoding="utf-8")
    Path("kinds.py").write_text(EVERY_KIND, encoding="utf-8")
    Path("fixable.py").write_text(FIXABLE, encoding="utf-8")
    Path("unparsable.py").write_text("def\n", encoding="utf-8")
    Path("unused.py").write_text("x = 1  # noqa: NSA101\n", encoding="utf-8")
    Path("clean.py").write_text("x = 1\n", encoding="utf-8")


@pytest.mark.parametrize("output_format", FORMATS)
@pytest.mark.parametrize("scope", ["dispatch", "all"])
def test_every_format_has_every_finding(output_format: str, scope: str) -> None:
    count = len(report("concise", f"--scope={scope}").splitlines())
    said = report(output_format, f"--scope={scope}")
    counted = {
        "text": lambda: int(said.splitlines()[-1].split()[0]),
        "concise": lambda: len(said.splitlines()),
        "github": lambda: len(said.splitlines()),
        "json": lambda: len(json.loads(said)["findings"]),
        "sarif": lambda: len(json.loads(said)["runs"][0]["results"]),
        "gitlab": lambda: len(json.loads(said)),
        "junit": lambda: len(list(ElementTree.fromstring(said).iter("failure"))),
    }
    assert counted[output_format]() == count > 0


@pytest.mark.parametrize("output_format", FORMATS)
def test_fixes_are_looked_for_once_and_only_where_they_are_shown(
    output_format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in a file without findings, nor in one that a comment silences; what the cache knows makes no difference."""
    asked: list[str] = []
    real = fixes.remedies_for

    def counted(source: Source, diagnostics: Sequence[Diagnostic]) -> tuple[fixes.Remedy, ...]:
        asked.append(source.path)
        return real(source, diagnostics)

    monkeypatch.setattr(fixes, "remedies_for", counted)
    Path("silenced.py").write_text(SAMPLE.replace("return lens", "return lens  # noqa: NSA101"), encoding="utf-8")
    arguments = ("check", "--isolated", "--cache-dir=kept", "--output-format", output_format)
    for _ in range(2):
        asked.clear()
        assert nsa_lint(*arguments, "sample.py", "fixable.py", "silenced.py", "clean.py").status == 1
        shown = ["sample.py", "fixable.py"] if output_format in ("text", "json", "sarif") else []
        assert sorted(asked) == sorted(shown)


@pytest.mark.parametrize("output_format", FORMATS)
def test_no_findings_is_a_document_too(output_format: str) -> None:
    said = report(output_format, "clean.py")
    if output_format in ("json", "sarif", "gitlab"):
        json.loads(said)
    elif output_format == "junit":
        assert len(list(ElementTree.fromstring(said).iter("testcase"))) == 1
    else:
        assert said in ("", "nothing found\n")


@pytest.mark.parametrize("output_format", ["json", "sarif", "gitlab", "junit"])
def test_statistics_leave_a_document_a_document(output_format: str) -> None:
    outcome = nsa_lint("check", "--isolated", "--statistics", "--output-format", output_format, "sample.py")
    assert "NSA101  an arm" in outcome.err
    json.loads(outcome.out) if output_format != "junit" else ElementTree.fromstring(outcome.out)


class TestJsonSchema:
    @pytest.fixture(scope="class")
    @staticmethod
    def schema() -> Any:
        return json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))

    @pytest.mark.needs("jsonschema")
    @pytest.mark.parametrize("arguments", [["--scope=all"], ["clean.py"], ["sample.py"], ["unparsable.py"]])
    def test_it_describes_what_is_printed(self, schema: Any, arguments: list[str]) -> None:
        import jsonschema

        validator = jsonschema.Draft202012Validator(schema)
        validator.check_schema(schema)
        validator.validate(json.loads(report("json", *arguments)))

    @pytest.mark.needs("jsonschema")
    def test_it_describes_a_notebook(self, schema: Any) -> None:
        import jsonschema

        cells = [{"cell_type": "code", "source": FIXABLE}, {"cell_type": "code", "source": SAMPLE}]
        Path("book.ipynb").write_text(json.dumps({"cells": cells}))
        document = json.loads(report("json", "book.ipynb"))
        assert [finding["cell"] for finding in document["findings"]] == [1, 2]
        jsonschema.Draft202012Validator(schema).validate(document)

    @pytest.mark.needs("jsonschema")
    def test_it_names_every_key(self, schema: Any) -> None:
        """Additional keys are allowed, for they may come; the schema must know all that there are today."""
        import jsonschema

        closed = json.loads(json.dumps(schema))
        for part in [closed, *closed["$defs"].values()]:
            if part.get("type") == "object":
                part["additionalProperties"] = False
        jsonschema.Draft202012Validator(closed).validate(json.loads(report("json", "--scope=all")))

    @pytest.mark.needs("jsonschema")
    def test_it_would_notice(self, schema: Any) -> None:
        import jsonschema

        document = json.loads(report("json", "sample.py"))
        document["findings"][0]["line"] = 0
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(schema).validate(document)


@pytest.mark.needs("libcst")
class TestChanges:
    @pytest.mark.parametrize(
        ("text", "fixed"),
        [(FIXABLE, FIXED), ("x = 1  # noqa: NSA101\n", "x = 1\n"), (FIXABLE.replace("kernel", "k_ä"), None)],
    )
    def test_a_tool_can_apply_them(self, text: str, fixed: str | None) -> None:
        Path("module.py").write_text(text, encoding="utf-8")
        [finding] = json.loads(report("json", "module.py"))["findings"]
        lines = text.splitlines(keepends=True)
        for change in reversed(finding["fix"]["changes"]):
            start = sum(map(len, lines[: change["line"] - 1])) + change["column"] - 1
            end = sum(map(len, lines[: change["end_line"] - 1])) + change["end_column"] - 1
            text = text[:start] + change["text"] + text[end:]
        nsa_lint("check", "--isolated", "--fix", "module.py")
        assert text == Path("module.py").read_text(encoding="utf-8")
        assert fixed is None or text == fixed


class TestGitlab:
    """https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format"""

    def issues(self, *arguments: str) -> list[dict[str, Any]]:
        issues: list[dict[str, Any]] = json.loads(report("gitlab", *arguments))
        return issues

    def test_each_issue_has_what_is_required(self) -> None:
        for issue in self.issues("--scope=all"):
            assert issue["description"].startswith(f"{issue['check_name']} ")
            assert issue["check_name"] in RULES
            assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
            assert not issue["location"]["path"].startswith(("/", "./"))
            assert issue["location"]["lines"]["begin"] >= 1

    def test_no_two_fingerprints_are_the_same(self) -> None:
        Path("twice.py").write_text(SAMPLE + SAMPLE)
        Path("copy.py").write_text(SAMPLE)
        prints = [issue["fingerprint"] for issue in self.issues("--scope=all")]
        assert len(set(prints)) == len(prints) > 10

    def test_a_fingerprint_stays_while_lines_move(self) -> None:
        [before] = self.issues("sample.py")
        Path("sample.py").write_text(f"import os\n\n{SAMPLE}")
        [after] = self.issues(str(Path("sample.py").absolute()))
        assert before["fingerprint"] == after["fingerprint"]
        assert before["location"]["path"] == after["location"]["path"] == "sample.py"
        assert before["location"]["lines"] != after["location"]["lines"]


class TestJunit:
    def test_the_counts_are_true(self) -> None:
        root = ElementTree.fromstring(report("junit", "--scope=all"))
        cases = list(root.iter("testcase"))
        assert int(root.get("tests") or 0) == int(root.get("failures") or 0) == len(cases)
        for suite in root:
            assert int(suite.get("tests") or 0) == len(suite)

    def test_a_case_names_the_place_and_its_failure_the_message(self) -> None:
        [case] = ElementTree.fromstring(report("junit", "sample.py")).iter("testcase")
        assert (case.get("name"), case.get("classname"), case.get("line")) == ("NSA101 16:16", "sample.py", "16")
        [failure] = case
        assert (failure.get("message") or "").startswith("NSA101 'lens' is unbound when the arm at line 6 is taken")
        assert (failure.text or "").strip().startswith("sample.py:16:16: NSA101 'lens'")

    def test_whatever_a_name_or_a_guard_holds_it_is_xml(self) -> None:
        name = 'odd<&">\x01.py'
        Path(name).write_text(SAMPLE.replace("self.fused", 'self.fused == "<&\\x00"'))
        [case] = ElementTree.fromstring(report("junit", name)).iter("testcase")
        assert case.get("classname") == 'odd<&">\ufffd.py'


class TestColour:
    def colored(self, monkeypatch: pytest.MonkeyPatch, *arguments: str, **environment: str) -> bool:
        for name in ("NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return "\033[" in report("text", *arguments, "sample.py")

    @pytest.mark.parametrize(
        ("arguments", "environment", "expected"),
        [
            ([], {}, False),
            ([], {"FORCE_COLOR": "1"}, True),
            ([], {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
            ([], {"FORCE_COLOR": "0"}, False),
            ([], {"FORCE_COLOR": ""}, False),
            ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
            (["--color=never"], {"FORCE_COLOR": "1"}, False),
            (["--color=always"], {"NO_COLOR": "1"}, True),
        ],
    )
    def test_the_option_then_no_color_then_force_color(
        self,
        monkeypatch: pytest.MonkeyPatch,
        arguments: list[str],
        environment: dict[str, str],
        expected: bool,
    ) -> None:
        assert self.colored(monkeypatch, *arguments, **environment) is expected


class TestTheVerdict:
    def test_what_can_be_fixed_is_not_called_fixed(self) -> None:
        assert report("text", "fixable.py").endswith("1 finding in 1 file; 1 can be fixed with --fix\n")


class TestWhatIsOnByDefault:
    """One row of the table of codes says it; every other place that says it agrees."""

    def test_the_command_the_readme_the_pages_and_sarif(self) -> None:
        expected = {code: rule.default for code, rule in RULES.items()}
        listed = {line.split()[0]: line.split()[2] for line in nsa_lint("rules").lines if line.startswith("NSA")}
        assert {code: said == "default" for code, said in listed.items()} == expected
        [run] = json.loads(report("sarif", "clean.py"))["runs"]
        rules = run["tool"]["driver"]["rules"]
        assert {rule["id"]: rule["defaultConfiguration"]["enabled"] for rule in rules} == expected
        readme = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
        rows = [line.strip("| ").split(" | ") for line in readme if line.startswith("| NSA")]
        assert {row[0]: row[-1] == "yes" for row in rows} == expected
        for code, default in expected.items():
            summary = (ROOT / "docs" / "rules" / f"{code}.md").read_text(encoding="utf-8").split("\n## ")[0]
            assert ("by default" in summary) == default, code

    def test_and_what_is_reported(self) -> None:
        reported = {line.split()[1] for line in report("concise").splitlines()}
        assert reported == {"NSA101", "NSA102", "NSA104", "NSA901", "NSA902"}


NESTINGS = [
    "class A:\n    class B:\n        @property\n        def f(self, backend):\n{body}        # after\n    x = 1\n",
    "class A:\n    def f(self, backend):\n{body}\n    # a comment\n\n\n# another\ny = 2\n",
    "if x:\n  pass\nelif y:\n  class A:\n    async def f(self, backend):\n{body}    z = 1\n",
    "def outer():\n    try:\n        pass\n    except E:\n        def f(backend):\n{body}    return f\n",
    "match x:\n    case 1:\n        def f(backend):\n{body}",
    "def f(backend):\n{body}",
]


@pytest.mark.needs("libcst")
@pytest.mark.parametrize("text", NESTINGS)
def test_a_change_of_nested_code_is_the_same_as_in_the_whole_file(text: str) -> None:
    """libcst is given the innermost function alone, for time."""
    head = text.split("{body}")[0].splitlines()[-1]
    indent = head[: len(head) - len(head.lstrip())]
    body = "".join(f"{indent}{line}\n" for line in FIXABLE.splitlines()[1:])
    source = Source.of_text("x.py", text.replace("{body}", body))
    [found] = diagnose(source.text)
    [fix] = fixes_for(source, [found])
    assert fix is not None
    assert _applied(source, fix) == apply(source, [fix]) != source.text


@pytest.mark.needs("libcst")
@pytest.mark.parametrize(
    ("text", "first"),
    [
        (NESTINGS[0], "        @property\n"),
        (NESTINGS[3], "        def f(backend):\n"),
        ("x = 1\nclass A:\n    y = 2\n    def f(self, backend):\n{body}", "    def f(self, backend):\n"),
        # what is deeper, or ends with a colon, and begins no block
        ("x = [\n  1,\n]\nclass A:\n    def f(self, backend):\n{body}", "    def f(self, backend):\n"),
        ("x = y[1:\n2]\nclass A:\n    def f(self, backend):\n{body}", "    def f(self, backend):\n"),
        ("x = y[1:\n  \n]\nclass A:\n    def f(self, backend):\n{body}", "    def f(self, backend):\n"),
        ("class A:\n\n    def f(self, backend):\n{body}", "    def f(self, backend):\n"),
    ],
)
def test_of_nested_code_libcst_is_given_the_innermost_function_alone(
    text: str, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []

    def noted(source: Source, fixes: Sequence[fixes.Fix]) -> str:
        given.append(source.text)
        return apply(source, fixes)

    monkeypatch.setattr(writing, "apply", noted)
    indent = first[: len(first) - len(first.lstrip())]
    body = "".join(f"{indent}{line}\n" for line in FIXABLE.splitlines()[1:])
    source = Source.of_text("x.py", text.replace("{body}", body))
    [found] = diagnose(source.text)
    [fix] = fixes_for(source, [found])
    assert fix is not None and changes(source, found, fix)
    [part] = given
    heads = [line for line in part.splitlines(keepends=True) if line.strip() != "if 1:"]
    assert heads[0] == first and "".join(heads) in source.text


@pytest.mark.needs("libcst")
@pytest.mark.parametrize("head", ["", "try:\n"])
def test_a_change_outside_any_function_is_shown(head: str) -> None:
    """The top of a file has no function that could be given alone."""
    depth = len(head.splitlines())
    text = "if impl() == 'cuda':\n    y = x\nelif impl() == 'triton':\n    launch(x)\nelse:\n    y = x\nprint(y)\n"
    tail = "finally:\n    pass\n" if head.startswith("try") else ""
    source = Source.of_text("x.py", head + "".join("    " * depth + line for line in text.splitlines(True)) + tail)
    source = Source.of_text("x.py", "from lib import impl, launch, x\n" + source.text)
    [found] = diagnose(source.text)
    [fix] = fixes_for(source, [found])
    assert fix is not None
    [change] = changes(source, found, fix)
    assert (change.line, change.text.strip()) == (depth + 5, "y = x")
