"""The gate (text, definite assignment, slicing) makes the checker fast and never changes what it says."""

from __future__ import annotations

import ast
import random
import re
import textwrap

import pytest

from lab import fetch, surgery
from lab.oracle.generate import generate
from nsa_lint.analysis.flow import NotAnalysed, analyse
from nsa_lint.dispatch.guards import Provenance
from nsa_lint.options import Options
from nsa_lint.rules import RULES, Diagnostic, diagnose
from nsa_lint.syntax.source import Source
from nsa_lint.syntax.text_index import Places, words_of
from tests.lint.situations import CASES

SCOPES = ("dispatch", "all")
BACKEND = "sglang/srt/layers/attention/nsa_backend.py"


def said(text: str, scope: str, gate: bool) -> list[tuple[object, ...]]:
    """Everything that a person would see, but for the witness: the shortest one need not be the only one."""
    source = Source.of_text("example.py", text)
    found: list[tuple[object, ...]] = []
    options = Options(scope=scope)
    for use in analyse(Provenance(source.tree, options, source.lines), options, gate=gate):
        if isinstance(use, NotAnalysed):
            found.append((use.line, use.reason))
            continue
        diagnostic: Diagnostic = diagnose(use)
        if scope == "all" or RULES[diagnostic.code].default:
            found.append((diagnostic.line, diagnostic.column, diagnostic.code, diagnostic.message))
    return sorted(found, key=repr)


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("change", ["untouched", "broken", "fixed"])
@pytest.mark.parametrize("version", ["0.5.8", "0.5.10"])
def test_the_real_file(version: str, change: str, scope: str) -> None:
    text = fetch.text("sglang", version, BACKEND)
    if change != "untouched":
        text = getattr(surgery, change)(text)
    assert said(text, scope, gate=True) == said(text, scope, gate=False)


@pytest.mark.parametrize("scope", SCOPES)
def test_every_situation(scope: str) -> None:
    for row, reasons in CASES.items():
        for reason, (code, _, _) in reasons.items():
            try:
                ast.parse(code)
            except SyntaxError:  # newer than this Python
                continue
            assert said(code, scope, gate=True) == said(code, scope, gate=False), f"{row}: {reason}"


