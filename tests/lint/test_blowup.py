"""Programs that make path-sensitive checkers explode: each is answered, or given up with the reason, never guessed."""

from __future__ import annotations

import gc
from typing import Any

import pytest

from lab import fetch, surgery
from lab.cases import load
from lab.check import EVERY_CODE, report, separate
from lab.walks import reporting_walks
from nsa_lint.analysis import scope
from nsa_lint.analysis.bdd import TooComplex
from nsa_lint.analysis.budgets import Effort
from nsa_lint.analysis.relevance import Slice
from nsa_lint.analysis.run import Run
from nsa_lint.checker import check
from nsa_lint.fixes import place, remedies_for
from nsa_lint.model import Diagnostic
from nsa_lint.options import Options
from nsa_lint.syntax.source import Source


def told(code: str) -> list[Diagnostic]:
    return check(Source.of_text("large.py", code), Options())


def codes(code: str) -> set[str]:
    return {diagnostic.code for diagnostic in told(code)}


def test_2000_arms_of_one_chain_are_answered() -> None:
    arms = "".join(f"    elif k == {i} and HAS_CUDA_{i}:\n        x = {i}\n" for i in range(1, 2000))
    [diagnostic] = told("def f(k):\n    if HAS_CUDA_0:\n        x = 0\n" + arms + "    return x\n")
    assert (diagnostic.code, diagnostic.line) == ("NSA104", 4002)


def test_what_is_too_large_for_every_attempt_is_given_up_with_the_reason() -> None:
    text = "def f(a):\n    if HAS_CUDA:\n        x = 1\n    return x if a else 0\n"
    [diagnostic] = check(Source.of_text("large.py", text), Options(max_nodes=2))
    assert diagnostic.code == "NSA901"
    assert "more than 2 decision nodes" in diagnostic.message


@pytest.mark.parametrize(
    ("package", "version", "file"),
    [
        ("aiohttp", "3.14.5", "aiohttp/client.py"),
        ("datasets", "5.2.0", "datasets/packaged_modules/json/json.py"),
    ],
)
def test_functions_with_a_hundred_ways_to_fail_are_analysed(package: str, version: str, file: str) -> None:
    text = fetch.text(package, version, file)
    assert not [each for each in check(Source.of_text("client.py", text), Options()) if each.code == "NSA901"]


@pytest.mark.parametrize("name", ["qwen3_5", "glm4v_moe", "bailing_moe_linear"])
def test_the_longest_weight_loaders_of_a_backend_are_analysed(name: str) -> None:
    """A hundred tests of a name that each of them may replace: too many for the first attempts, not for the last."""
    text = fetch.text("sglang", "0.5.10", f"sglang/srt/models/{name}.py")
    given_up = [
        each for each in check(Source.of_text(f"{name}.py", text), Options(scope="all")) if each.code == "NSA901"
    ]
    assert not [each for each in given_up if "load_weights" in each.message and "post_" not in each.message]


