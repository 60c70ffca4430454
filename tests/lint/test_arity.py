"""NSA302: how many values arms return. What is reported fails when it is run, and what is not does not."""

from __future__ import annotations

import itertools

import pytest

from lab import fetch
from lab.amount import some
from lab.check import ALL, DEFAULT, report
from nsa_lint.checker import check
from nsa_lint.syntax.source import Source

FLUX = "diffusers/pipelines/flux/pipeline_flux_control_inpaint.py"
RETURNS = ("return p", "return p, 1", "return p, 1, 2", "return [p, 1]", "return None")
TESTS = ("fast", "not fast", "mode == 'a'", "fast and mode == 'a'", "mode is None", "mode in ('a', 'b')")
CALLS = (
    "f(p)",
    "f(p, True)",
    "f(p, fast=False)",
    "f(p, fast)",
    "f(p, mode='a')",
    "f(p, fast, mode)",
    "f(p, mode=mode)",
    "f(p, *[fast])",
)
BEFORE = (
    "",
    "    if fast:\n        return\n",
    "    if mode != 'a':\n        return\n",
    "    if not fast and mode is None:\n        return\n",
)
PROGRAM = """\
def f(p, fast=False, mode='b'):
    if {test}:
        {first}
    {second}


def g(p, fast, mode):
{before}    x, y = {call}
    return x, y
"""
INPUTS = [*itertools.product((object(),), (False, True), (None, "a", "b", "c"))]


def fails(text: str) -> bool:
    """Whether some call ends in a failure to unpack."""
    namespace: dict[str, object] = {}
    exec(text, namespace)
    for each in INPUTS:
        try:
            namespace["g"](*each)  # type: ignore[operator]
        except (TypeError, ValueError):
            return True
    return False


def reported(text: str) -> bool:
    return any(each.code == "NSA302" for each in check(Source.of_text("module.py", text), ALL))


@pytest.mark.parametrize("test", TESTS[: some(len(TESTS))])
def test_what_is_reported_fails_and_what_fails_is_reported_unless_the_caller_tests_it(test: str) -> None:
    missed = wrong = right = 0
    for first, second, call, before in itertools.product(RETURNS, RETURNS, CALLS, BEFORE):
        text = PROGRAM.format(test=test, first=first, second=second, call=call, before=before)
        found, failing = reported(text), fails(text)
        one_is_right = any(each in ("return p, 1", "return [p, 1]") for each in (first, second))
        wrong += found and not failing
        right += found and failing
        missed += failing and not found and one_is_right and not before and "*" not in call
    assert right > 100
    assert wrong == 0
    assert missed == 0


def test_the_pipeline_that_takes_prepared_latents() -> None:
    [found] = [each for each in report(fetch.text("diffusers", "0.42.1", FLUX), DEFAULT) if each.code == "NSA302"]
    assert (found.line, found.name) == (1010, "prepare_latents")
    assert found.message == (
        "'prepare_latents' returns 2 values at line 604 when latents is not None, and 4 are unpacked here, "
        "as returned at line 622"
    )
    assert found.proof is not None
    assert [(each.text, each.value) for each in found.proof.when][-1] == ("latents is not None", True)


def test_none_for_several_values_is_reported_with_scope_all() -> None:
    text = PROGRAM.format(test="fast", first="return None", second="return p, 1", before="", call="f(p, fast)")
    [found] = check(Source.of_text("module.py", text), ALL)
    assert found.message == "'f' returns one value at line 3 when fast, and 2 are unpacked here, as returned at line 4"
    assert check(Source.of_text("module.py", text), DEFAULT) == []


def test_calls_of_one_arm_are_one_report() -> None:
    text = PROGRAM.format(test="fast", first="return p", second="return p, 1", before="", call="f(p, fast)")
    text += "\n\ndef h(p, fast):\n    x, y = f(p, fast)\n"
    [found] = [each for each in check(Source.of_text("module.py", text), ALL) if each.code == "NSA302"]
    assert found.message.endswith("; 1 more call: line 13")


def test_a_return_in_a_later_arm_is_where_the_earlier_tests_were_false() -> None:
    text = (
        "def f(p, fast, slow):\n    if fast:\n        return p, 1\n    elif slow:\n        return p\n    return p, 2\n"
    )
    text += "\n\ndef g(p, fast, slow):\n    x, y = f(p, fast, slow)\n"
    [found] = [each for each in check(Source.of_text("module.py", text), ALL) if each.code == "NSA302"]
    assert found.proof is not None
    assert [(each.text, each.value) for each in found.proof.when] == [("fast", False), ("slow", True)]


