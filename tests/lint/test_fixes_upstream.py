"""Fixes that upstream projects made: None in a handler, an import in front of the chain, what siblings agree on.

Each is judged by running the program before and after, with the module that it imports and without.
"""

from __future__ import annotations

import sys
import types
from dataclasses import dataclass

import pytest

from lab.check import ALL, report
from nsa_lint.fixes import Fix, apply, fixes_for
from nsa_lint.syntax.source import Source

HEAD = "try:\n    import nsa_fast as f\nexcept ImportError:\n    pass\n\n\n"
ASKED = {
    "a test that leaves": "def run(x):\n    if f is None:\n        return -x\n    return f.double(x)\n",
    "a condition": "def run(x):\n    return f.double(x) if f is not None else -x\n",
    "an operand": "def run(x):\n    return f is not None and f.double(x)\n",
    "an assertion": "def run(x):\n    assert f is not None\n    return f.double(x)\n",
    "a method": "class A:\n    def run(self, x):\n        if f is not None:\n            return f.double(x)\n"
    "        return -x\nrun = A().run\n",
    "a test around every other statement": "COUNT = 0\n\n\ndef run(x):\n    global COUNT\n    COUNT += 1\n"
    "    kept = {}\n    if f is not None:\n"
    "        with memoryview(b'x') as kept['view']:\n            kept[x] = f.double(x)\n"
    "        try:\n            del kept['view']\n        except f.Error:\n            return f.double(x)\n"
    "        for each in f.values(x) if x else ():\n            kept[each] = f.double(each)\n        return kept[x]\n"
    "    return -x\n",
    "a test that leaves otherwise": "def run(x):\n    if f is not None:\n        pass\n    else:\n        return -x\n"
    "    return f.double(x)\n",
    "the negation of a test": "def run(x):\n    if not (f is not None):\n        return -x\n    return f.double(x)\n",
    "both tests of an assertion": "def run(x):\n    assert x and f is not None\n    return f.double(x)\n",
    "the second of two operands": "def run(x):\n    return f is None or f.double(x)\n",
    "either of two tests": "def run(x):\n    if x < 0 or f is None:\n        return -x\n    return f.double(x)\n",
}
NOT_ASKED = {
    "a read without the test": "def run(x):\n    if f is None:\n        print(x)\n    return f.double(x)\n",
    "a test in another function": "def ready():\n    return f is not None\n\n\ndef run(x):\n    return f.double(x)\n",
    "the wrong side": "def run(x):\n    if f is None:\n        return f.double(x)\n    return x\n",
    "a test that may be skipped": "def run(x):\n    if x and f is None:\n        return x\n    return f.double(x)\n",
    "no test": "def run(x):\n    return f.double(x)\n",
    **{
        f"a test that leaves the read in {where} unasked": "def run(x):\n    if f is None:\n        print(x)\n" + read
        for where, read in {
            "a target": "    f.kept[x] = x\n    return x\n",
            "a deletion": "    del f.kept[x]\n    return x\n",
            "a with": "    with open(x) as file, f.lock(file):\n        return x\n",
            "a case": "    match x:\n        case f.ONE:\n            return x\n    return -x\n",
            "the body of a case": "    match x:\n        case 1:\n            return f.double(x)\n    return -x\n",
            "a handler": "    try:\n        return -x\n    except ValueError:\n        return f.double(x)\n",
            "the type of a handler": "    try:\n        return -x\n    except f.Error:\n        return x\n",
            "a loop": "    for each in f.values(x):\n        print(each)\n",
            "the else of a loop": "    while x:\n        x -= 1\n    else:\n        return f.double(x)\n",
            "a finally": "    try:\n        return -x\n    finally:\n        f.close()\n",
            "a decorator": "    @f.jit\n    def inner():\n        return x\n    return inner()\n",
            "a base": "    class Inner(f.Base):\n        size = x\n    return Inner.size\n",
            "the other branch": "    return -x if f is not None else f.double(x)\n",
            "a chain of comparisons": "    return x < f.limit < 2 * x\n",
            "a comparison of two": "    return f is None is x\n",
        }.items()
    },
}


def fixed(text: str) -> tuple[list[Fix | None], str]:
    source = Source.of_text("example.py", text)
    fixes = fixes_for(source, report(text, ALL))
    return fixes, apply(source, [each for each in fixes if each])


@dataclass(frozen=True)
class End:
    """How a call ended: what it gave, or the error."""

    value: object = None
    error: str = ""


def end(text: str, installed: bool, monkeypatch: pytest.MonkeyPatch, *arguments: object) -> End:
    module = types.ModuleType("nsa_fast")
    module.double = lambda x: 2 * x  # type: ignore[attr-defined]
    module.values = lambda x: [x]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "nsa_fast", module if installed else None)  # type: ignore[arg-type]
    space: dict[str, object] = {"__name__": "example"}
    try:
        exec(compile(text, "example.py", "exec"), space)
        return End(space["run"](*arguments))  # type: ignore[operator]
    except Exception as error:
        return End(error=type(error).__name__)


