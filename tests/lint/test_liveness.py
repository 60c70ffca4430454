"""Where a possibly unassigned name may still be read, and where the value of a name may still decide a test."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from nsa_lint.analysis.ir import Block
from nsa_lint.analysis.liveness import Liveness, Reads, Values
from nsa_lint.analysis.lower import Lowering
from nsa_lint.analysis.steps import steps_of
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.source import Source


def block_of(code: str) -> Block:
    source = Source.of_text("example.py", code)
    return Lowering(ModuleFacts(source.tree, source.lines)).block(source.tree)


def reads(code: str, name: str, anytime: bool = False) -> tuple[Block, Reads]:
    """Every read of the name may fail."""
    block = block_of(code)
    nodes = (node for step in block for node in ast.walk(step.node) if isinstance(node, ast.Name))
    places = {id(node) for node in nodes if node.id == name and isinstance(node.ctx, ast.Load)}
    return block, Reads(block, frozenset((name,)), places, frozenset((name,) if anytime else ()))


def values(code: str) -> tuple[Block, Values]:
    block = block_of(code)
    return block, Values(block, ())


def lines_before_which(block: Block, live: Liveness, name: str) -> Iterator[int]:
    return (step.node.lineno for step in steps_of(block) if name in live.before.get(id(step.node), ()))


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        pytest.param("a()\nuse(x)\nb()\n", [1, 2], id="up to its last read"),
        pytest.param("a()\nx = 1\nuse(x)\n", [3], id="not before it is bound again"),
        pytest.param("x = x + 1\n", [1], id="read first, then bound"),
        pytest.param("if c:\n    x = 1\nuse(x)\n", [1, 3], id="one arm does not bind it"),
        pytest.param("if c:\n    x = 1\nelse:\n    x = 2\nuse(x)\n", [5], id="both arms bind it"),
        pytest.param("for i in y:\n    use(x)\n    a()\n", [1, 2, 3], id="read in the next round"),
        pytest.param("for i in y:\n    x = 1\n    use(x)\n    a()\n", [3], id="each round binds it"),
        pytest.param("while c:\n    break\n    a()\nuse(x)\n", [1, 2, 3, 4], id="after the loop"),
        pytest.param("try:\n    x = 1\n    a()\nexcept E:\n    use(x)\n", [1, 2, 3, 5], id="from anywhere in a try"),
        pytest.param("try:\n    a()\nfinally:\n    use(x)\n", [1, 2, 4], id="in finally"),
        pytest.param("with m:\n    x = 1\n    a()\nuse(x)\n", [1, 2, 3, 4], id="behind a with, which may swallow"),
        pytest.param("match s:\n    case 1:\n        x = 1\nuse(x)\n", [1, 4], id="no case may match"),
        pytest.param("if c:\n    raise E\n    a()\nuse(x)\n", [1, 3, 4], id="raise leaves"),
    ],
)
def test_a_possibly_unassigned_name_is_live_where_a_path_leads_to_a_read_of_it(code: str, lines: list[int]) -> None:
    block, live = reads(code, "x")
    assert sorted(set(lines_before_which(block, live, "x"))) == lines


def test_behind_the_last_read_nothing_is_ahead() -> None:
    block, live = reads("a()\nuse(x)\nb()\n", "x")
    assert [live.any_ahead(step.node) for step in block] == [True, True, False]


def test_a_path_that_binds_the_name_still_leads_to_the_read() -> None:
    """It is an alternative that the report names, and which arm binds has to be seen."""
    block, live = reads("x = 1\nuse(x)\n", "x")
    assert live.any_ahead(block[0].node)


def test_what_functions_read_is_ahead_everywhere() -> None:
    block, live = reads("def g(): return x\na()\n", "x", anytime=True)
    assert all(live.any_ahead(step.node) for step in block)


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        pytest.param("if w:\n    a()\n", [1], id="a test"),
        pytest.param("w = f(w)\nuse(w)\n", [], id="nobody asks"),
        pytest.param("v = w\nif v:\n    a()\n", [1], id="what a test asks is made from it"),
        pytest.param("w = 1\nif w:\n    a()\n", [2], id="set before it is asked"),
        pytest.param("w.a = 1\nif w.a:\n    a()\n", [1, 2], id="an attribute"),
        pytest.param("w += 1\nif w:\n    a()\n", [1, 2], id="changed"),
        pytest.param("for i in w:\n    a()\n", [1, 2], id="whether a loop runs"),
        pytest.param("b = w or c\n", [1], id="whether an operand is evaluated"),
        pytest.param("def g():\n    return w\na()\n", [1, 3], id="a function asks, whenever it is called"),
    ],
)
def test_a_value_is_live_where_it_may_decide_a_test(code: str, lines: list[int]) -> None:
    block, live = values(code)
    assert sorted(set(lines_before_which(block, live, "w"))) == lines


def test_a_step_that_is_skipped_depends_on_nothing() -> None:
    block = block_of("if w:\n    a()\nuse()\n")
    key = id(block[0].node)
    assert "w" not in Values(block, {key}).before[key]


def test_a_chain_of_thousands_of_arms_is_no_deep_recursion() -> None:
    code = "if c:\n    pass\n" + "elif c:\n    pass\n" * 600 + "use(x)\n"
    block, live = reads(code, "x")
    assert "x" in live.before[id(block[0].node)]
