"""The playground's own Python: what it says is what the command line says, and its fixes are libcst's."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator

import pytest

from lab import fetch, surgery
from lab.browser import PLAYGROUND
from lab.check import ALL, report
from nsa_lint.fixes import Fix, apply, fixes_for
from nsa_lint.options import Options
from nsa_lint.syntax.source import Source
from tests.lint.test_docs import blocks

sys.path.insert(0, str(PLAYGROUND / "python"))

import page
from text_edits import apply_to_text

EXAMPLES = json.loads((PLAYGROUND / "examples" / "examples.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["file"])
def test_each_example_has_the_findings_that_it_is_there_for(example: dict[str, object]) -> None:
    text = (PLAYGROUND / "examples" / str(example["file"])).read_text(encoding="utf-8")
    found = report(text, Options(scope=str(example["scope"])))
    assert [[each.code, each.name, each.line] for each in found] == example["findings"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["file"])
def test_the_page_is_told_what_the_checker_finds(example: dict[str, object]) -> None:
    text = (PLAYGROUND / "examples" / str(example["file"])).read_text(encoding="utf-8")
    shown = json.loads(page.check(text, str(example["scope"]), ""))
    assert shown["error"] is None
    found = report(text, Options(scope=str(example["scope"])))
    assert [(each["code"], each["message"], each["line"], each["column"]) for each in shown["findings"]] == [
        (each.code, each.message, each.line, each.column) for each in found
    ]
    for each, diagnostic in zip(shown["findings"], found, strict=True):
        assert diagnostic.proof is not None
        *steps, last = each["steps"]
        assert [(step["line"], step["value"]) for step in steps] == [
            (step.line, step.value) for step in diagnostic.proof.when
        ]
        assert (last["line"], last["value"]) == (diagnostic.line, None)


def test_a_wrong_guard_is_named() -> None:
    assert "guards has '('" in json.loads(page.check("x = 1\n", "dispatch", "("))["error"]


def fixes() -> Iterator[tuple[Source, list[Fix]]]:
    """Of the documents' examples each fix alone, and all of a text together; of the real file all together."""
    for block in blocks("python"):
        try:
            source = Source.of_text("example.py", block.text)
        except Exception:  # a document may show what does not parse
            continue
        found = fixes_of(source)
        yield from ((source, [fix]) for fix in found)
        if len(found) > 1:
            yield source, found
    text = surgery.broken(fetch.text("sglang", "0.5.8", "sglang/srt/layers/attention/nsa_backend.py"))
    source = Source.of_text("nsa_backend.py", text)
    assert len(fixes_of(source)) > 10
    yield source, fixes_of(source)


def fixes_of(source: Source) -> list[Fix]:
    return [fix for fix in fixes_for(source, report(source.text, ALL)) if fix]


def test_fixes_on_text_are_those_that_libcst_makes() -> None:
    compared = 0
    for source, some in fixes():
        on_text = apply_to_text(source, some)
        if on_text is not None:
            assert on_text == apply(source, some)
            compared += 1
    assert compared >= 25


@pytest.mark.parametrize(
    "line",
    ["    if use_triton: fill(x, out=self.buf)", "    if use_triton:\n        x = 1; fill(x, out=self.buf)"],
    ids=["suite on the header's line", "two statements on a line"],
)
def test_a_statement_that_shares_its_line_is_left_alone(line: str) -> None:
    rest = "    else:\n        lens = x.expand()\n        self.buf.copy_(lens)\n    return lens\n"
    source = Source.of_text("example.py", f"def replay(self, x, use_triton):\n{line}\n{rest}")
    [fix] = [fix for fix in fixes_for(source, report(source.text)) if fix]
    assert ast.parse(apply(source, [fix]))
    on_text = apply_to_text(source, [fix])
    assert on_text is None or on_text == apply(source, [fix])