@pytest.mark.parametrize("body", [pytest.param(body, id=name) for name, body in ASKED.items()])
def test_none_is_bound_where_every_read_asks_for_it(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fixes, after = fixed(HEAD + body)
    assert [fix and fix.safety for fix in fixes] == ["safe"]
    assert after == (HEAD + body).replace("    pass\n", "    f = None\n", 1)
    assert report(after, ALL) == []
    for x in (3, -3):
        assert end(HEAD + body, True, monkeypatch, x) == end(after, True, monkeypatch, x)
        found = end(after, False, monkeypatch, x)
        assert found.error in ("", "AssertionError")
        if end(HEAD + body, False, monkeypatch, x).error != "NameError":
            assert found == end(HEAD + body, False, monkeypatch, x)


@pytest.mark.parametrize("body", [pytest.param(body, id=name) for name, body in NOT_ASKED.items()])
def test_none_is_not_bound_where_a_read_does_not_ask(body: str) -> None:
    fixes, after = fixed(HEAD + body)
    assert fixes
    assert "= None" not in after
    assert not any(fix and "to None" in fix.summary for fix in fixes)


@pytest.mark.parametrize(
    "head",
    [
        HEAD.replace("import nsa_fast as f\n", "import nsa_fast as f\n    f.double(1)\n"),
        HEAD.replace("ImportError", "Exception"),
        "f = 1\n" + HEAD,
    ],
    ids=["more than the import", "more than an import error", "bound before"],
)
def test_it_has_to_be_looked_at_where_something_else_may_fail(head: str) -> None:
    fixes, _ = fixed(head + ASKED["a test that leaves"])
    assert [fix.safety for fix in fixes if fix] in (["unsafe"], [])


SIBLING = """\
def run(x, use_triton):
    {text}if use_triton:
        import math
        y = math.floor(x)
    else:
        y = math.ceil(x)
    return y
"""


@pytest.mark.parametrize("text", ["", '"""Rounds."""\n    '], ids=["plain", "with a docstring"])
@pytest.mark.parametrize("module", ["", "import math\n\n\n"], ids=["local alone", "of the module too"])
def test_an_import_of_one_arm_goes_in_front_of_the_chain(
    text: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = module + SIBLING.format(text=text)
    [fix], after = fixed(before)
    assert fix is not None
    assert fix.safety == "unsafe"
    assert "if it can be imported on every way" in fix.summary
    assert ("hides the 'math' of the module" in fix.summary) == bool(module)
    assert report(after, ALL) == []
    assert end(before, True, monkeypatch, 1.5, False) == End(error="UnboundLocalError")
    assert end(before, True, monkeypatch, 1.5, True) == end(after, True, monkeypatch, 1.5, True) == End(1)
    assert end(after, True, monkeypatch, 1.5, False) == End(2)


BOUND_OTHERWISE = {
    "an assignment": "math = y",
    "a function": "def math():\n        return y",
    "an async function": "async def math():\n        return y",
    "a class": "class math:\n        pass",
    "a loop": "for math in [y]:\n        pass",
    "a context manager": "with open(y) as math:\n        pass",
    "a handler": "try:\n        y()\n    except TypeError as math:\n        pass",
    "a case": "match y:\n        case math:\n            pass",
    "a case with a sequence": "match y:\n        case [1, *math]:\n            pass",
    "a case with a mapping": "match y:\n        case {1: 2, **math}:\n            pass",
    "an expression": "print(math := y)",
    "del": "del math",
    "another import": "import cmath as math",
}
NOT_BOUND_OTHERWISE = {
    "another name": "other = y",
    "another function": "def other():\n        return y",
    "a name of an inner function": "def other():\n        math = y\n        return math",
    "another handler": "try:\n        y()\n    except TypeError as other:\n        pass",
    "another case": "match y:\n        case {1: 2, **other}:\n            pass",
    "an attribute": "x.math = y",
    "the same import": "import math",
}


@pytest.mark.parametrize("line", [pytest.param(line, id=name) for name, line in BOUND_OTHERWISE.items()])
def test_no_import_is_moved_where_the_name_is_bound_otherwise_too(line: str) -> None:
    text = SIBLING.format(text="").replace("    return y", f"    {line}\n    return y")
    fixes, after = fixed(text)
    assert after == text
    assert {*fixes} == {None}


@pytest.mark.parametrize("line", [pytest.param(line, id=name) for name, line in NOT_BOUND_OTHERWISE.items()])
def test_an_import_is_moved_where_another_name_is_bound(line: str) -> None:
    text = SIBLING.format(text="").replace("    return y", f"    {line}\n    return y")
    fixes, after = fixed(text)
    assert [fix.edits for fix in fixes if fix is not None]
    assert after == text.replace("    if use_triton", "    import math\n    if use_triton")


def test_what_the_siblings_agree_on_is_bound_for_a_read_in_the_arm(monkeypatch: pytest.MonkeyPatch) -> None:
    before = (
        "def run(x, kind):\n    if kind == 'cuda':\n        y = x\n    elif kind == 'rocm':\n        y = y + 1\n"
        "    else:\n        y = x\n    return y\n"
    )
    [fix], after = fixed(before)
    assert fix is not None
    assert "bind 'y' to x as the other arms do" in fix.summary
    assert report(after, ALL) == []
    for backend in ("cuda", ""):
        assert end(before, True, monkeypatch, 1, backend) == end(after, True, monkeypatch, 1, backend)
    assert end(before, True, monkeypatch, 1, "rocm") == End(error="UnboundLocalError")
    assert end(after, True, monkeypatch, 1, "rocm") == End(2)
