"""One cause, one report: at the first read, with the others; and no arm is to blame and binds at once."""

from __future__ import annotations

import json

import pytest

from lab.cases import load
from lab.check import ALL, DEFAULT, report, separate
from nsa_lint.model import ArmKind
from nsa_lint.report import FileReport, Style, render
from nsa_lint.report.fingerprint import fingerprint
from nsa_lint.syntax.source import Source

HANDLER = """\
try:
    import fast
    from fast import Base, launch
except ImportError:
    pass
class Layer(Base):
    run = launch
    version = fast.version
"""
CHAIN = """\
def pick(arch, x):
    if arch == "hopper":
        a = b = c = 1
    elif arch == "ada":
        a = b = c = 2
    if x:
        use(a)
    else:
        use(a)
    use(b)
    return c
"""
FUNCTIONS = """\
from lib import HAS_FAST
if HAS_FAST:
    import fast
def one(x):
    return fast.run(x)
class Two:
    def three(self, x):
        return [fast.run(x), fast.run(x)]
"""
ARMS = """\
def pick(arch, x):
    if arch == "hopper":
        a = b = c = d = 1
    elif arch == "ada":
        e = 2
    else:
        raise ValueError(arch)
    if x:
        return a + b
    return c + d
"""
BODY = """\
def export(path, use):
    try:
        use(path)
        import tempfile
        from os import environ
        before = tempfile.tempdir
    except ImportError:
        raise
    finally:
        tempfile.tempdir = before
        environ.clear()
"""
SEVERAL = [
    pytest.param(HANDLER, (6, "Base"), [(7, "launch"), (8, "fast")], id="a handler"),
    pytest.param(CHAIN, (7, "a"), [(9, "a"), (10, "b"), (11, "c")], id="a chain"),
    pytest.param(FUNCTIONS, (5, "fast"), [(8, "fast")], id="functions"),
    pytest.param(BODY, (10, "tempfile"), [(10, "before"), (11, "environ")], id="a body that fails"),
    pytest.param(ARMS, (9, "a"), [(9, "b"), (10, "c"), (10, "d")], id="an arm that leaves many names open"),
]


@pytest.mark.parametrize(("text", "first", "others"), SEVERAL)
def test_a_hole_is_one_report_at_its_first_read(
    text: str, first: tuple[int, str], others: list[tuple[int, str]]
) -> None:
    [found] = report(text, ALL)
    assert (found.line, found.name) == first
    assert [(use.read.line, use.name) for use in found.also] == others
    assert f"; {len(others)} more read{'s' if len(others) > 1 else ''}: " in found.message
    for line, name in others:
        assert f" {line}" in found.message
        assert name == found.name or f"'{name}' at line" in found.message


def test_arms_that_are_written_are_reported_for_each_name() -> None:
    """What the arm has to do for each is another thing."""
    text = (
        "def f(x, use_triton):\n    if use_triton:\n        launch(x)\n    else:\n        a = b = 1\n    return a, b\n"
    )
    assert [(each.name, each.also) for each in report(text)] == [("a", ()), ("b", ())]


def test_two_arms_are_two_causes() -> None:
    text = (
        "def f(x, backend):\n    if backend == 'cuda':\n        y = 1\n    elif backend == 'rocm':\n        pass\n"
        "    else:\n        pass\n    return y\n"
    )
    assert [each.line for each in report(text)] == [8, 8]


def test_two_chains_are_two_causes() -> None:
    text = "def f(use_fla, is_npu):\n    if use_fla:\n        a = 1\n    if is_npu:\n        b = 1\n    use(a, b)\n"
    assert [each.name for each in report(text)] == ["a", "b"]


def test_more_reads_than_a_line_can_name_are_counted() -> None:
    reads = "".join(f"        use(y, {n})\n" if n % 2 else f"    if x == {n}:\n" for n in range(40))
    [found] = report(f"def f(x, use_triton):\n    if use_triton:\n        y = 1\n{reads}    return x\n", DEFAULT)
    assert len(found.also) == 19
    assert "; 19 more reads: lines " in found.message
    assert found.message.endswith(", ...")


def test_what_identifies_it_does_not_depend_on_the_other_reads() -> None:
    [found] = report(CHAIN)
    [alone] = report(CHAIN.replace("    use(b)\n    return c\n", ""))
    assert fingerprint(found) == fingerprint(alone)


@pytest.mark.parametrize(("text", "first", "others"), SEVERAL)
def test_the_formats_carry_the_other_reads(text: str, first: tuple[int, str], others: list[tuple[int, str]]) -> None:
    source = Source.of_text("example.py", text)
    file = FileReport("example.py", tuple(report(text, ALL)), lambda: source)
    [finding] = json.loads("\n".join(render("json", [file], Style())))["findings"]
    assert [(each["line"], each["name"]) for each in finding["also"]] == others
    [run] = json.loads("\n".join(render("sarif", [file], Style())))["runs"]
    [result] = run["results"]
    places = [each["physicalLocation"]["region"]["startLine"] for each in result["relatedLocations"]]
    assert places[-len(others) :] == [line for line, _ in others]
    assert len({each["id"] for each in result["relatedLocations"]}) == len(places)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in load()])
def test_an_arm_that_is_to_blame_is_not_among_those_that_bind(case) -> None:  # type: ignore[no-untyped-def]
    for each in (one for found in report(case.code, ALL) for one in separate(found)):
        assert each.proof is not None
        if each.proof.arm.kind is not ArmKind.MISSING_ELSE:
            assert each.proof.arm.line not in each.proof.bindings


NAMED = """\
USE_TRITON = 2
PLAIN = 1
class Modes:
    HAS_TRITON = 3
    PLAIN = 1
def pick(mode, size, x):
    if {first}:
        use(x)
    if {second}:
        y = x
    return y
"""


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("mode == USE_TRITON", "mode == PLAIN", "NSA104"),
        ("mode != USE_TRITON", "mode == 1", "NSA104"),
        ("USE_TRITON == mode", "PLAIN == mode", "NSA104"),
        ("mode == Modes.HAS_TRITON", "mode == Modes.PLAIN", "NSA104"),
        ("mode in (4, USE_TRITON)", "mode == PLAIN", "NSA104"),
        ("mode == USE_TRITON", "size == PLAIN", "NSA201"),
        ("mode == PLAIN", "mode == 2", "NSA201"),
        ("mode == Modes.PLAIN", "mode == 2", "NSA201"),
    ],
)
def test_what_is_compared_with_a_constant_of_a_backends_name_is_a_dispatch(first: str, second: str, code: str) -> None:
    [found] = report(NAMED.format(first=first, second=second), ALL)
    assert (found.code, found.name) == (code, "y")
