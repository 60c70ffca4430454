"""Statements become steps: what each does to the names of its scope, what it holds, and how it may be left."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Sequence

import pytest

from nsa_lint.analysis.ir import Block, Branch, Deleted, Effects, Eval, Loop, Protect, Step, flat
from nsa_lint.analysis.lower import Lowering
from nsa_lint.analysis.steps import steps_of
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.source import Source


def block_of(body: str, before: str = "") -> Block:
    """The steps of a function with this body, in a module that says something `before`."""
    text = before + "def f(a, b, c):\n" + textwrap.indent(body, "    ")
    source = Source.of_text("example.py", text)
    lowering = Lowering(ModuleFacts(source.tree, source.lines))
    function = source.tree.body[-1]
    assert isinstance(function, ast.FunctionDef)
    return lowering.block(function)


def step_of(body: str, before: str = "") -> Step:
    return block_of(body, before)[0]


def written(effects: Effects) -> list[object]:
    """`a` for a read, `=a` for a binding, `del a`; a list for a part that is evaluated perhaps."""
    found: list[object] = []
    for effect in effects:
        if isinstance(effect, tuple):
            found.append(written(effect))
        elif isinstance(effect, ast.Name):
            found.append(effect.id)
        elif isinstance(effect, Deleted):
            found.append(f"del {effect.name}")
        else:
            found.append(f"={effect}" if isinstance(effect, str) else type(effect).__name__)
    return found


@pytest.mark.parametrize(
    ("body", "effects"),
    [
        pytest.param("x = a + other", ["a", "=x"], id="a name of the module is not of this scope"),
        pytest.param("x, (y, *z) = a", ["a", "=x", "=y", "=z"], id="targets of any form"),
        pytest.param("a.x[b] = c", ["c", "a", "b"], id="an attribute and an index bind nothing"),
        pytest.param("a += b", ["a", "b", "=a"], id="an augmented assignment reads its target first"),
        pytest.param("x: a", ["a"], id="an annotation alone binds nothing"),
        pytest.param("x: a = b", ["a", "b", "=x"], id="an annotation with a value"),
        pytest.param("import x.y, z as w", ["=x", "=w"], id="an import binds the first part, or the alias"),
        pytest.param("del a, b.c", ["a", "del a", "b"], id="del reads what it deletes"),
        pytest.param("assert a, b", ["a", ["b"]], id="the message of an assert is evaluated perhaps"),
        pytest.param("@a\ndef g(x=b): return c", ["b", "a", "FunctionDef", "=g"], id="a definition"),
        pytest.param("x = lambda y=a: b", ["a", "Lambda", "=x"], id="a lambda"),
        pytest.param("x = [y for y in a if b]", ["a", ["b"], "=x"], id="a comprehension keeps its target"),
        pytest.param("x = [y for y in a]\ny = 1", ["a", ["=y", "y"], "=x"], id="whatever else has that name"),
        pytest.param("x = a and b", ["a", "b", "=x"], id="without a walrus an operand is like any other"),
        pytest.param("x = a and (y := b)", ["a", ["b", "=y"], "=x"], id="an operand with a walrus may be skipped"),
        pytest.param("x = b if (y := a) else c", ["a", "=y", ["b"], ["c"], "=x"], id="so may an arm"),
        pytest.param("a < b < (y := c)", ["a", "b", ["c", "=y"]], id="and a second comparison"),
        pytest.param("return a", ["a"], id="return"),
        pytest.param("raise a from b", ["a", "b"], id="raise"),
    ],
)
def test_a_simple_statement_reads_and_binds_in_the_order_of_evaluation(body: str, effects: list[object]) -> None:
    [own] = step_of(body).effects
    assert written(own) == effects


@pytest.mark.parametrize(
    ("body", "effects"),
    [
        pytest.param("if a:\n  x = 1\nelif b:\n  x = 2", [[], [], ["a"], [], ["b"]], id="if"),
        pytest.param("for x in a:\n  use(b)", [["a"], ["=x"]], id="for"),
        pytest.param("while a:\n  x = 1", [["a"], ["a"]], id="while tests before every iteration"),
        pytest.param("try:\n  x = 1\nexcept a as e:\n  use(b)", [["a"]], id="try"),
        pytest.param("with a as x, b:\n  use(c)", [["a", "=x"], ["b"]], id="with"),
        pytest.param("match a:\n  case [b.x, y] if c:\n    z = 1", [["a"], ["b", "b", "=y"], ["c"]], id="match"),
    ],
)
def test_a_compound_statement_has_the_effects_of_its_own_parts(body: str, effects: list[object]) -> None:
    assert [written(each) for each in step_of(body).effects] == effects


def names(nodes: Sequence[Step]) -> list[str]:
    return [type(step).__name__ for step in nodes]


def test_the_arms_of_a_chain_are_flat_and_an_else_has_no_test() -> None:
    chain = step_of("if a: x = 1\nelif b: x = 2\nelse: x = 3")
    assert isinstance(chain, Branch)
    assert [arm.node and arm.node.lineno for arm in chain.arms] == [2, 3, None]
    assert [arm.surely for arm in chain.arms] == [None, None, True]


def test_an_if_that_stands_in_an_else_is_a_chain_of_its_own() -> None:
    chain = step_of("if a:\n  x = 1\nelse:\n  if b:\n    x = 2")
    assert isinstance(chain, Branch)
    assert names(chain.arms[1].block) == ["Branch"]


@pytest.mark.parametrize(
    ("test", "surely"),
    [("case _", True), ("case x", True), ("case x if b", None), ("case x if True", None), ("case 1", None)],
)
def test_a_case_matches_surely_only_without_a_guard(test: str, surely: bool | None) -> None:
    chain = step_of(f"match a:\n  {test}:\n    y = 1")
    assert isinstance(chain, Branch)
    assert chain.arms[0].surely is surely


def test_steps_are_listed_in_the_order_of_the_text() -> None:
    body = "try:\n  x = 1\nexcept E:\n  del x\nelse:\n  pass\nfinally:\n  return\nfor i in a:\n  break\nelse:\n  raise"
    lines = [step.node.lineno for step in steps_of(block_of(body))]
    assert lines == sorted(lines)
    assert len(lines) == 8


@pytest.mark.parametrize(
    ("body", "binds", "unbinds"),
    [
        pytest.param("if a:\n  x = 1\nelse:\n  for y in b: (z := 1)", {"x", "y", "z"}, set(), id="at any depth"),
        pytest.param("if a:\n  def g():\n    x = 1", {"g"}, set(), id="not in another scope"),
        pytest.param(
            "try:\n  x = 1\nexcept E as e:\n  del a", {"x", "e", "a"}, {"e", "a"}, id="a handler deletes its name"
        ),
        pytest.param("if a:\n  global x\n  x = 1", {"x"}, set(), id="a name of the module"),
        pytest.param("match a:\n  case [x, *y] | {**y}:\n    pass", {"x", "y"}, set(), id="patterns"),
        pytest.param("if a:\n  def g():\n    nonlocal b\n    del b", {"g"}, {"b"}, id="an inner function deletes it"),
    ],
)
def test_a_summary_says_what_is_bound_and_deleted_inside(body: str, binds: set[str], unbinds: set[str]) -> None:
    step = step_of(body)
    assert step.binds == binds
    assert step.unbinds == unbinds


@pytest.mark.parametrize(
    ("body", "leaving"),
    [
        pytest.param("if a: x = 1", set(), id="by its end"),
        pytest.param("if a: return", {"return"}, id="return"),
        pytest.param("if a: assert b", {"raise"}, id="an assert raises"),
        pytest.param("if a: x = [exit()]", {"never"}, id="a call that never returns"),
        pytest.param("if a: stop()", {"never"}, id="one that the module defines"),
        pytest.param("while True: x = 1", {"never"}, id="an endless loop"),
        pytest.param("while a: break", set(), id="a loop keeps its break"),
        pytest.param("for x in a: continue", set(), id="and its continue"),
        pytest.param("for x in a:\n  pass\nelse:\n  return", {"return"}, id="but not what its else does"),
        pytest.param("for x in a: return", {"return"}, id="nor a return"),
        pytest.param("if a:\n  def g(): return", set(), id="a function returns for itself"),
    ],
)
def test_a_summary_says_how_a_step_may_be_left(body: str, leaving: set[str]) -> None:
    assert step_of(body, "def stop(): raise SystemExit\n").leaving == leaving


@pytest.mark.parametrize(
    ("body", "leaving"),
    [
        pytest.param("if b: continue", {"tail"}, id="the last of an arm"),
        pytest.param("if b: x = 1\nelif c: continue", {"tail"}, id="of any arm"),
        pytest.param("if b:\n  if c: continue\n  x = 1", {"continue"}, id="something comes after it"),
        pytest.param("try: continue\nexcept E: pass", {"continue"}, id="a try may do more on the way"),
        pytest.param("for x in a: pass\nelse: continue", {"tail"}, id="the else of an inner loop"),
    ],
)
def test_a_continue_that_is_the_last_thing_done_leaves_nothing_out(body: str, leaving: set[str]) -> None:
    loop = step_of("for i in a:\n" + textwrap.indent(body, "  "))
    assert isinstance(loop, Loop)
    assert loop.body[0].leaving == leaving


def test_a_name_that_never_returns_elsewhere_is_shadowed_by_a_local_one() -> None:
    calls, shadowed = step_of("exit()"), step_of("exit()\nexit = 1")
    assert isinstance(calls, Eval) and calls.ends
    assert isinstance(shadowed, Eval) and not shadowed.ends


def test_a_manager_that_swallows_is_marked() -> None:
    manage = step_of("with a, contextlib.suppress(E), b(): pass")
    assert [item.swallows for item in manage.items] == [False, True, False]  # type: ignore[attr-defined]


def test_the_steps_of_a_scope_are_made_once() -> None:
    source = Source.of_text("example.py", "class C:\n    def f(self): pass\n")
    lowering = Lowering(ModuleFacts(source.tree, source.lines))
    [kind] = source.tree.body
    assert isinstance(kind, ast.ClassDef)
    assert lowering.block(kind) is lowering.block(kind)
    assert names(lowering.block(kind)) == ["Define"]


def test_try_keeps_its_four_parts_apart() -> None:
    step = step_of("try: a\nexcept E: b\nelse: c\nfinally: a")
    assert isinstance(step, Protect)
    reads = [[effect.id for each in block for effect in flat(next(each.effects))] for block in step.blocks]  # type: ignore[union-attr]
    assert reads == [["a"], ["b"], ["c"], ["a"]]
