"""`nsa-scope`, `nsa-guards` and `nsa-no-return`, as the analysis takes them."""

from __future__ import annotations

import pytest

from lab.check import report
from nsa_lint.options import Options

DISPATCH = """\
def f(use_triton):
    if use_triton:
        launch()
    else:
        x = 1
    return x
"""
MODE = DISPATCH.replace("use_triton", "training")
DIES = """\
import log

def f(kind):
    if kind == 1:
        x = 1
    else:
        {die}("no such kind")
    return x
"""


def codes(text: str, options: Options) -> list[str]:
    return [diagnostic.code for diagnostic in report(text, options)]


def test_the_default_scope_tells_divergences_at_a_dispatch() -> None:
    assert Options() == Options(scope="dispatch")
    assert codes(DISPATCH, Options()) == ["NSA101"]
    assert codes(MODE, Options()) == []


def test_scope_all_tells_every_unbound_read() -> None:
    assert codes(DISPATCH, Options(scope="all")) == ["NSA101"]
    assert codes(MODE, Options(scope="all")) == ["NSA201"]


def test_the_scope_changes_what_is_told_and_nothing_else() -> None:
    text = DISPATCH + MODE
    everything = report(text, Options(scope="all"))
    assert report(text, Options()) == [each for each in everything if each.code.startswith("NSA1")]


@pytest.mark.parametrize(
    ("guard", "patterns"),
    [
        pytest.param("training", ("^training$",), id="name"),
        pytest.param("self.turbo_mode", (r"self\.turbo",), id="dotted name, found anywhere in it"),
        pytest.param("mode.wide()", (r"^mode\.wide$",), id="call"),
        pytest.param("training", ("nothing", "train"), id="any of several"),
        pytest.param("a and training", ("^training$",), id="operand"),
        pytest.param("not training", ("^training$",), id="negation"),
    ],
)
def test_a_guard_that_a_pattern_finds_is_a_dispatch(guard: str, patterns: tuple[str, ...]) -> None:
    text = MODE.replace("if training", f"if {guard}")
    assert codes(text, Options()) == []
    assert codes(text, Options(guards=patterns)) == ["NSA101"]


def test_a_pattern_that_finds_nothing_changes_nothing() -> None:
    assert codes(MODE + DISPATCH, Options(guards=("^other$",))) == ["NSA101"]


@pytest.mark.parametrize("die", ["die", "log.fatal"])
def test_a_function_named_as_never_returning_ends_the_path(die: str) -> None:
    text = DIES.format(die=die)
    assert codes(text, Options(scope="all")) == ["NSA201"]
    assert codes(text, Options(scope="all", no_return=(die,))) == []


def test_a_name_alone_does_not_stand_for_every_method_of_that_name() -> None:
    assert codes(DIES.format(die="log.fatal"), Options(scope="all", no_return=("fatal",))) == ["NSA201"]


def test_the_size_valve_gives_a_function_up_and_says_so() -> None:
    left, right = [f"a{i}" for i in range(18)], [f"b{i}" for i in range(18)]
    pairs = " and ".join(f"({a} and not {b} or {b} and not {a})" for a, b in zip(left, right, strict=True))
    text = f"def f({', '.join(left + right)}):\n    if {' or '.join(left)}:\n        x = 1\n    else:\n        return\n"
    text += f"    if {pairs}:\n        y = 1\n    return y, x\n"
    text += "def g(a):\n    if a:\n        z = 1\n    return z\n"
    found = report(text, Options(scope="all", max_nodes=500))
    assert [(each.code, each.name) for each in found] == [("NSA901", ""), ("NSA201", "z")]
    assert "'f' was not analysed" in found[0].message
    assert "500 decision nodes" in found[0].message


def test_the_size_valve_can_be_raised() -> None:
    tests = [f"a{i}" for i in range(12)]
    text = f"def f({', '.join(tests)}):\n    if {' or '.join(tests)}:\n        x = 1\n    return x\n"
    assert codes(text, Options(scope="all", max_nodes=5)) == ["NSA901"]
    assert codes(text, Options(scope="all", max_nodes=100)) == ["NSA201"]


@pytest.mark.parametrize("nodes", [0, -1])
def test_a_size_that_nothing_fits_into_is_refused(nodes: int) -> None:
    with pytest.raises(ValueError, match=rf"max_nodes is {nodes}; expected a number above 0"):
        Options(max_nodes=nodes)


@pytest.mark.parametrize("scope", ["", "everything", "Dispatch"])
def test_a_scope_that_does_not_exist_is_refused(scope: str) -> None:
    with pytest.raises(ValueError, match=rf"scope is '{scope}'; expected one of dispatch, all"):
        Options(scope=scope)


def test_a_pattern_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r"guards has 'a\('.*not a valid regular expression"):
        Options(guards=("fine", "a("))
