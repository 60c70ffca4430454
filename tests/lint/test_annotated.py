"""An annotation that says nothing of the value changes no report: every case, with each plain assignment annotated."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from lab.cases import Case, load, reports_of
from lab.check import EVERY_CODE, report

CASES = [pytest.param(case, id=case.id) for case in load() if case.supported]
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Module)


@pytest.mark.parametrize("annotation", ["'Any'", "Final"])
@pytest.mark.parametrize("case", CASES)
def test_reported_alike_with_annotations(case: Case, annotation: str) -> None:
    assert reports_of(report(annotated(case.code, annotation), EVERY_CODE)) == case.reports


def test_what_is_annotated() -> None:
    text = "x = 1\ndef f(self):\n    global y\n    y = 2\n    self.ü = x = 3\n    self.ü = 4\n    a, b = 5\n"
    found = text.replace("x = 1", "x: int = 1").replace("ü = 4", "ü: int = 4")
    assert annotated(text, "int") == found


def annotated(text: str, annotation: str) -> str:
    """The text with an annotation of each name and attribute that is assigned alone; the lines are what they were."""
    lines = [line.encode() for line in text.split("\n")]
    for target in sorted(_targets(ast.parse(text)), key=lambda each: (each.lineno, each.col_offset), reverse=True):
        line, end = (target.end_lineno or 0) - 1, target.end_col_offset or 0
        lines[line] = lines[line][:end] + f": {annotation}".encode() + lines[line][end:]
    return b"\n".join(lines).decode()


def _targets(node: ast.AST, declared: frozenset[str] = frozenset()) -> Iterator[ast.expr]:
    if isinstance(node, SCOPES):  # a name that is declared cannot be annotated
        inside = (each for each in ast.walk(node) if isinstance(each, (ast.Global, ast.Nonlocal)))
        declared = frozenset(name for each in inside for name in each.names)
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        [target] = node.targets
        if isinstance(target, ast.Attribute) or (isinstance(target, ast.Name) and target.id not in declared):
            yield target
    for child in ast.iter_child_nodes(node):
        yield from _targets(child, declared)
