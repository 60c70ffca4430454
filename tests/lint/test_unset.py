"""NSA301: attributes that a constructor leaves unset. What is reported fails when run, and what fails is reported."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from lab.amount import some
from lab.check import ALL, EVERY_CODE, report
from lab.constructors import Failure, failing, program
from lab.packages import write_package
from nsa_lint.checker import check_safely
from nsa_lint.fixes import fixes_for, remedies_for
from nsa_lint.options import Options
from nsa_lint.syntax.source import Source

SEED = 301
NAMED = Options(also=("NSA301",))
CLASS = """\
{head}class A{bases}:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def forward(self):
        return self.kernel
"""
# What else there is in the package, and whether the attribute may be set by it
NEIGHBOURS = {
    "nothing": ("", "", "", False),
    "another_class": ("", "", "class B:\n    def f(self):\n        self.kernel = 1\n", False),
    "a_function": ("", "", "def f(a):\n    a.kernel = 1\n", True),
    "a_subclass": ("", "", "from pkg.use import A\nclass B(A):\n    def f(self):\n        self.kernel = 1\n", True),
    "a_default_of_a_base": ("from pkg.mod import B\n", "(B)", "class B:\n    kernel = None\n", True),
    "a_base": ("from pkg.mod import B\n", "(B)", "class B:\n    def f(self):\n        self.kernel = 1\n", True),
    "a_base_that_answers": (
        "from pkg.mod import B\n",
        "(B)",
        "class B:\n    def __getattr__(self, name):\n        return None\n",
        True,
    ),
    "a_base_that_registers": (
        "from .mod import B\n",
        "(B)",
        "class B:\n    def f(self):\n        self.register('kernel')\n",
        True,
    ),
    "a_base_without_it": ("from pkg.mod import B\n", "(B)", "class B:\n    def f(self):\n        pass\n", False),
    "a_base_that_is_not_found": ("from pkg.mod import C\n", "(C)", "class B: ...\n", True),
    "a_base_from_outside": ("from torch.nn import Module\n", "(Module)", "", False),
}


def reported(text: str, options: Options = NAMED) -> tuple[set[Failure], set[Failure]]:
    """What is said to fail, and what is named beside it: reads that a failing one comes before."""
    found = [use for each in report(text, options) if each.proof is not None for use in (each.proof, *each.also)]
    every = {(use.read.line, use.name) for use in found}
    return {(use.read.line, use.name) for use in found if not use.further}, every


def test_generated_classes_fail_where_they_are_reported() -> None:
    rng = random.Random(SEED)
    fail = 0
    for _ in range(some(300)):
        text = program(rng)
        (fails, in_one_arm), (said, named) = failing(text), reported(text)
        assert said <= fails, f"reported, and no run fails: {sorted(said - fails)}\n{text}"
        assert in_one_arm <= named, f"fails, and is not reported: {sorted(in_one_arm - named)}\n{text}"
        fail += bool(in_one_arm)
    assert fail > some(300) / 5, "too few programs fail"


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_what_other_files_of_the_package_set(name: str, tmp_path: Path) -> None:
    head, bases, neighbour, is_set = NEIGHBOURS[name]
    use = CLASS.format(head=head, bases=bases)
    write_package(tmp_path, f"# file: pkg/mod.py\n{neighbour}\n# file: pkg/use.py\n{use}")
    path = tmp_path / "pkg" / "use.py"
    found = [each.name for each in check_safely(Source.read(str(path)), NAMED)]
    assert found == ([] if is_set else ["self.kernel"])
    alone = check_safely(Source.read(str(path)), Options(also=("NSA301",), package=False))
    shown = bases in ("", "(Module)")
    assert [each.name for each in alone] == (["self.kernel"] if shown else [])


def test_it_is_reported_where_it_is_named_and_nowhere_else() -> None:
    text = CLASS.format(head="", bases="")
    assert report(text) == report(text, ALL) == []
    [found] = report(text, NAMED)
    assert (found.code, found.line, found.name) == ("NSA301", 7, "self.kernel")
    assert report(text, EVERY_CODE) == [found]
    assert found.proof is not None
    assert found.proof.function == "A.forward"
    assert [(each.text, each.line, each.value) for each in found.proof.when] == [("use_triton", 3, False)]
    assert found.message.startswith(
        "'self.kernel' is not set when no arm of the if at line 3 is taken (not (use_triton))"
    )
    assert found.message.endswith("; the arm at line 3 sets it")


def test_there_is_no_fix_and_the_advice_names_the_arm() -> None:
    source = Source.of_text("example.py", CLASS.format(head="", bases=""))
    found = report(source.text, NAMED)
    assert fixes_for(source, found) == [None]
    assert "'self.kernel'" in remedies_for(source, found)[0].advice


def test_a_constructor_that_returns_in_a_loop_is_left_alone() -> None:
    text = CLASS.format(head="", bases="").replace(
        "            self", "            for _ in ():\n                return\n            self"
    )
    assert report(text, NAMED) == []


def test_locals_of_both_parts_are_kept_apart() -> None:
    text = """\
