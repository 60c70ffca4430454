"""Checking a new version of a text with the memory of the one before finds exactly what checking it alone finds."""

from __future__ import annotations

import ast
import random
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from lab import cases
from lab.amount import some
from nsa_lint.analysis.lower import Lowering
from nsa_lint.analysis.memory import Memory
from nsa_lint.analysis.scope import analyse_functions
from nsa_lint.checker import check
from nsa_lint.dispatch.guards import DispatchGuards
from nsa_lint.model import StepKind
from nsa_lint.options import SCOPES, Options
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.module_functions import ModuleFunctions
from nsa_lint.syntax.module_names import ModuleNames
from nsa_lint.syntax.source import Source

# Lines that say something of the whole module: flags, what is callable, what never returns, what is global.
LINES = """
HAS_TRITON = True
HAS_TRITON = 1
import kernel as x
from fast import y, fail
y(1)
x(2)
fast = HAS_TRITON
self.fused = HAS_TRITON
global x
nonlocal y
from __future__ import annotations
def fail(*a): raise ValueError(a)
def ready(): return HAS_TRITON
def stop(): import sys; sys.exit(1)
fail(1)
stop()
x = 1
del x
y = x
if ready():
if self.fused:
if fast:
raise
return x
pass
""".strip().splitlines()
DISPATCH = """\
def one(self, a):
    if self.fused:
        y = 1
    else:
        fill(a)
    return y


class Swallows:
    def __exit__(self, *args):
        return True


def two(a):
    try:
        x = fused_kernel(a)
    except RuntimeError:
        fail(a)
    with Swallows():
        z = 1
    if ready() or fast:
        b = 2
    return x, z, b
"""


@pytest.fixture(scope="module")
def pool() -> list[str]:
    return [DISPATCH, *cases.snippets()]


def versions(chance: random.Random, pool: list[str], count: int) -> Iterator[str]:
    """A text, and again after each of a number of edits."""
    parts = [DISPATCH, *chance.sample(pool, 3)]
    while count:
        edited = _edited(chance, pool, parts)
        text = "".join(part if part.endswith("\n") else part + "\n" for part in edited)
        try:
            ast.parse(text)
        except SyntaxError:
            continue
        yield text
        parts, count = edited, count - 1


def _edited(chance: random.Random, pool: list[str], parts: list[str]) -> list[str]:
    which = chance.randrange(len(parts))
    kind = chance.choice(("add", "remove", "move", "blank", "line", "line", "line"))
    if kind == "add":
        return [*parts[:which], chance.choice(pool), *parts[which:]]
    if kind == "remove" and len(parts) > 2:
        return parts[:which] + parts[which + 1 :]
    if kind == "move":
        return [parts[which], *parts[:which], *parts[which + 1 :]]
    lines = parts[which].splitlines(keepends=True)
    number = chance.randrange(len(lines))
    indent = lines[number][: len(lines[number]) - len(lines[number].lstrip())] if kind == "line" else ""
    new = f"{indent}{chance.choice(LINES)}\n" if kind == "line" else "\n"
    changed = "".join([*lines[:number], new, *lines[number + chance.randint(0, 1) :]])
    return [*parts[:which], changed, *parts[which + 1 :]]


@pytest.mark.parametrize("seed", range(some(40)))
def test_after_any_edit_the_findings_are_those_of_a_full_check(seed: int, pool: list[str]) -> None:
    chance = random.Random(seed)
    memories = {scope: Memory() for scope in SCOPES}
    for text in versions(chance, pool, 15):
        source = Source.of_text("module.py", text)
        scope = chance.choice(SCOPES)
        options = Options(scope, guards=("^fast$",) if chance.random() < 0.2 else ())
        assert check(source, options, memory=memories[scope]) == check(source, options), text


def test_a_test_outside_of_the_function_is_named_where_it_is_now() -> None:
    """The module is skipped under a test that moves, the function is where it was."""
    function = "def test_one(fused):\n    if fused:\n        y = 1\n    assert y\n"
    mark = 'import pytest\nimport lib\npytestmark = pytest.mark.skipif(not lib.has_cuda(), reason="needs CUDA")\n'
    memory = Memory()
    for text in (function + mark, function + "\n" + mark):
        source = Source.of_text("module.py", text)
        (found,) = check(source, Options("all"), memory=memory)
        assert (found,) == tuple(check(source, Options("all")))
        assert text.splitlines().index(mark.splitlines()[-1]) + 1 in [step.line for step in found.proof.when]


