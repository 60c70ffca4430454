"""The house rules of the analysis: one module knows compound statements, and each pass says which way it goes."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.dataclass_flags import dataclasses_of
from lab.pairs import zips

PACKAGE = Path(__file__).resolve().parents[2] / "nsa_lint"
LOWERING = PACKAGE / "analysis" / "lower.py"
MODULES = sorted(path for folder in ("analysis", "dispatch") for path in (PACKAGE / folder).glob("*.py"))
COMPOUND = frozenset("If For AsyncFor While Try TryStar With AsyncWith Match ExceptHandler match_case withitem".split())
# What takes statements apart for others; `syntax` is where they are, and a definition's text is all that is left to see
TAKING_APART = frozenset("arms_of nested_statements statements_of HOLDS_STATEMENTS".split())
PASSES = {
    "assigned": "forward",
    "reach": "forward",
    "liveness": "backward",
    "relevance": "in no direction",
    "dependence": "in no direction",
}


MOST_LINES = 400
TABLES = {"fingerprint_table"}  # nothing but a value


def test_no_module_is_long() -> None:
    folders = (PACKAGE, *(PACKAGE.parent / name for name in ("nsa_runtime", "lab", "tools")))
    paths = [path for folder in folders for path in folder.rglob("*.py") if path.stem not in TABLES]
    assert len(paths) > 300
    assert {path.name for path in paths if path.read_text(encoding="utf-8").count("\n") > MOST_LINES} == set()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def evaluated(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes below one that are no annotation: types of compound statements may be named there."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield child
                yield from evaluated(child)


def compound_kinds(tree: ast.Module) -> set[str]:
    """The kinds of compound statements that a module tests for, as `ast.If` or by name."""
    found = set()
    for node in evaluated(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "ast":
            found |= {node.attr} & COMPOUND
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr":
            found |= {each.value for each in node.args if isinstance(each, ast.Constant)} & COMPOUND
        elif isinstance(node, ast.ImportFrom) and node.module == "ast":
            found |= {alias.name for alias in node.names}
    return found


def imported(tree: ast.Module) -> set[str]:
    return {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}


@pytest.mark.parametrize("path", [path for path in MODULES if path != LOWERING], ids=lambda path: path.stem)
def test_only_the_lowering_takes_compound_statements_apart(path: Path) -> None:
    tree = tree_of(path)
    assert not compound_kinds(tree)
    assert imported(tree).isdisjoint(TAKING_APART)


def test_the_lowering_takes_every_compound_statement_apart() -> None:
    """Each kind that Python has, with the handlers and cases inside them, is named in a method or in a table there."""
    text = LOWERING.read_text(encoding="utf-8")
    methods = {node.name for node in ast.walk(tree_of(LOWERING)) if isinstance(node, ast.FunctionDef)}
    aliases = set(re.findall(r"^    (_\w+) = _\w+$", text, re.M))
    kinds = {kind.__name__ for kind in ast.stmt.__subclasses__() if {"body", "cases"} & {*kind._fields}}
    assert {f"_{kind}" for kind in kinds} <= methods | aliases


@pytest.mark.parametrize(("module", "direction"), PASSES.items())
def test_each_pass_says_its_direction_in_its_first_line(module: str, direction: str) -> None:
    docstring = ast.get_docstring(tree_of(PACKAGE / "analysis" / f"{module}.py"))
    assert docstring is not None
    assert direction in docstring.splitlines()[0]


# Dataclasses that are filled in step by step; the steps of `analysis.ir` are, too, while a function is lowered.
FILLED_IN = {
    "analysis.chains.ChainRecord",
    "analysis.exits.LoopExits",
    "analysis.patterns.Matched",
    "analysis.run.Run",
    "analysis.state.State",
    "package.index.Index",
    "package.mentions._Tree",
    "syntax.scopes._Found",
}
DATACLASSES = [*dataclasses_of("nsa_lint")]
# Where what is paired may be of two lengths: texts, and parameters with fewer arguments or defaults. Anywhere else a
# second length is a mistake, which `zip` then says.
OF_TWO_LENGTHS = {
    "analysis.closures._follow": 1,
    "analysis.containers.held_by": 1,
    "analysis.helper_calls._given": 1,
    "report.changes._common": 1,
    "syntax.arguments.arguments_of": 1,
    "syntax.listed._of_parametrize": 1,
    "syntax.situation._arguments": 1,
}
STEPS = [each for each in DATACLASSES if each.module == "analysis.ir" and not each["frozen"]]


def test_a_dataclass_never_changes_but_for_a_few() -> None:
    changing = {f"{each.module}.{each.name}" for each in DATACLASSES if not each["frozen"] and each not in STEPS}
    assert changing == FILLED_IN


def test_a_dataclass_has_slots_unless_it_caches_a_property() -> None:
    assert [each.name for each in DATACLASSES if each["slots"] == each.caches] == []


def test_a_step_is_equal_to_itself_alone() -> None:
    """They are keys of tables, and two statements may be written alike."""
    assert len(STEPS) > 10
    assert [each.name for each in STEPS if each["eq"]] == []


def test_what_is_paired_is_of_one_length_but_for_a_few() -> None:
    assert Counter(where for where, strict in zips(PACKAGE) if not strict) == OF_TWO_LENGTHS