size = 1


class A:
    def __init__(self, use_triton, size):
        for each in range(size):
            pass
        fast = use_triton
        if fast:
            self.kernel = 1

    def forward(self, use_triton, fast):
        each = size
        if use_triton and fast:
            return self.kernel
        return each
"""
    [found] = report(text, NAMED)
    assert (found.line, found.name) == (15, "self.kernel")


# How a constructor binds a name that is a parameter of the method
BINDS = {
    "an assignment": "fast = 1",
    "an import": "import fast",
    "an import under another name": "import math as fast",
    "an import among others": "import math, fast, cmath as other",
    "an import from a module": "from math import fast",
    "an import from a module under another name": "from math import pi, e as fast",
    "a function": "def fast():\n            return 1",
    "a class": "class fast:\n            size = 1",
    "a loop": "for fast in (1, 2):\n            pass",
}


@pytest.mark.parametrize("how", BINDS)
def test_what_the_constructor_binds_is_no_parameter_of_the_method(how: str) -> None:
    text = f"""\
class A:
    def __init__(self, use_triton):
        {BINDS[how]}
        if use_triton:
            self.kernel = 1

    def forward(self, fast):
        if not fast:
            return self.kernel
        return None
"""
    assert [each.name for each in report(text, NAMED)] == ["self.kernel"]


# How a constructor binds a name in one of two ways, the other of which gives 1
PERHAPS = {
    "an alternative": "match value:\n            case (0 | 2) as use_triton:\n                pass\n",
    "the rest of a sequence": "match value:\n            case [first, *use_triton]:\n                pass\n",
    "the rest of a mapping": 'match value:\n            case {"a": first, **use_triton}:\n                pass\n',
    "beside another name": "match value:\n            case [str() as first, use_triton, *others]:\n"
    "                pass\n",
}


@pytest.mark.parametrize("how", PERHAPS)
def test_what_a_pattern_binds_in_the_constructor_is_no_parameter_of_the_method(how: str) -> None:
    text = f"""\
class A:
    def __init__(self, value):
        {PERHAPS[how]}\
            case _:
                use_triton = 1
        if use_triton:
            self.kernel = 1

    def forward(self, use_triton):
        return self.kernel
"""
    [found] = report(text, NAMED)
    assert (found.name, found.line) == ("self.kernel", text.count("\n"))
    assert found.proof is not None
    assert found.proof.arm.guard == "not (use_triton)"


@pytest.mark.parametrize(
    "body",
    [
        "        use_triton = 0\n\n        def change():\n"
        "            nonlocal use_triton\n            use_triton = value\n\n        change()\n",
        "        use_triton = 1\n        try:\n            check(value)\n"
        "        except ValueError as use_triton:\n            print(use_triton)\n"
        "        use_triton = value\n",
        "        [use_triton := value]\n",
        "        with value as use_triton:\n            pass\n",
    ],
    ids=["nonlocal", "a handler", "a walrus", "with"],
)
def test_a_name_that_the_constructor_binds_inside_is_its_own(body: str) -> None:
    text = f"""\
class A:
    def __init__(self, value):
{body}\
        if use_triton:
            self.kernel = 1

    def forward(self, use_triton):
        if not use_triton:
            return self.kernel
        return None
"""
    found = [each for each in report(text, NAMED) if each.name == "self.kernel"]
    assert [each.line for each in found] == [text.count("\n") - 1]