# By what the analysis reads of a module: a function, and lines elsewhere with which the function has another finding.
IF = "def f({}):\n    if {}:\n        x = 1\n    return x\n"
TWICE = "def f():\n    if c:\n        x = 1\n    g()\n    if c:\n        use(x)\n"
FLAG = "def f(self, c):\n    if {}:\n        x = 1\n    else:\n        g()\n    return x\n"
CLASS = "def f(c):\n    class C:\n        if c:\n            T = 1\n        print(T)\n"
CAUSES = {
    "a function is defined": (IF.format("", "h"), "h = k\n", "def h(): pass\n"),
    "syntax that is new": (
        "def f():\n    try:\n        from typing import final\n    except ImportError: pass\n    return final\n",
        "def g(n):\n    return n\n",
        "def g(n, /):\n    return n\n",
    ),
    "an import is called": (IF.format("", "h"), "from m import h\n", "from m import h\nh()\n"),
    "a name is rebound": (TWICE, "c = k()\n", "c = k()\ndef g():\n    global c\n    c = 1\n"),
    "a function never returns": (FLAG.format("c"), "def g(): pass\n", "def g(): raise E\n"),
    "a function that is called returns true": (
        "def f(c):\n    if g():\n        x = 1\n    return x\n",
        "def g(): return c\n",
        "def g(): return True\n",
    ),
    "a context swallows": (
        "def f():\n    with S():\n        x = g()\n    return x\n",
        "class S:\n    def __exit__(self, *a): pass\n",
        "class S:\n    def __exit__(self, *a): return True\n",
    ),
    "a flag holds a dispatch": (FLAG.format("h"), "h = k\n", "h = HAS_TRITON\n"),
    "an attribute holds a dispatch": (
        FLAG.format("self.h"),
        "class S:\n    def __init__(self):\n        self.h = HAS_TRITON or 0\n",
        "class S:\n    def __init__(self):\n        self.h = HAS_TRITON\n",
    ),
    "a function marks constants": (
        "def f(c):\n    if w(c):\n        x = 1\n    if c:\n        return x\n",
        "from m import w\n",
        "from triton.language import constexpr as w\n",
    ),
    "a name is set elsewhere": (FLAG.format("has_it"), "def g(): pass\n", "has_it = k()\n"),
    "a name is imported elsewhere": (FLAG.format("m.has_it"), "import k\n", "def g():\n    import m\n"),
    "a name of the module": (CLASS, "", "T = 1\n"),
    "a name of the function around": (
        "    def f():\n        if h:\n            x = 1\n        return x\n",
        "def h(): pass\ndef g(a):\n",
        "def h(): pass\ndef g(h):\n",
    ),
}
if sys.version_info < (3, 14):
    ANNOTATED = "def f(c):\n    if c:\n        T = 1\n    def g(a: T): pass\n"
    CAUSES["annotations are evaluated"] = (ANNOTATED, "\n", "from __future__ import annotations\n")


@pytest.mark.parametrize("cause", CAUSES)
def test_a_function_that_has_not_changed_is_analysed_anew_where_its_module_says_something_else(cause: str) -> None:
    function, *elsewhere = CAUSES[cause]
    options = Options("all")
    memory = Memory()
    sources = [Source.of_text("module.py", lines + function) for lines in (*elsewhere, elsewhere[0])]
    alone = [check(source, options) for source in sources]
    assert [(each.code, each.name) for each in alone[0]] != [(each.code, each.name) for each in alone[1]]
    assert [check(source, options, memory=memory) for source in sources] == alone