NONE = """\
def f(p, z=None):
    if z is None:
        return p
    return p, z


def g(p, fast, mode):
    {call}
    return x, y
"""
ASSERTED = """\
def is_pair(r):
    return isinstance(r, tuple)


def f(p, z=None):
    if z is None:
        r = (p, 1)
        assert {test}
        return r
    r = p
    return r, z


def g(p, fast, mode):
    x, y = f(p)
    return x, y
"""
LENGTH = """\
def f(p, shape=None):
    if shape is not None:
        if len(shape) {test}:
            return None
    return p, shape


def g(p, fast, mode):
    {call}
    return x, y
"""
ITEM = """\
def f(p, options):
    more = options.get("more", False)
    if more:
        return p, options
    return p


def g(p, fast, mode):
    {call}
    return x, y
"""
AT_ONCE = """\
def f(p, options):
    if options["more"]:
        return p, options
    return p


def g(p, fast, mode):
    options = {{"more": fast}}
    {more}x, y = f(p, options)
    return x, y
"""
ATTRIBUTE = """\
def f(p, z=None):
    if z is None:
        return p
    return p, z


class Base:
    z = (1, 2)


class C(Base):
    def __init__(self, z):
        {makes}

    def both(self, p):
        x, y = f(p, self.z)
        return x, y

    def reset(self):
        {resets}


def g(p, fast, mode):
    c = C({given})
    c.reset()
    return c.both(p)
"""


def attribute(makes: str, given: str = "(1, 2)", resets: str = "pass") -> str:
    return ATTRIBUTE.format(makes=makes.replace("\n", "\n        "), given=given, resets=resets)


DECIDED = {
    "an item that is set": ITEM.format(call="options = {}\n    options['more'] = True\n    x, y = f(p, options)"),
    "an item of a dict with names": ITEM.format(call="options = dict(more=True)\n    x, y = f(p, options)"),
    "an item of a display": ITEM.format(call="options = {'more': True, **{}}\n    x, y = f(p, options)"),
    "an item that is read at once": AT_ONCE.format(more="options['more'] = True\n    "),
    "an attribute that is looked into": attribute("self.z = z\nassert 0 <= self.z[0] < 3"),
    "an attribute with an attribute": attribute("self.z = z\nself.real = self.z.real", "1"),
    "an attribute of a base": attribute("self.first = self.z[0]"),
    "an attribute that is made": attribute("self.z = tuple(z)"),
    "an attribute that is a display": attribute("self.z = [z]", "None"),
    "a product": NONE.format(call="x, y = f(p, z=2 * 3)"),
    "a sum of what the caller has": NONE.format(call="x, y = f(p, z=int(fast) + 1)"),
    "a tuple of one": LENGTH.format(test="> 1", call="x, y = f(p, (1,))"),
    "a list of two": LENGTH.format(test="< 2", call="x, y = f(p, [1, fast])"),
    "a tuple of two, which is not of three": LENGTH.format(test="== 3", call="x, y = f(p, (1, 2))"),
    "an empty tuple": LENGTH.format(test=">= 1", call="x, y = f(p, ())"),
    "what is asserted of it": ASSERTED.format(test="is_pair(r)"),
    "a tuple of three, at most": LENGTH.format(test="<= 2", call="x, y = f(p, (1, 2, mode))"),
}
OPEN = {
    "another item that is set": ITEM.format(call="options = {}\n    options['less'] = True\n    x, y = f(p, options)"),
    "an item of another dict": ITEM.format(call="others = {'more': True}\n    x, y = f(p, {})"),
    "an attribute": attribute("self.z = z", "None"),
    "an attribute that is looked into at times": attribute("self.z = z\nif z:\n    self.first = self.z[0]", "None"),
    "an attribute after a return": attribute("self.z = z\nif z is None:\n    return\nself.z[0]", "None"),
    "an attribute that is set later": attribute("self.z = z\nself.z[0]", resets="self.z = None"),
    "an attribute that is made and set": attribute("self.z = tuple(z)\nif z:\n    self.z = None"),
    "an attribute of another name": attribute("self.z = z\nself.zs = {}\nself.zs['z'] = z", "None"),
    "an attribute that a function makes": attribute("self.z = dict(z=z).get('y')"),
    "a tuple of two": LENGTH.format(test="> 1", call="x, y = f(p, (1, 2))"),
    "a tuple with more in it": LENGTH.format(
        test="> 1", call="more = [2] if fast else []\n    x, y = f(p, (1, *more))"
    ),
    "a variable with a tuple": LENGTH.format(
        test="> 1", call="shape = (1, 2) if fast else (1,)\n    x, y = f(p, shape)"
    ),
    "a set, which may hold less than is written": LENGTH.format(test="< 2", call="x, y = f(p, {1, int(fast)})"),
    "either of two": NONE.format(call="x, y = f(p, z=mode or None)"),
}


@pytest.mark.parametrize("text", DECIDED.values(), ids=DECIDED)
def test_what_is_passed_decides(text: str) -> None:
    assert not fails(text)
    assert not reported(text)


@pytest.mark.parametrize("text", OPEN.values(), ids=OPEN)
def test_what_is_passed_does_not_decide(text: str) -> None:
    assert fails(text)
    assert reported(text)
