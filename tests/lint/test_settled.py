"""Answers that depend on one another are the least ones, in whatever order they are asked for."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterable
from itertools import permutations
from pathlib import Path

import pytest

from nsa_lint.checker import check_alone, in_package
from nsa_lint.options import Options
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.settled import Settled
from nsa_lint.syntax.source import Source

Ways = dict[int, list[list[int]]]  # what each is shown by: all of one of these lists


def ways(seed: int) -> Ways:
    rng = random.Random(seed)
    count = rng.randint(2, 5)
    return {
        key: [[rng.randrange(count) for _ in range(rng.randint(0, 2))] for _ in range(rng.randint(0, 3))]
        for key in range(count)
    }


def least(given: Ways) -> set[int]:
    """By the definition: what follows from nothing, and from what follows."""
    found: set[int] = set()
    while new := {k for k, each in given.items() if any(found.issuperset(way) for way in each)} - found:
        found |= new
    return found


def answers(given: Ways, order: Iterable[int]) -> set[int]:
    """What is yes, asked for in an order; `derived` follows from the answers, and is forgotten with them."""
    settled: Settled[int] = Settled()
    derived: dict[int, bool] = {}

    def of(key: int) -> bool:
        return settled.of(key, find, derived.clear)

    def find(key: int) -> bool:
        for other in {each for way in given[key] for each in way}:
            derived.setdefault(other, of(other))
        return any(all(derived[each] for each in way) for way in given[key])

    return {*filter(of, order)}


@pytest.mark.parametrize("seed", range(200))
def test_answers_are_the_least_in_every_order(seed: int) -> None:
    given = ways(seed)
    wanted = least(given)
    assert all(answers(given, order) == wanted for order in permutations(given))


def test_what_cannot_be_found_leaves_nothing_open() -> None:
    settled: Settled[int] = Settled()

    def fail(_: int) -> bool:
        raise RecursionError

    with pytest.raises(RecursionError):
        settled.of(1, fail, lambda: None)
    assert settled.of(1, lambda _: True, lambda: None)


EACH_OTHER = """\
def first(x):
    second(x)


def second(x):
    if x:
        first(x)
    raise ValueError(x)


def third(x):
    if x:
        return x
    second(x)


def fourth(x):
    third(x)
    first(x)
"""


@pytest.mark.parametrize("order", [*permutations(["first", "second", "third", "fourth"])])
def test_functions_that_call_each_other_never_return_whichever_is_asked_about_first(order: tuple[str, ...]) -> None:
    tree = ast.parse(EACH_OTHER)
    never = ModuleFacts(tree, EACH_OTHER.splitlines(keepends=True), ()).never
    nodes = {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}
    assert {name: never.never(nodes[name]) for name in order} == {
        "first": True, "second": True, "third": False, "fourth": True,
    }  # fmt: skip


def test_what_a_module_says_does_not_depend_on_which_file_is_checked_before(tmp_path: Path) -> None:
    work = """\
from .lookups import is_cuda, is_hip
from .tools import {}


def run(x):
    if is_cuda():
        y = x
    elif is_hip():
        y = 1
    else:
        {}(x)
    return y
"""
    for name, text in {
        "__init__": "", "tools": EACH_OTHER, "lookups": "from platforms import is_cuda, is_hip\n",
        "one": work.format("second", "second"), "other": work.format("first", "first"),
    }.items():  # fmt: skip
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    sources = [Source.read(str(tmp_path / f"{name}.py")) for name in ("one", "other")]
    for source in sources:
        alone = check_alone(source, Options())
        assert [each.name for each in alone] == ["y"]
        assert in_package(source, Options(), alone).diagnostics == []