def test_only_functions_that_have_changed_are_analysed(monkeypatch: pytest.MonkeyPatch) -> None:
    def analysed(text: str) -> list[str]:
        before = [*names]
        check(Source.of_text("module.py", text), Options(), memory=memory)
        return names[len(before) :]

    names: list[str] = []
    find = Memory.found

    def counting(self: Memory, definition: object, analyse: object) -> object:
        return find(self, definition, lambda: (names.append(definition.name), analyse())[1])  # type: ignore

    monkeypatch.setattr(Memory, "found", counting)
    memory = Memory()
    text = DISPATCH.replace("self.fused", "HAS_TRITON")
    assert analysed(text) == ["one", "two"]
    assert analysed("\n\n" + text) == []
    assert analysed(text.replace("y = 1", "y = 2")) == ["one"]
    assert analysed("def fail(a):\n    raise ValueError\n" + text) == ["one", "two"]


WITNESSES = """\
def one(xs, a, mode):
    try:
        for x in xs:
            y = x
        g(a)
        z = 1
    except ValueError:
        pass
    if a == "line 9 raises":
        return y
    match mode:
        case "line 12 " | 3:
            return z
    return [w for x in xs if (w := x)] and w
"""


@pytest.mark.parametrize("by", [1, 2, 30])
def test_where_a_function_has_moved_its_witnesses_name_the_lines_that_they_are_on(by: int) -> None:
    """Those that say a line; the text of a test says what it says."""
    memory, options = Memory(), Options("all")
    check(Source.of_text("module.py", WITNESSES), options, memory=memory)
    moved = Source.of_text("module.py", "\n" * by + WITNESSES)
    found = check(moved, options, memory=memory)
    assert found == check(moved, options)
    steps = [step for each in found if each.proof is not None for step in each.proof.when]
    assert {step.kind for step in steps} == {*StepKind}
    assert all(f"line {step.line} " in step.text for step in steps if step.kind is not StepKind.GUARD)
    assert "a == 'line 9 raises'" in {step.text for step in steps}


def test_a_module_that_appears_beside_a_script_counts_for_functions_that_have_not_changed(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "def one(work):\n    try:\n        import queue\n        x = work()\n"
        "    except ImportError:\n        return queue\n    return x\n"
    )
    memory, options = Memory(), Options("all")
    assert [each.code for each in check(Source.read(str(script)), options, memory=memory)] == []
    (tmp_path / "queue.py").write_text("import missing\n")
    assert [each.code for each in check(Source.read(str(script)), options, memory=memory)] == ["NSA102"]


# What the analysis of a function may read of its module: what the function's own lines say, facts (`shared` holds each
# cached property), and these methods, whose answers follow from facts or are in `shared`.
OWN = frozenset("around functions hidden_in is_inner lines names scope_of text tree".split())
SHARED = frozenset("assigns binds called defined defines hidden is_callable package".split())
SHARED |= {"always_works", "is_foreign", "is_harmless", "returns_its_argument", "shared", "submodules_of"}
FACTS = frozenset(
    name
    for part in (ModuleFacts, ModuleFunctions, ModuleNames)
    for name, fact in vars(part).items()
    if isinstance(fact, cached_property)
)


def watched(part: type, seen: set[str]) -> Any:
    """A class like `part` whose objects note what is read of them."""

    class Watched(part):  # type: ignore[misc]
        def __getattribute__(self, name: str) -> object:
            if not name.startswith("_"):
                seen.add(name)
            return super().__getattribute__(name)

    return Watched


def test_the_analysis_of_a_function_reads_nothing_else_of_its_module(pool: list[str]) -> None:
    """Whoever lets it call more adds what that follows from to `ModuleFacts.shared`, and its name here."""
    seen: set[str] = set()
    for text in pool[: some(len(pool))]:
        tree = ast.parse(text)
        facts = watched(ModuleFacts, seen)(tree, text.splitlines(keepends=True))
        facts.functions = watched(ModuleFunctions, seen)(tree, facts.text)
        facts.names = watched(ModuleNames, seen)(tree, facts.text, facts.functions)
        options = Options("all")
        guards = DispatchGuards(facts, options)
        seen.discard("settings")  # flags are found before any function is analysed
        lowering = Lowering(facts)
        [*analyse_functions(guards, options, lowering, memory=Memory())]
    assert seen - OWN - SHARED - FACTS == set()
