"""Grammar that came with Python 3.14: template strings, `except A, B`, annotations that are evaluated later."""

from __future__ import annotations

import sys

import pytest

from lab.check import names, report

pytestmark = pytest.mark.skipif(sys.version_info < (3, 14), reason="the grammar of Python 3.14")

BRANCH = "def f(x, use_triton):\n    if use_triton:\n        y = 1\n"


@pytest.mark.parametrize("text", ["t'{y}'", "t'{x} {y!r}'", "t'{x:{y}}'", "t'a' t'{y}'", "t'''\n{\n y }'''"])
def test_a_template_string_reads_what_is_in_it(text: str) -> None:
    [found] = report(f"{BRANCH}    return {text}\n")
    assert (found.code, found.name) == ("NSA104", "y")


def test_a_read_in_a_template_string_is_reported_where_it_is() -> None:
    [found] = report(f"{BRANCH}    return t'é {{x}} {{y!r:>10}}'\n")
    assert (found.line, found.column, found.end_column) == (4, 20, 21)


def test_a_walrus_in_a_template_string_binds() -> None:
    assert names("def f(x):\n    s = t'{(y := x)}'\n    return y\n") == set()
    assert names("def f(x):\n    s = x and t'{(y := x)}'\n    return y\n") == {"y"}


def test_a_template_string_that_is_not_evaluated_reads_nothing() -> None:
    assert names(f"{BRANCH}        return t'{{y}}'\n    return 0\n") == set()


@pytest.mark.parametrize("handler", ["except ValueError, TypeError:", "except (ValueError, TypeError):"])
def test_a_handler_of_several_exceptions_needs_no_parentheses(handler: str) -> None:
    text = f"def f(x):\n    try:\n        y = g(x)\n    {handler}\n        log(x)\n    return y\n"
    assert [(each.code, each.line) for each in report(text.replace("g(x)", "triton_launch(x)"))] == [("NSA102", 6)]


def test_a_handler_without_parentheses_that_leaves_is_clean() -> None:
    assert names("def f(x):\n    try:\n        y = g(x)\n    except A, B:\n        raise\n    return y\n") == set()
    assert names("def f(x):\n    try:\n        y = g(x)\n    except* A, B:\n        pass\n    return y\n") == {"y"}


def test_an_annotation_is_evaluated_later_and_reads_nothing_when_it_is_met() -> None:
    text = "if is_cuda():\n    class Kernel: ...\n\n\ndef launch(kernel: Kernel) -> Kernel: ...\n"
    assert report(text) == []
    assert report("def f(x, use_triton):\n    if use_triton:\n        T = int\n    z: T\n    return x\n") == []


def test_a_default_beside_an_annotation_is_evaluated_at_once() -> None:
    [found] = report("if is_cuda():\n    SIZE = 1\n\n\ndef launch(size: int = SIZE): ...\n")
    assert (found.code, found.name) == ("NSA104", "SIZE")