@pytest.mark.parametrize("scope", SCOPES)
def test_every_situation_as_if_it_were_long(scope: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a long function, statements that cannot matter are passed over."""
    monkeypatch.setattr("nsa_lint.analysis.flow._SMALL", 0)
    test_every_situation(scope)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_generated_programs(level: int) -> None:
    for index in range(250):
        program = generate(level, random.Random(f"gate/{level}/{index}"))
        assert said(program.text, "all", gate=True) == said(program.text, "all", gate=False), program.text


@pytest.mark.parametrize("level", [2, 3])
@pytest.mark.parametrize("flag", ["use_triton", "HAS_FAST", "opaque"])
def test_generated_programs_with_a_dispatch(flag: str, level: int) -> None:
    """A guard of every program is called like a dispatch, or is a flag of a try-import with an odd name."""
    header = "try:\n    import fast\n    opaque = True\nexcept ImportError:\n    opaque = False\n"
    for index in range(100):
        program = generate(level, random.Random(f"gate/{flag}/{index}"))
        tree = ast.parse(program.text)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id == "a":
                node.id = flag
            elif isinstance(node, ast.arg) and node.arg == "a":
                node.arg = flag if flag != "opaque" else "unused"
        text = header + ast.unparse(tree) + "\n"
        assert said(text, "dispatch", gate=True) == said(text, "dispatch", gate=False), text


DISPATCHES = {
    "if": "def f(backend):\n    if backend == 'triton':\n        launch()\n    else:\n        x = 1\n    return x\n",
    "match": (
        "def f(backend):\n    match backend:\n        case 'triton':\n            launch()\n"
        "        case _:\n            x = 1\n    return x\n"
    ),
    "conditional": "def f(use_triton):\n    launch() if use_triton else (x := 1)\n    return x\n",
    "operand": "def f(use_triton):\n    use_triton and (x := launch())\n    return x\n",
    "try": "def f():\n    try:\n        x = triton_launch()\n    except ImportError:\n        log()\n    return x\n",
    "flag of a dispatch": (
        "def f(use_triton):\n    fast = use_triton and small()\n    if fast:\n        x = 1\n    return x\n"
    ),
    "copied twice": "def f(use_triton):\n    a = use_triton\n    b = a\n    if b:\n        x = 1\n    return x\n",
    "comprehension": "def f(use_triton):\n    if use_triton:\n        [x := i for i in (1,)]\n    return x\n",
    "import": "def f(use_triton):\n    if use_triton:\n        import fast\n    return fast\n",
    "with": "def f(use_triton):\n    if use_triton:\n        with g() as x:\n            h()\n    use(x)\n",
    "loop": "def f(use_triton):\n    if use_triton:\n        for x in (1,):\n            h()\n    return x\n",
    "handler": (
        "def f(use_triton):\n    x = 0\n    if use_triton:\n        try:\n            g()\n"
        "        except OSError as x:\n            pass\n    return x\n"
    ),
    "del": "def f(use_triton):\n    x = 0\n    if use_triton:\n        del x\n    return x\n",
    "module": "import os\nif os.environ.get('A'):\n    x = 1\nuse(x)\n",
    "decorator": "if has_triton:\n    import triton\n\n@triton.jit\ndef kernel(): ...\n",
    "decorator of a method": (
        "if has_triton:\n    import triton\n\nclass C:\n    @triton.jit\n    def kernel(self): ...\n"
    ),
    "default": "if has_triton:\n    block = 1\n\ndef f(a=block): ...\n",
    "default in a class": "class C:\n    if has_triton:\n        block = 1\n    def f(self, a=block): ...\n",
    "annotation of a method": "if has_triton:\n    import triton\n\nclass C:\n    def f(self) -> triton.X: ...\n",
    "operating system": "import os\ndef f():\n    if os.name == odd():\n        x = 1\n    return x\n",
    "version": "import torch\ndef f():\n    if torch.version.cuda:\n        x = 1\n    return x\n",
    "wide character": "def f(use_\uff54riton):\n    if use_\uff54riton:\n        x = 1\n    return x\n",
    "attribute": (
        "class C:\n    def __init__(self):\n        self.odd = has_triton()\n"
        "    def f(self):\n        if self.odd:\n            x = 1\n        return x\n"
    ),
    "function of the module": (
        "def odd():\n    return has_triton()\ndef f():\n    if odd():\n        x = 1\n    return x\n"
    ),
    "a later test of the chain": (
        "def f(use_triton, c):\n    if c:\n        x = 1\n    elif use_triton:\n        g()\n    return x\n"
    ),
    "break out of a round": (
        "def f(use_triton):\n    while True:\n        if use_triton:\n            break\n        x = 1\n"
        "        break\n    return x\n"
    ),
    "flag set in a round that a dispatch leaves": (
        "def f(use_triton, ys):\n    done = False\n    for y in ys:\n        if use_triton:\n            continue\n"
        "        done = True\n    if done:\n        x = 1\n    return x\n"
    ),
    "class body": "class C:\n    if use_triton:\n        x = 1\n    use(x)\n",
}


def test_a_name_that_an_inner_function_binds_itself_is_in_no_doubt() -> None:
    text = (
        "def f(use_triton, ys):\n    def g(x):\n        return x\n    for y in ys:\n        if use_triton:\n"
        "            x = 1\n            g(x)\n"
    )
    assert said(text, "all", gate=True) == said(text, "all", gate=False) == []


@pytest.mark.parametrize("kind", DISPATCHES)
def test_every_kind_of_dispatch_passes_the_gate(kind: str) -> None:
    text = DISPATCHES[kind]
    everything = [
        each for each in said(text, "all", gate=False) if str(each[2]) in RULES and RULES[str(each[2])].default
    ]
    assert everything or kind in ("handler", "del")  # these are NSA204, which is not told by default
    assert said(text, "dispatch", gate=True) == everything


# What is asked of the text before a tree is looked into: each of these was once missed.
HIDDEN = {
    "above the line of a definition": """
        def f(use_triton, ys):
            @x
            class G: pass
            x = 1
    """,
    "a walrus in a decorator": """
        def f(use_triton):
            use(x)
            @deco(x := 2)
            def g(): pass
            return x
    """,
    "a method called by its own class's body": """
        def f(use_triton):
            if use_triton:
                x = 1
                z = True
            else:
                z = False
            class C:
                def g(a):
                    if a:
                        return x
                y = g(z)
            x = 2
            return x
    """,
    "a name with a combining mark": """
        def x\u0304(): raise ValueError
        def f(use_triton, a):
            if use_triton:
                z = 1
            if not use_triton:
                if not a:
                    x\u0304()
                else:
                    z = 2
            return z
    """,
    "an elif that binds nothing decides what is behind it": """
        def f(use_triton, k):
            v = None
            if k in (0, 1) or use_triton:
                x = 9
            elif use_triton or v is None:
                p = False
            if k != 1:
                use(x)
    """,
    "a del that has failed already": """
        def f(a, c, rows):
            for i in rows:
                if a:
                    del y
                if c:
                    p = c
            y = make()
            use(y)
    """,
    "a test in an expression that is only a statement": """
        def f(use_triton, ys):
            if use_triton:
                x = 1
            ok = [y for y in ys if use_triton]
            done = use_triton and launch()
            if done:
                return x
    """,
}


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("small", [0, 80])
@pytest.mark.parametrize("reason", HIDDEN)
def test_what_the_text_hides(reason: str, small: int, scope: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nsa_lint.analysis.flow._SMALL", small)
    text = textwrap.dedent(HIDDEN[reason])
    assert said(text, scope, gate=True) == said(text, scope, gate=False)


def test_words_keep_their_combining_marks() -> None:
    assert words_of("x\u0304 = \u0928\u092e\u0938\u094d\u0924\u0947(y_1)") == {
        "x\u0304",
        "\u0928\u092e\u0938\u094d\u0924\u0947",
        "y_1",
    }


@pytest.mark.parametrize("seed", range(200))
def test_no_line_is_passed_over_on_which_a_name_stands(seed: int) -> None:
    rng = random.Random(seed)
    parts = ["ab", "a", " ", "b_", "(", "ab1", ".", "\xe9" if seed % 3 == 0 else "x"]
    lines = ["".join(rng.choices(parts, k=rng.randint(0, 6))) + "\n" for _ in range(rng.randint(1, 6))]
    first = rng.randint(1, len(lines))
    last = rng.randint(first, len(lines))
    names = set(rng.sample(["ab", "a", "b_", "x"], 2))
    told = Places(lines).lines_with(names, first, last)
    there = [line for line in range(first, last + 1) if not names.isdisjoint(re.findall(r"\w+", lines[line - 1]))]
    assert told == there if "".join(lines).isascii() else set(told) >= set(there)