def test_the_last_attempt_still_follows_functions(monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds one unknown thing in a name for several; a function is known by its body."""
    monkeypatch.setattr("nsa_lint.analysis.budgets.NODES", dict.fromkeys(Effort, 0) | {Effort.MERGED: None})
    text = """
def f(use_triton, c):
    if use_triton:
        x = 1
    if c:
        def g(): return x
    else:
        def g(): return x + 1
    return g
"""
    assert [each.code for each in told(text)] == ["NSA104"]


def _needing(lines: str) -> str:
    """A function that calls one which refuses to go on, and has more lines."""
    body = "    note = 0\n    if not use_triton:\n        raise ValueError\n"
    call = "def f(use_triton):\n    if use_triton:\n        x = 1\n    need(use_triton)\n    return x\n"
    return f"def need(use_triton):\n{lines}{body}\n\n{call}"


@pytest.mark.parametrize(("line", "most"), [("    # a comment\n", 57), ("    note = 1\n", 27)], ids=["lines", "steps"])
def test_a_small_function_that_refuses_is_followed_and_a_large_one_is_not(line: str, most: int) -> None:
    """Up to 60 lines after its first, and 30 steps: following it takes as long for each call."""
    assert codes(_needing(most * line)) == set()
    assert codes(_needing((most + 1) * line)) == {"NSA104"}


def test_the_last_attempt_holds_one_unknown_thing_for_several(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test of the name takes does not depend on how many things it may be."""
    monkeypatch.setattr("nsa_lint.analysis.budgets.NODES", dict.fromkeys(Effort, 0) | {Effort.MERGED: None})

    def nodes(things: int, tests: int) -> int:
        start = "def f(use_triton, a, x):\n    if use_triton:\n        y = 1\n"
        start += "".join(f"    if a.s{i}():\n        x = a.get{i}()\n" for i in range(things))
        return _nodes(start + "".join(f"    if x.t{i} and x == {i}:\n        use(y)\n" for i in range(tests)))

    assert nodes(16, 12) - nodes(2, 12) == nodes(16, 3) - nodes(2, 3) > 0


@pytest.mark.parametrize("operator", ["|", "&", "^", "+"])
@pytest.mark.parametrize("first", ["0", "None", "m.b", "launch(m)", "(1,)"])
def test_the_last_attempt_joins_one_unknown_thing(operator: str, first: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nsa_lint.analysis.budgets.NODES", dict.fromkeys(Effort, 0) | {Effort.MERGED: None})
    text = (
        f"def f(kind, m):\n    if kind:\n        a = {first}\n    else:\n        a = m.a\n    both = a {operator} m\n"
        "    if both:\n        y = 1\n    elif kind == 'cuda':\n        y = 2\n    return y\n"
    )
    assert codes(text) == {"NSA104"}


@pytest.mark.parametrize(
    ("joined", "tests", "fails"),
    [
        ("a | b", ("a", "b", "not joined"), False),
        ("b | a", ("joined", "not a and not b"), False),
        ("a | b | c", ("a", "b", "c", "not joined"), False),
        ("a & b", ("not a", "not b", "joined"), True),  # 1 & 2
        ("bool(a) & bool(b)", ("not a", "not b", "joined"), False),
        ("a & b", ("joined", "not (a and b)"), True),
        ("a & b", ("not joined", "a"), False),
        ("a ^ b", ("joined", "a and b", "not a"), False),
        ("a ^ b", ("joined", "not a"), True),  # both
        ("a | b", ("a", "not joined"), True),
        ("a | b", ("a", "b"), True),
    ],
)
@pytest.mark.parametrize("first", ["True", "m.c", "0"])
def test_the_last_attempt_knows_when_what_joins_two_is_true(
    first: str, joined: str, tests: tuple[str, ...], fails: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of the two is one or another thing, by the path."""
    monkeypatch.setattr("nsa_lint.analysis.budgets.NODES", dict.fromkeys(Effort, 0) | {Effort.MERGED: None})
    text = "def f(c, m):\n    a, b = m.a(), m.b()\n"
    text += f"    if m.any:\n        a = {first}\n    elif m.all:\n        b = m.d\n    joined = {joined}\n"
    text += "".join(f"    {'elif' if i else 'if'} {test}:\n        y = {i}\n" for i, test in enumerate(tests))
    text += "    return y\n"
    assert bool(report(text, EVERY_CODE)) is fails


@pytest.mark.parametrize("most", [1, 40], ids=["whole", "start"])
@pytest.mark.parametrize(
    ("start", "test", "fails"),
    [
        ("if not HAS_TOOL:\n        return 'cpu'", "KIND != 'cpu'", False),
        ("if not HAS_TOOL:\n        return 'cpu'", "KIND in ('cuda', 'xpu')", False),
        ("if not HAS_TOOL:\n        return 'cpu'\n    elif os.path:\n        return 'xpu'", "KIND == 'xpu'", False),
        ("if not HAS_TOOL:\n        raise ValueError", "os", False),
        ("if HAS_TOOL:\n        return 'cpu'", "KIND == 'cpu'", True),  # it may be what is returned at the end
        ("if HAS_TOOL:\n        return 'xpu'", "KIND != 'xpu'", True),
        ("if not os:\n        return 'cpu'", "KIND != 'cpu'", True),
    ],
)
def test_a_module_follows_what_it_calls_in_the_second_attempt(
    most: int, start: str, test: str, fails: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The start alone of what is too large for functions that call it."""
    monkeypatch.setattr("nsa_lint.analysis.budgets.NODES", dict.fromkeys(Effort, 0) | {Effort.COARSE: None})
    text = "import os\ntry:\n    import tool\n    HAS_TOOL = True\nexcept ImportError:\n    HAS_TOOL = False\n"
    text += f"def kind():\n    {start}\n" + most * "    str(os)\n" + "    return 'cpu' if os.environ else 'cuda'\n"
    text += f"KIND = kind()\nif {test}:\n    tool.use()\n"
    assert codes(text) == ({"NSA102"} if fails else set())


@pytest.mark.parametrize("effort", [Effort.COARSE, Effort.MERGED])
@pytest.mark.parametrize(
    ("body", "fails"),
    [
        ("flag = False", False),
        ("flag = a and flag", False),
        ("flag = True", True),
        ("flag = not flag", True),
        ("flag = a.get()", True),
        ("other()", True),
        ("if a: flag = False", True),  # may be: a function that tests is not followed in these attempts
    ],
)
def test_an_inner_function_that_only_assigns_is_followed_in_every_attempt(
    effort: Effort, body: str, fails: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nsa_lint.analysis.budgets.NODES", dict.fromkeys(Effort, 0) | {effort: None})
    text = f"""
def f(use_triton, a, b):
    flag = False
    def other():
        nonlocal flag
        flag = True
    def sets():
        \"\"\"As it says.\"\"\"
        nonlocal flag
        {body}
    if use_triton:
        flag = True
        v = 1
    if b:
        sets()
    if flag:
        return v
"""
    assert [each.code for each in told(text)] == ["NSA104"] * fails


@pytest.mark.parametrize("effort", [Effort.COARSE, Effort.MERGED])
@pytest.mark.parametrize(
    ("start", "receiver", "fails"),
    [
        ("", "text", False),
        ("", "a.name", False),
        ("def split(text):\n    return text\n", "text", True),
        ("def rows(column):\n    return column.str\n", "text", True),  # as it is not known whether `text` is this
        ("class Rows:\n    split = len\n", "text", True),
    ],
)
def test_a_text_has_parts_in_every_attempt_where_nothing_else_is_split(
    effort: Effort, start: str, receiver: str, fails: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nsa_lint.analysis.budgets.NODES", dict.fromkeys(Effort, 0) | {effort: None})
    body = f"    for part in {receiver}.split(','):\n        v = part\n    if a:\n        return v\n"
    text = f"{start}def f(text, a):\n{body}"
    assert [each.code for each in report(text, EVERY_CODE)] == ["NSA203"] * fails


@pytest.mark.parametrize("first", [Effort.COARSE, Effort.MERGED, Effort.FOCUSED])
def test_the_coarser_attempts_report_more_and_never_less(first: Effort, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module with functions that read its names has no focused walk: what they read is not compared."""
    monkeypatch.setattr("nsa_lint.analysis.budgets.NODES", dict.fromkeys(Effort, 0) | {first: None})
    compared = 0
    for case in load():
        found = {(each.line, each.name) for one in report(case.code, EVERY_CODE) for each in separate(one)}
        if first is not Effort.FOCUSED or (1, "") not in found:
            assert found >= {(line, name) for line, _, name in case.reports}, case.id
            compared += 1
    assert compared > 100


# Each is walked with the tests alone that decide; `N`: what is reported on the line with it
FOCUSED = {
    "a test is followed where the binding and the read have it": """
def f(use_triton, a, b):
    if use_triton:
        x = 1
    if a:
        return None
    if b and use_triton:
        return x
""",
    "and what it is made from": """
def f(use_triton, a, b):
    fast = use_triton and a
    if fast:
        x = 1
    if b:
        return None
    if use_triton and a:
        return x
""",
    "and what another test says of it": """
def f(use_triton, a, b):
    if use_triton:
        x = 1
    if a and not use_triton:
        return None
    if a:
        return x
""",
    "a test that nothing else asks may go either way": """
def f(use_triton, a, b):
    if use_triton:
        x = 1
    if a:
        return None
    if b:
        return x  # N
""",
    "where an arm binds a flag, too, the two stay together": """
def f(use_triton, a):
    done = False
    for each in a:
        if each.use_triton():
            x = each
            done = True
        elif each.stops():
            break
    return x if done else None
""",
    "and not where the flag is set without the name": """
def f(use_triton, a):
    done = False
    for each in a:
        if each.use_triton():
            x = each
            done = True
        elif each.stops():
            done = True
    return x if done else None  # N
""",
    "a failure in a body leaves a flag as it was": """
def f(use_triton, a):
    done = False
    try:
        a.load()
        x = a.first(use_triton)
        a.close()
        done = True
    except ValueError:
        a.log()
    a.close()
    return x if done else None
""",
    "and a list": """
def f(use_triton, items):
    found = []
    try:
        items.open()
        x = items.first(use_triton)
        for item in items:
            found.append(item)
    except ValueError:
        for item in found:
            item.close(x)
""",
    "a flag that is set before the binding is no sign of it": """
def f(use_triton, a):
    done = False
    try:
        a.load()
        done = True
        x = a.first(use_triton)
    except ValueError:
        a.log()
    return x if done else None  # N
""",
    "`finally` sees on which way it was entered": """
def f(use_triton, a):
    x = None
    del x
    done = False
    try:
        if a.small():
            return None
        x = a.load(use_triton)
        done = True
    finally:
        if done:
            a.keep(x)
    return x
""",
    "and so does what comes after it": """
def f(use_triton, a):
    try:
        if a.large():
            x = a.load(use_triton)
    finally:
        a.close()
    return x  # N
""",
    "a flag on an object": """
def f(self, use_triton, a):
    self.done = False
    if use_triton and a:
        x = 1
        self.done = True
    if a.stops():
        return None
    return x if self.done else None
""",
    "a read that succeeds where a handler catches its failure goes on": """
def f(use_triton, a):
    if a:
        x = 1
    try:
        x
    except NameError:
        return None
    if use_triton:
        y = 2
    return y  # N
""",
    "whether a loop runs at all is followed": """
def f(use_triton, items):
    for each in items:
        x = each.use_triton
    if items:
        return x
""",
    "and where it is not asked again, it may run or not": """
def f(use_triton, items):
    for each in items:
        x = each.use_triton
    if use_triton:
        return x  # N
""",
    "the test of a `while` says in each iteration whether it goes on": """
def f(use_triton, a):
    done = False
    while not done:
        if a.stops(use_triton):
            x = 1
            done = True
    return x
""",
    "and a flag what an earlier iteration of a `for` has done": """
def f(use_triton, items):
    done = False
    for each in items:
        if done:
            return x
        if each.stops(use_triton):
            x = 1
            done = True
    if done:
        return x
""",
    "a name that an inner function reads": """
def f(use_triton, a):
    def inner():
        return x  # N
    if use_triton:
        x = 1
    if a:
        return inner()
""",
    "a name that an inner function binds": """
def f(use_triton, a):
    def inner():
        nonlocal x
        x = 1
    if use_triton:
        inner()
    if a and use_triton:
        return x
""",
    "an attribute behind the names that are tested may have changed between them": """
def f(self, use_triton, a):
    before = self.kind
    if before:
        x = a.first(use_triton)
    self.kind = a.second()
    after = self.kind
    if after:
        return x  # N
""",
    "and so may one of another object": """
def f(self, use_triton, a):
    before = self.options.kind
    if before:
        x = a.first(use_triton)
    self.options.kind = a.second()
    after = self.options.kind
    if after:
        return x  # N
""",
    "and a name": """
def f(use_triton, a):
    kind = a.start()
    before = kind
    if before:
        x = a.first(use_triton)
    kind = a.second()
    after = kind
    if after:
        return x  # N
""",
    "where it has not, they are the same": """
def f(self, use_triton, a):
    before = self.kind
    if before:
        x = a.first(use_triton)
    a.second()
    after = self.kind
    if after:
        return x
""",
    "of a test that always holds there is one way": """
def f(use_triton, a):
    b = 1
    if a:
        x = a.first(use_triton)
    if not b:
        a.close()
        return x
    if a:
        return x
""",
    "and of one that never does": """
def f(use_triton, a):
    b = 0
    if b:
        x = a.first(use_triton)
    elif a:
        x = 1
    if b:
        return x
    if a:
        return x
""",
    "and of one that another has decided": """
def f(use_triton, a, b):
    if a.large(use_triton):
        x = 1
        if not b:
            return None
    elif not b:
        return None
    if not b:
        return x
""",
    "of a loop that runs twice there is none past it": """
def f(use_triton, a):
    if a.small():
        return None
    for _ in range(2):
        x = a.first(use_triton)
    return x
""",
    "and of one that never runs there is none through it": """
def f(use_triton, a):
    if a.small():
        x = 1
    else:
        for _ in ():
            a.use(x)
        x = a.first(use_triton)
    return x
""",
    "of constants that differ": """
def f(use_triton, a):
    if a.small():
        return None
    if 1 < 2:
        x = a.first(use_triton)
    if "a" == "b":
        del x
    return x
""",
    "a test that binds a name has both ways of its own": """
def f(use_triton, a):
    if use_triton and (x := a.first()):
        a.close()
    else:
        return None
    return x
""",
}


def _nodes(text: str, options: Options = EVERY_CODE) -> int:
    """What all walks of a text take."""
    walks: list[int] = []
    with reporting_walks(lambda *walk: walks.append(walk[-1])):
        report(text, options)
    return sum(walks)


@pytest.mark.parametrize(
    "test",
    [
        "if b.s{0}:\n        return {0}",
        "if not b.s{0} or c:\n        return {0}",
        "while b.s{0}:\n        if c.stops({0}): return {0}",
        "assert b.s{0} or c, b",
        "if b.s{0} == 1:\n        return {0}\n    elif b.s{0} == 7:\n        return 0",
    ],
)
def test_each_test_that_does_not_decide_takes_the_same_however_many_there_are(
    test: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has a condition of its own, and leaves that of the paths as it is."""
    monkeypatch.setattr("nsa_lint.analysis.budgets.NODES", dict.fromkeys(Effort, 0) | {Effort.FOCUSED: None})

    def nodes(count: int) -> int:
        tests = "".join(f"    {test.format(i)}\n" for i in range(count))
        start = "def f(use_triton, b, c):\n    if use_triton:\n        x = 1\n"
        return _nodes(f"{start}{tests}    if use_triton:\n        return x\n")

    first, second, third = nodes(0), nodes(10), nodes(20)
    assert first < second
    assert third - second == second - first


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("a.load().use_triton", "NSA104"),
        ("get(a.use_triton).mode", "NSA104"),
        ("get(a)[use_triton()].mode", "NSA104"),
        ("get(a).get(use_triton).parts.first", "NSA104"),
        ("get(a).mode", "NSA201"),
        ("get(a).parts.first", "NSA201"),
    ],
)
def test_what_is_made_from_a_dispatch_is_one_in_a_focused_walk(
    value: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nsa_lint.analysis.budgets.NODES", dict.fromkeys(Effort, 0) | {Effort.FOCUSED: None})
    text = f"def f(a):\n    kind = {value}\n    if kind:\n        x = 1\n    return x\n"
    assert [each.code for each in report(text, EVERY_CODE)] == [code]
    assert [each.code for each in _exactly(text, monkeypatch)] == [code]


@pytest.mark.parametrize("name", FOCUSED)
def test_with_the_tests_alone_that_decide(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nsa_lint.analysis.budgets.NODES", dict.fromkeys(Effort, 0) | {Effort.FOCUSED: None})
    text = FOCUSED[name]
    found = check(Source.of_text("large.py", text), Options(scope="all"))
    wanted = {number for number, line in enumerate(text.splitlines(), start=1) if line.endswith("# N")}
    assert {each.line for each in found} == wanted, [each.message for each in found]
    exact = {each.line for each in _exactly(text, monkeypatch)}
    assert exact == wanted


def _exactly(text: str, monkeypatch: pytest.MonkeyPatch) -> list[Diagnostic]:
    monkeypatch.undo()
    return check(Source.of_text("large.py", text), Options(scope="all"))


def test_a_report_does_not_fail_by_a_fix_that_cannot_be_said() -> None:
    """Python's own `ast.unparse` recurses; what it takes differs between versions."""
    buffer = "meta" + ".a" * 400
    text = f"""
def f(lens, meta):
    if HAS_TRITON:
        fill(lens, out={buffer})
    else:
        x = compute(lens)
        {buffer}.copy_(x)
    return x
"""
    source = Source.of_text("deep.py", text)
    diagnostics = check(source, Options())
    assert len(remedies_for(source, diagnostics)) == len(diagnostics) == 1


@pytest.mark.parametrize("scope", ["dispatch", "all"])
def test_nothing_of_a_file_is_left_when_it_is_done(scope: str) -> None:
    """No cycle holds its tree: the memory of a run is that of its largest file, and there is nothing to collect."""
    text = fetch.text("sglang", "0.5.8", "sglang/srt/layers/attention/nsa_backend.py")
    check(Source.of_text("nsa_backend.py", text), Options(scope=scope))  # what is kept for the whole run
    gc.collect()
    gc.disable()
    try:
        assert check(Source.of_text("nsa_backend.py", surgery.broken(text)), Options(scope=scope))
        assert gc.collect() < 50
    finally:
        gc.enable()


def test_95_nested_ifs_each_leave_the_name_unbound() -> None:
    """As deep as Python's own parser goes with indentation."""
    nested = "".join("    " * (i + 1) + f"if HAS_CUDA_A{i}:\n" for i in range(95))
    assert len(told("def f():\n" + nested + "    " * 96 + "x = 1\n    return x\n")) == 95


def test_300_ifs_inside_one_another_through_else() -> None:
    """Nesting without indentation exists only as `elif`."""
    chain = "".join(f"    elif HAS_CUDA_{i}:\n        pass\n" for i in range(300))
    assert codes("def f():\n    if HAS_CUDA_X:\n        x = 1\n" + chain + "    return x\n") <= {
        "NSA101",
        "NSA104",
        "NSA901",
    }


def test_500_distinct_guards_in_one_function() -> None:
    guards = "".join(f"    if HAS_CUDA_{i} and a.b{i}:\n        x{i % 7} = 1\n" for i in range(500))
    found = told("def f(a):\n" + guards + "    return x0, x1\n")
    assert {(diagnostic.code, diagnostic.name) for diagnostic in found} == {("NSA104", "x0"), ("NSA104", "x1")}


def test_a_flag_toggled_in_nested_loops() -> None:
    code = """
def f(xs, n):
    flag = False
    for a in xs:
        for b in a:
            for c in b:
                if HAS_TRITON and c.ok(n):
                    flag = not flag
                if flag:
                    x = c
                elif n:
                    n = g(n)
                    continue
            if flag and n:
                use(x)
    return x
"""
    assert "x" in {diagnostic.name for diagnostic in told(code)}


def test_1100_dispatches_one_after_another() -> None:
    body = "".join(
        f"    if HAS_CUDA_{i}:\n        x{i} = 1\n    else:\n        y{i} = 2\n    use(x{i})\n" for i in range(1100)
    )
    found = told("def f():\n" + body)
    assert [diagnostic.name for diagnostic in found] == [f"x{i}" for i in range(1100)]


def test_1100_flags_one_after_another_raise_no_alarm() -> None:
    block = "    ok{0} = False\n    if HAS_CUDA_{0}:\n        x{0} = 1\n        ok{0} = True\n"
    block += "    if ok{0}:\n        use(x{0})\n"
    assert told("def f():\n" + "".join(block.format(i) for i in range(1100))) == []


def test_a_file_of_20000_lines() -> None:
    rest = "".join(f"    z{i} = a + b\n" for i in range(20))
    function = (
        "def f{0}(a, b):\n    if HAS_TRITON:\n        x = a\n    else:\n        y = b\n" + rest + "    return x\n"
    )
    assert len(told("".join(function.format(j) for j in range(772)))) == 772


@pytest.mark.parametrize("operator", ["and", "or"])
def test_400_operands_in_one_test(operator: str) -> None:
    test = f" {operator} ".join(f"(HAS_CUDA_{i} or a.c{i})" for i in range(400))
    assert codes(f"def f(a):\n    if {test}:\n        x = 1\n    return x\n") <= {"NSA104", "NSA901"}


def test_300_tries_with_imports() -> None:
    tries = "".join(
        f"    try:\n        import m{i}\n        x{i} = m{i}.go(a)\n    except ImportError:\n        a = {i}\n"
        for i in range(300)
    )
    assert {diagnostic.name for diagnostic in told("def f(a):\n" + tries + "    return x1, x299\n")} == {"x1", "x299"}


def test_a_fix_is_found_without_looking_at_every_function(monkeypatch: pytest.MonkeyPatch) -> None:
    """A generated file of 20,000 functions with a finding each took minutes for their advice alone."""
    one = "def f(use_triton):\n    if use_triton:\n        pass\n    else:\n        x = 1\n    return x\n"
    source = Source.of_text("generated.py", one * 300)
    looked_at = []
    real = place._first_line
    monkeypatch.setattr(place, "_first_line", lambda node: looked_at.append(node) or real(node))
    found = check(source, Options())
    assert len(found) == 300
    remedies = remedies_for(source, found)
    assert all(each.advice or each.fix for each in remedies)
    assert len(looked_at) < 300 * 50


def test_what_a_name_does_not_depend_on_is_left_out_of_a_large_function() -> None:
    """What the arms of a loop do decides nothing of whether the loop runs, in a `try` either."""
    arms = "".join(
        f"            if content.part{i}:\n                chunk = make(content, self, {i})\n"
        "            if chunk:\n                chunk = send(chunk)\n"
        for i in range(30)
    )
    code = f"""
def f(self, request):
    sizes = {{}}
    chunk = None
    try:
        for content in self.generate(request):
            sizes[content.index] = content.size
{arms}        if sizes:
            use(content)
        use(content)
    except ValueError:
        pass
"""
    found = check(Source.of_text("large.py", code), Options(scope="all", max_nodes=3_000))
    assert [(each.code, each.name, each.line) for each in found] == [("NSA203", "content", code.count("\n") - 2)]


@pytest.mark.parametrize(
    "step",
    [
        "match (n := a.next{0}()):\n        case 1:\n            a.one()\n        case _:\n            a.other()",
        "if (n := a.next{0}()):\n        a.one()",
        "while (n := a.next{0}()):\n        a.one()",
        "for n in a.rows{0}():\n        a.one(n)",
        "with a.open{0}() as n:\n        a.one()",
        "if a.small{0}():\n        n = 1",
        "if a.small{0}():\n        import n",
    ],
)
def test_steps_of_a_long_function_that_bind_what_nothing_reads_later_take_nothing(step: str) -> None:
    """What is read before them may be unbound there."""

    def nodes(count: int) -> int:
        start = "def f(use_triton, a):\n    if use_triton:\n        n = z = 1\n    a.use(n)\n"
        steps = "".join(f"    {step.format(i)}\n" for i in range(count))
        return _nodes(start + steps + "    a.done()\n" * 90 + "    a.use(z)\n")

    assert nodes(20) == nodes(0) > 0


def test_a_chain_of_equalities_in_a_loop_does_not_double_with_each() -> None:
    """Whether unknown operands are true matters to no test here: no node for each combination of their truths."""
    arms = "".join(f"        elif kind == ops.a{i}:\n            replaced = swap(node, {i})\n" for i in range(30))
    code = f"""
def f(graph, ops):
    for node in graph.nodes:
        kind = node.args[0]
        if kind in ops.skipped:
            continue
{arms}        elif kind == ops.fused:
            for user in list(node.users):
                if is_copy(user, HAS_TRITON):
                    copy = user
            drop(copy)
"""
    assert [(each.code, each.name) for each in told(code)] == [("NSA104", "copy")]


def test_each_attempt_is_coarser_than_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the names in question do not depend on is walked in the first attempt on a small function alone."""
    attempts: list[tuple[Effort, bool]] = []

    def too_complex(task: object, unassigned: object, sliced: Slice, effort: Effort, limit: int) -> Run:
        attempts.append((effort, bool(sliced.skipped)))
        raise TooComplex

    monkeypatch.setattr(scope, "_walk", too_complex)
    [given_up] = told("""
def f(use_triton, a):
    for each in a:
        log(each)
    if use_triton:
        x = 1
    return x
""")
    assert given_up.code == "NSA901"
    assert attempts == [
        (Effort.EXACT, False),
        (Effort.COARSE, True),
        (Effort.FOCUSED, True),
        (Effort.MERGED, True),
    ]


@pytest.mark.parametrize(
    ("read", "codes", "efforts"),
    [
        ("if use_triton:\n        return x", [], [Effort.FOCUSED]),
        ("return x", ["NSA104"], [Effort.FOCUSED, Effort.FOCUSED, Effort.MERGED]),
    ],
    ids=["finds nothing", "finds something"],
)
def test_the_last_attempt_is_made_where_a_focused_one_finds_something(
    read: str, codes: list[str], efforts: list[Effort], monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts: list[tuple[Effort, int]] = []
    walk = scope._walk

    def counted(task: Any, unassigned: frozenset[str], sliced: Slice, effort: Effort, limit: int) -> Run:
        attempts.append((effort, limit))
        return walk(task, unassigned, sliced, effort, limit)

    monkeypatch.setattr(scope, "_walk", counted)
    nodes = {Effort.EXACT: 0, Effort.COARSE: 0, Effort.FOCUSED: None, Effort.MERGED: None}
    monkeypatch.setattr("nsa_lint.analysis.budgets.NODES", nodes)
    text = f"""
def f(use_triton, a, b):
    fast = use_triton and a
    if use_triton:
        x = 1
    if fast:
        b()
    {read}
"""
    assert [each.code for each in told(text)] == codes
    assert [effort for effort, _ in attempts[2:]] == efforts
    focused = [limit for effort, limit in attempts if effort is Effort.FOCUSED]
    assert focused == sorted({*focused}, reverse=True)  # each has what the one before it has left
