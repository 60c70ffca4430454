"""Who calls a function, and what constructors refuse: packages of several modules, each run on every platform.

A case is reported if and only if one of its calls ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from lab.package_cases import CHOOSE, CHOSEN, FILL, FILLED, HEAD, Case, other, write
from nsa_lint.checker import check_safely
from nsa_lint.options import Options
from nsa_lint.package import mentions
from nsa_lint.syntax.source import Source
from tests.lint.package_runs import PackageCases

REFUSING = """
class Base:
    def __init__(self):
        if not _is_cuda:
            raise NotImplementedError("CUDA only")

"""
METHOD = """
    def fill(self, x):
        if _is_cuda:
            y = x
        return y
"""
PREDICATE = "\n\ndef is_fast():\n    return _is_cuda\n"
AFTER_ELSE = """
def run(x):
    if _is_cuda:
        x = x + 1
    else:
        return x
    return _fill(x)
"""
FAST = """
class Work:
    def __init__(self, wanted):
        self.fast = wanted and _is_cuda

    def run(self, x):
        if self.fast:
            return self._run_fast(x)
        return x

    def _run_fast(self, x):
        if self.fast:
            y = x
        return y
"""
IMPLIED = """
class Work:
    def __init__(self, wanted):
        self.fast = wanted and (_is_cuda or is_hip())

    def run(self, x):
        if self.fast:
            if _is_cuda:
                y = x
            elif is_hip():
                y = -x
        else:
            y = 0
        return y
"""
CLOSED = CHOOSE.replace("_choose", "run").replace('backend="cuda"', "backend: Backend")
ENUM = """
def run(x, backend: Backend):
    if backend is Backend.CUDA and _is_cuda:
        y = x
    elif backend is Backend.CUDA:
        y = 0
    elif backend is Backend.TRITON:
        y = -x
    return y
"""
IN_THE_BODY = (
    FAST.partition("    def __init__")[0]
    + "    fast = _is_cuda\n"
    + FAST[FAST.index("\n    def run") :].replace("self.fast:\n            y", "_is_cuda:\n            y")
)
BOTH = "\n\nclass Both(Mixin, Work):\n    pass\n"
MADE = "def make():\n    made = Work()\n    made.fast = True\n    return made\n"
# A class below refuses once its base has been made
AFTER_THE_BASE = """
class Work(Base):
    def __init__(self):
        super().__init__()
        if not _is_cuda:
            raise NotImplementedError("CUDA only")

    def start(self):
        self.fill(1)

"""
STARTS = """
class Base:
    def __init__(self):
        self.start()
"""
START = "\n\ndef start(made):\n    getattr(made, 'start', print)()\n"
KINDS = """
from enum import Enum


class Backend(Enum):
    CUDA = "cuda"
    TRITON = "triton"
    TORCH = "torch"
"""
MEMBERS = """

def _choose(x, backend):
    if backend is Backend.CUDA:
        y = x
    elif backend is Backend.TRITON and _is_cuda:
        y = 0
    elif backend is Backend.TRITON:
        y = -x
    return y
"""
EITHER = """
def run(x, backend: Union[Backend, Name]):
    return _choose(x, backend)


def _choose(x, backend):
    if backend is Backend.CUDA and _is_cuda:
        y = x
    elif backend is Backend.CUDA:
        y = 1
    elif backend is Backend.TRITON:
        y = -x
    elif backend == "torch":
        y = 0
    return y
"""
TYPES = """
from enum import Enum
from typing import Literal

Name = Literal["torch"]


class Backend(Enum):
    CUDA = 1
    TRITON = 2


class Other(Enum):
    TORCH = 1
"""
BETWEEN = CHOOSE + "\ndef run(x, backend: Backend):\n    return _choose(x, backend)\n"
LITERAL = 'from typing import Literal\n\nBackend = Literal["cuda", "triton"]\n'
HELPERS = "from .helping import check_perhaps, fail, require_cuda, warn\n"
HELPING = {
    "helping": """
from .platforms import is_cuda


def fail():
    raise RuntimeError("CUDA only")


def warn():
    print("CUDA only")


def require_cuda():
    if not is_cuda():
        raise RuntimeError("CUDA only")


def check_perhaps(quick=True):
    if quick:
        return
    require_cuda()
"""
}
PARSES = """
def run(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", choices=["cuda", "triton"], default="cuda")
    args = parser.parse_args(words)
    return _choose(1, args.name)
"""
OTHERS = '\n\nclass Others:\n    name = "torch"\n\n'
CONFIG = """
from dataclasses import dataclass
from typing import Literal


@dataclass
class Config:
    backend: Literal["cuda", "triton"] = "cuda"
"""
KEEPS = """
class Keeps:
    def __init__(self, config: Config):
        self.config = config

"""
FIELD = """
def run(x):
    if config.backend == "cuda":
        y = x
    elif config.backend == "triton":
        y = -x
    return y
"""
WORKS = """
class Work:
    def run(self, x):
        return self._fill(x) if _is_cuda else x
""" + METHOD.replace("fill", "_fill")


def indented(function: str, owner: str) -> str:
    """A function as a method, which reads the fields of `owner`."""
    lines = function.replace("run(x)", "run(self, x)").replace("config.", f"{owner}.").strip().split("\n")
    return "".join(f"    {line}\n" for line in lines)


def refused_once_made(work: str, other: str = "", *, fails: bool = False) -> Case:
    """A dataclass whose `__post_init__` refuses, and a class below it."""
    base = "from dataclasses import dataclass\n\n\n@dataclass" + REFUSING.replace("__init__", "__post_init__") + METHOD
    calls = ("work.Base().fill(1)", "work.Work().fill(1)", *(["other.Other().fill(1)"] if other else ()))
    return Case(f"{HEAD}{base}\n\n{work}", calls, fails, {"other": other} if other else {})


def flagged(body: str, *, fails: bool = False) -> Case:
    """A function that goes on under the predicate of a flag, and binds a name under a test of the flag itself."""
    refuses = "    if not is_cuda():\n        return x\n"
    return Case(f"{HEAD}\ndef run(x):\n{refuses}{indent(body, '    ')}    return y\n", fails=fails)


def refused(test: str) -> Case:
    """A function that goes on under a flag, and binds a name under the predicate of the flag."""
    return Case(f"{HEAD}\ndef run(x):\n{indent(test, '    ')}    if is_cuda():\n        y = x\n    return y\n")


def after_the_base(base: str, work: str = AFTER_THE_BASE, *, fails: bool = False) -> Case:
    """A class that refuses after, or before, the constructor of this base has run."""
    return Case(HEAD + base + "\n" + work + METHOD, ("work.Work().fill(1)",), fails)


def in_the_body(text: str, made: str, *, fails: bool = False) -> Case:
    """Where the body of a class sets an attribute, and another module may do so."""
    return Case(HEAD + IN_THE_BODY, (f"{made}.run(1)",), fails, other("from .work import Work\n\n\n" + text))


CASES = {
    # guards of the callers
    "under_the_guard": Case(HEAD + FILL + FILLED),
    "under_no_guard": Case(HEAD + FILL + "\ndef run(x):\n    return _fill(x)\n", fails=True),
    "after_an_early_return": Case(
        HEAD + FILL + "\ndef run(x):\n    if not _is_cuda:\n        return x\n    return _fill(x)\n"
    ),
    "after_an_else_that_returns": Case(HEAD + FILL + AFTER_ELSE),
    "after_an_else_that_raises": Case(HEAD + FILL + AFTER_ELSE.replace("return x\n", "raise ValueError(x)\n", 1)),
    "after_an_else_that_calls_what_never_returns": Case(
        HEAD + "from .helping import fail\n" + FILL + AFTER_ELSE.replace("return x\n", "fail()\n", 1), others=HELPING
    ),
    "after_an_else_that_goes_on": Case(HEAD + FILL + AFTER_ELSE.replace("return x\n", "x = -x\n", 1), fails=True),
    "after_an_else_that_calls_what_returns": Case(
        HEAD + "from .helping import warn\n" + FILL + AFTER_ELSE.replace("return x\n", "warn()\n", 1),
        fails=True,
        others=HELPING,
    ),
    "after_an_else_of_another_test_that_returns": Case(
        HEAD + FILL + AFTER_ELSE.replace("if _is_cuda", "if x"), fails=True
    ),
    "after_an_arm_that_returns_before_an_else": Case(
        HEAD
        + FILL
        + "\ndef run(x):\n    if _is_cuda:\n        return x\n    else:\n        x = -x\n    return _fill(x)\n",
        fails=True,
    ),
    "after_an_assertion": Case(HEAD + FILL + "\ndef run(x):\n    assert _is_cuda\n    return _fill(x)\n"),
    "in_a_conditional_expression": Case(HEAD + FILL + "\ndef run(x):\n    return _fill(x) if _is_cuda else x\n"),
    "in_the_other_value": Case(HEAD + FILL + "\ndef run(x):\n    return x if _is_cuda else _fill(x)\n", fails=True),
    "after_and": Case(HEAD + FILL + "\ndef run(x):\n    return _is_cuda and _fill(x)\n"),
    "after_or": Case(HEAD + FILL + "\ndef run(x):\n    return _is_cuda or _fill(x)\n", fails=True),
    "one_of_two_under_no_guard": Case(
        HEAD + FILL + FILLED + "\ndef again(x):\n    return _fill(x)\n", ("work.run(1)", "work.again(1)"), fails=True
    ),
    "under_the_predicate": Case(HEAD + FILL + FILLED.replace("if _is_cuda", "if is_cuda()")),
    "under_another_predicate": Case(HEAD + FILL + FILLED.replace("if _is_cuda", "if is_hip()"), fails=True),
    "under_a_conjunction": Case(HEAD + FILL + FILLED.replace("if _is_cuda", "if x and _is_cuda")),
    "under_a_disjunction": Case(HEAD + FILL + FILLED.replace("if _is_cuda", "if _is_cuda or is_hip()"), fails=True),
    "under_a_local_of_the_name": Case(
        HEAD + FILL + "\ndef run(x):\n    _is_cuda = True\n    if _is_cuda:\n        return _fill(x)\n", fails=True
    ),
    "under_a_parameter": Case(
        HEAD + FILL + "\ndef run(x, _is_cuda=True):\n    if _is_cuda:\n        return _fill(x)\n", fails=True
    ),
    "whose_parameter_has_the_name_of_the_guard": Case(
        HEAD + FILL.replace("(x)", "(x, _is_cuda=False)") + FILLED, fails=True
    ),
    "which_binds_the_name_of_the_guard_itself": Case(
        HEAD + FILL.replace("(x):\n", "(x):\n    _is_cuda = x > 100\n") + FILLED, fails=True
    ),
    "whose_parameter_has_the_name_of_the_predicate": Case(
        HEAD + FILL.replace("(x)", "(x, is_cuda=lambda: False)").replace("if _is_cuda", "if is_cuda()") + FILLED,
        fails=True,
    ),
    "through_another": Case(
        HEAD + FILL + "\ndef _between(x):\n    return _fill(x)\n" + FILLED.replace("_fill", "_between")
    ),
    "through_another_under_no_guard": Case(
        HEAD + FILL + "\ndef _between(x):\n    return _fill(x)\n\ndef run(x):\n    return _between(x)\n", fails=True
    ),
    "through_a_public_one": Case(
        HEAD + FILL + "\ndef between(x):\n    return _fill(x)\n" + FILLED.replace("_fill", "between"),
        ("work.run(1)", "work.between(1)"),
        fails=True,
    ),
    "itself_again": Case(HEAD + FILL.replace("    if", "    if x:\n        return _fill(0)\n    if") + FILLED),
    # callers in another module
    "elsewhere_under_its_own_flag": Case(
        HEAD + FILL,
        ("other.run(1)",),
        others=other("from .work import _fill\n" + FILLED.replace("_is_cuda", "_on_cuda")),
    ),
    "elsewhere_under_a_flag_of_flags": Case(
        HEAD + FILL,
        ("other.run(1)",),
        others=other(
            "from .work import _fill\n\n_second = _on_cuda\n_third = _second\n_is_cuda = _third\n" + FILLED,
        ),
    ),
    "elsewhere_under_a_flag_of_flags_that_another_sets": Case(
        HEAD + FILL,
        ("other.run(1)",),
        fails=True,
        others=other(
            "from .work import _fill\n\n_second = is_hip()\n_third = _second\n_is_cuda = _third\n" + FILLED,
        ),
    ),
    "elsewhere_under_a_flag_that_is_set_from_itself": Case(
        HEAD + FILL,
        ("other.run(1)",),
        fails=True,
        others=other("from .work import _fill\n\nrange = range\n" + FILLED.replace("_is_cuda", "range")),
    ),
    "elsewhere_under_its_own_predicate": Case(
        HEAD + FILL,
        ("other.run(1)",),
        fails=True,
        others=other(
            "from .work import _fill\n\ndef is_ready():\n    return True\n" + FILLED.replace("_is_cuda", "is_ready()")
        ),
    ),
    "elsewhere_under_a_flag_that_a_function_sets_again": Case(
        HEAD + FILL,
        ("other.start() or other.run(1)",),
        fails=True,
        others=other(
            "from .work import _fill\n\ndef start():\n    global _on_cuda\n    _on_cuda = True\n"
            + FILLED.replace("_is_cuda", "_on_cuda")
        ),
    ),
    "elsewhere_under_a_predicate_of_another_name_here": Case(
        HEAD.replace("is_cuda, ", "is_cuda as on_cuda, ").replace("is_cuda()", "on_cuda()") + FILL,
        ("other.run(1)",),
        others=other("from .work import _fill\n" + FILLED.replace("_is_cuda", "is_cuda()")),
    ),
    "elsewhere_under_a_predicate_of_another_name_there": Case(
        HEAD + FILL,
        ("other.run(1)",),
        others={
            "other": "from .platforms import is_cuda as on_cuda\nfrom .work import _fill\n"
            + FILLED.replace("_is_cuda", "on_cuda()")
        },
    ),
    "elsewhere_under_a_predicate_of_another_name_in_between": Case(
        HEAD.replace(".platforms import is_cuda, is_hip", ".between import on_cuda as is_cuda") + FILL,
        ("other.run(1)",),
        others=other("from .work import _fill\n" + FILLED.replace("_is_cuda", "is_cuda()"))
        | {"between": "from .platforms import is_cuda as on_cuda\n"},
    ),
    "elsewhere_under_a_predicate_of_this_module": Case(
        HEAD + PREDICATE + FILL.replace("_is_cuda", "is_fast()"),
        ("other.run(1)",),
        others=other("from .work import _fill, is_fast\n" + FILLED.replace("_is_cuda", "is_fast()")),
    ),
    "elsewhere_under_a_predicate_of_this_module_and_another_name": Case(
        HEAD + PREDICATE + FILL.replace("_is_cuda", "is_fast()"),
        ("other.run(1)",),
        others=other("from .work import _fill, is_fast as is_quick\n" + FILLED.replace("_is_cuda", "is_quick()")),
    ),
    "elsewhere_under_one_of_its_own_that_is_named_as_one_of_this_module": Case(
        HEAD + PREDICATE + FILL.replace("_is_cuda", "is_fast()"),
        ("other.run(1)",),
        fails=True,
        others=other(
            "from .work import _fill\n"
            + PREDICATE.replace("_is_cuda", "True")
            + FILLED.replace("_is_cuda", "is_fast()")
        ),
    ),
    "elsewhere_under_a_predicate_whose_name_is_another_here": Case(
        HEAD.replace("is_cuda, is_hip", "is_hip as is_cuda") + FILL,
        ("other.run(1)",),
        fails=True,
        others=other("from .work import _fill\n" + FILLED.replace("_is_cuda", "is_cuda()")),
    ),
    "elsewhere_under_a_predicate_that_is_imported_as_another_here": Case(
        HEAD.replace("is_cuda, is_hip", "is_cuda as is_hip, is_hip as is_cuda") + FILL,
        ("other.run(1)",),
        fails=True,
        others=other("from .work import _fill\n" + FILLED.replace("_is_cuda", "is_cuda()")),
    ),
    "elsewhere_under_no_guard": Case(
        HEAD + FILL + FILLED,
        ("work.run(1)", "other.run(1)"),
        fails=True,
        others=other("from .work import _fill\n\ndef run(x):\n    return _fill(x)\n"),
    ),
    "elsewhere_under_another_flag": Case(
        HEAD + FILL,
        ("other.run(1)",),
        fails=True,
        others=other("from .work import _fill\n" + FILLED.replace("if _is_cuda", "if is_hip()")),
    ),
    "elsewhere_as_an_attribute": Case(
        HEAD + FILL + FILLED,
        ("work.run(1)", "other.run(1)"),
        fails=True,
        others=other("from . import work\n\ndef run(x):\n    return work._fill(x)\n"),
    ),
    "elsewhere_under_another_name": Case(
        HEAD + FILL + FILLED,
        ("work.run(1)", "other.run(1)"),
        fails=True,
        others=other("from .work import _fill as fill\n\ndef run(x):\n    return fill(x)\n"),
    ),
    "elsewhere_by_getattr": Case(
        HEAD + FILL + FILLED,
        ("work.run(1)", "other.run(1)"),
        fails=True,
        others=other('from . import work\n\ndef run(x):\n    return getattr(work, "_fill")(x)\n'),
    ),
    "elsewhere_another_of_the_name": Case(
        HEAD + FILL + FILLED,
        ("work.run(1)", "other.run(1)"),
        others=other("\ndef _fill(x):\n    return x\n\ndef run(x):\n    return _fill(x)\n"),
    ),
    "by_a_computed_name": Case(
        HEAD + FILL + FILLED + '\ndef again(x, kind="fill"):\n    return globals()[f"_{kind}"](x)\n',
        ("work.run(1)", "work.again(1)"),
        fails=True,
    ),
    "by_a_name_in_parts": Case(
        HEAD
        + FILL.replace("_fill", "_fill_now")
        + FILLED.replace("_fill", "_fill_now")
        + '\ndef again(x, kind="now"):\n    return globals()["_fill_" + kind](x)\n',
        ("work.run(1)", "work.again(1)"),
        fails=True,
    ),
    # what is no plain call
    "a_second_name": Case(HEAD + FILL + FILLED + "\nagain = _fill\n", ("work.run(1)", "work.again(1)"), fails=True),
    "in_a_table": Case(
        HEAD + FILL + FILLED + '\nTABLE = {"fill": _fill}\n', ("work.run(1)", 'work.TABLE["fill"](1)'), fails=True
    ),
    "handed_on": Case(
        HEAD + FILL + FILLED + "\ndef again(x):\n    return [*map(_fill, [x])]\n",
        ("work.run(1)", "work.again(1)"),
        fails=True,
    ),
    "registered": Case(
        HEAD
        + "\nTABLE = []\n\n\ndef register(function):\n    TABLE.append(function)\n    return function\n\n\n@register"
        + FILL
        + FILLED,
        ("work.run(1)", "work.TABLE[0](1)"),
        fails=True,
    ),
    "public": Case(
        HEAD + FILL.replace("_fill", "fill") + FILLED.replace("_fill", "fill"),
        ("work.run(1)", "work.fill(1)"),
        fails=True,
    ),
    "a_flag_that_changes": Case(
        HEAD
        + FILL
        + FILLED.replace("return _fill", "off()\n        return _fill")
        + "\ndef off():\n    global _is_cuda\n    _is_cuda = False\n",
        fails=True,
    ),
    # constants of the callers
    "all_constants_tested": Case(HEAD + CHOOSE + CHOSEN),
    "a_constant_that_is_not_tested": Case(HEAD + CHOOSE + CHOSEN.replace('"triton"', '"torch"'), fails=True),
    "by_keyword": Case(HEAD + CHOOSE + CHOSEN.replace('"triton"', 'backend="triton"')),
    "by_a_named_constant": Case(HEAD + 'NAME = "triton"\n' + CHOOSE + CHOSEN.replace('"triton"', "NAME")),
    "by_a_variable": Case(HEAD + CHOOSE + '\ndef run(x, name="torch"):\n    return _choose(x, name)\n', fails=True),
    "by_more_arguments": Case(
        HEAD + CHOOSE + "\ndef run(x, *more):\n    return _choose(x, *more)\n", ('work.run(1, "torch")',), fails=True
    ),
    "by_named_arguments": Case(
        HEAD + CHOOSE + "\ndef run(x, **more):\n    return _choose(x, **more)\n",
        ('work.run(1, backend="torch")',),
        fails=True,
    ),
    "by_keyword_with_others": Case(
        HEAD + CHOOSE.replace('"cuda")', '"cuda", **more)') + CHOSEN.replace('"triton"', 'backend="triton", more=1')
    ),
    "by_keyword_beside_one_of_the_name_of_what_is_left_unset": Case(
        HEAD + CHOOSE.replace('"cuda")', '"cuda", **more)') + CHOSEN.replace('"triton"', '"torch", y=1'), fails=True
    ),
    "by_keyword_of_the_name_of_a_flag": Case(
        HEAD + FILL.replace("(x)", "(x, **more)") + "\ndef run(x):\n    return _fill(x, _is_cuda=True)\n", fails=True
    ),
    "by_more_arguments_than_are_named": Case(
        HEAD + CHOOSE.replace('"cuda")', '"cuda", *more)') + CHOSEN.replace('"triton"', '"triton", "torch", 1')
    ),
    "by_the_last_of_more_arguments": Case(
        HEAD + CHOOSE.replace('"cuda")', '"cuda", *more)') + CHOSEN.replace('"triton"', '"torch", "triton"'),
        fails=True,
    ),
    "by_position_alone": Case(
        HEAD + CHOOSE.replace('"cuda")', '"cuda", /, **more)') + CHOSEN.replace('"triton"', '"triton", backend="torch"')
    ),
    "by_position_alone_beside_one_of_its_name": Case(
        HEAD
        + CHOOSE.replace('"cuda")', '"cuda", /, **more)')
        + CHOSEN.replace('"triton"', '"torch", backend="triton"'),
        fails=True,
    ),
    "by_the_name_of_all_the_others": Case(
        HEAD
        + CHOOSE.replace("backend=", "**backend").replace('**backend"cuda"', "**backend").replace('"triton"', "1")
        + "\ndef run(x):\n    return _choose(x, backend=1)\n",
        fails=True,
    ),
    "one_of_two_constants": Case(HEAD + CHOOSE + "\ndef run(x):\n    return _choose(x, 'cuda' if x else 'triton')\n"),
    "one_of_two_constants_that_is_not_tested": Case(
        HEAD + CHOOSE + "\ndef run(x):\n    return _choose(x, 'torch' if x else 'triton')\n", fails=True
    ),
    "by_a_local": Case(
        HEAD
        + CHOOSE
        + '\ndef run(x):\n    name = "cuda"\n    if x:\n        name = "triton"\n    return _choose(x, name)\n'
    ),
    "by_a_local_that_a_call_sets": Case(
        HEAD
        + CHOOSE
        + '\ndef run(x):\n    name = "cuda"\n    if x:\n        name = str(x)\n    return _choose(x, name)\n',
        fails=True,
    ),
    "by_a_local_that_a_loop_sets": Case(
        HEAD
        + CHOOSE
        + '\ndef run(x):\n    name = "cuda"\n    for name in ["torch"]:\n        pass\n    return _choose(x, name)\n',
        fails=True,
    ),
    "after_a_test_of_the_parameter": Case(
        HEAD
        + CHOOSE
        + '\ndef run(x, name):\n    if name not in ("cuda", "triton"):\n        raise ValueError(name)\n'
        + "    return _choose(x, name)\n",
        ('work.run(1, "cuda")', 'work.run(1, "torch")'),
    ),
    "after_a_test_of_a_parameter_that_changes": Case(
        HEAD
        + CHOOSE
        + '\ndef run(x, name):\n    if name not in ("cuda", "triton"):\n        raise ValueError(name)\n'
        + '    name += "!"\n    return _choose(x, name)\n',
        ('work.run(1, "cuda")',),
        fails=True,
    ),
    "under_the_other_value_of_a_test": Case(
        HEAD + CHOOSE + '\ndef run(x, name):\n    if name != "cuda":\n        return _choose(x, name)\n    return x\n',
        ('work.run(1, "torch")',),
        fails=True,
    ),
    "an_option_with_choices": Case(HEAD + "import argparse\n" + CHOOSE + PARSES, ('work.run(["--name", "triton"])',)),
    "an_option_with_more_choices": Case(
        HEAD + "import argparse\n" + CHOOSE + PARSES.replace('"triton"]', '"triton", "torch"]'),
        ('work.run(["--name", "torch"])',),
        fails=True,
    ),
    "an_option_without_its_default": Case(
        HEAD + "import argparse\n" + CHOOSE + PARSES.replace(', default="cuda"', ""), ("work.run([])",), fails=True
    ),
    "an_option_that_is_required": Case(
        HEAD + "import argparse\n" + CHOOSE + PARSES.replace('default="cuda"', "required=True"),
        ('work.run(["--name", "cuda"])',),
    ),
    "an_option_that_is_set_afterwards": Case(
        HEAD + "import argparse\n" + CHOOSE + PARSES.replace("    return", '    args.name = "torch"\n    return'),
        ("work.run([])",),
        fails=True,
    ),
    "an_option_that_is_read_twice": Case(
        HEAD + "import argparse\n" + CHOOSE + PARSES.replace("    return", "    len(args.name)\n    return"),
        ("work.run([])",),
    ),
    "an_option_beside_another_name": Case(
        HEAD + "import argparse\n" + CHOOSE + PARSES.replace("    return", "    size = len(words)\n    return"),
        ("work.run([])",),
    ),
    "an_option_of_a_name_that_is_bound_again": Case(
        HEAD + "import argparse\n" + OTHERS + CHOOSE + PARSES.replace("    return", "    args = Others()\n    return"),
        ("work.run([])",),
        fails=True,
    ),
    "an_attribute_of_what_nothing_parses": Case(
        HEAD + OTHERS + CHOOSE + "\ndef run():\n    args = Others()\n    return _choose(1, args.name)\n",
        ("work.run()",),
        fails=True,
    ),
    "another_option_with_choices": Case(
        HEAD
        + "import argparse\n"
        + CHOOSE
        + PARSES.replace("    args =", '    parser.add_argument("--other", default="torch")\n    args =').replace(
            "args.name", "args.other"
        ),
        ("work.run([])",),
        fails=True,
    ),
    "passed_on": Case(
        HEAD
        + CHOOSE
        + "\ndef _between(x, name):\n    return _choose(x, name)\n"
        + CHOSEN.replace("_choose(x)", '_between(x, "cuda")').replace('_choose(x, "', '_between(x, "')
    ),
    "passed_on_and_changed": Case(
        HEAD
        + CHOOSE
        + '\ndef _between(x, name):\n    name = name + "!"\n    return _choose(x, name)\n'
        + '\ndef run(x):\n    return _between(x, "cuda")\n',
        fails=True,
    ),
    "a_constant_elsewhere": Case(
        HEAD + CHOOSE + CHOSEN,
        ("work.run(1)", "other.run(1)"),
        fails=True,
        others=other('from .work import _choose\n\ndef run(x):\n    return _choose(x, "torch")\n'),
    ),
    "constants_with_their_guards": Case(
        HEAD
        + CHOOSE.replace("    return y", "    if backend == 'torch' and _is_cuda:\n        y = 0\n    return y")
        + '\ndef run(x):\n    return _choose(x, "torch") if _is_cuda else _choose(x, "cuda")\n'
    ),
    "constants_with_the_wrong_guards": Case(
        HEAD
        + CHOOSE.replace("    return y", "    if backend == 'torch' and _is_cuda:\n        y = 0\n    return y")
        + '\ndef run(x):\n    return _choose(x, "cuda") if _is_cuda else _choose(x, "torch")\n',
        fails=True,
    ),
    "a_member_of_an_enum": Case(HEAD + KINDS + MEMBERS + "\n\ndef run(x):\n    return _choose(x, Backend.CUDA)\n"),
    "another_member_of_an_enum": Case(
        HEAD + KINDS + MEMBERS + "\n\ndef run(x):\n    return _choose(x, Backend.TORCH)\n", fails=True
    ),
    "a_member_elsewhere_under_another_name": Case(
        HEAD + "from .kinds import Backend\n" + MEMBERS,
        ("other.run(1)",),
        others=other(
            "from .kinds import Backend as Kind\nfrom .work import _choose\n\n\n"
            "def run(x):\n    return _choose(x, Kind.TRITON)\n"
        )
        | {"kinds": KINDS},
    ),
    "a_declared_value_passed_on": Case(
        HEAD + LITERAL + CHOOSE + "\ndef run(x, name: Backend):\n    return _choose(x, name)\n",
        ('work.run(1, "cuda")', 'work.run(1, "triton")'),
    ),
    "a_wider_declared_value_passed_on": Case(
        HEAD
        + LITERAL.replace("]", ', "torch"]')
        + CHOOSE
        + "\ndef run(x, name: Backend):\n    return _choose(x, name)\n",
        ('work.run(1, "torch")',),
        fails=True,
    ),
    "a_declared_value_that_changes": Case(
        HEAD + LITERAL + CHOOSE + "\ndef run(x, name: Backend):\n    name += '!'\n    return _choose(x, name)\n",
        ('work.run(1, "cuda")',),
        fails=True,
    ),
    # through other functions and modules
    "passed_on_elsewhere": Case(
        HEAD + CHOOSE,
        ("other.run(1)",),
        others=other(
            "from .work import _choose\n\n\ndef _between(x, name):\n    return _choose(x, name)\n\n\n"
            'def run(x):\n    return _between(x, "triton")\n'
        ),
    ),
    "another_passed_on_elsewhere": Case(
        HEAD + CHOOSE,
        ("other.run(1)",),
        fails=True,
        others=other(
            "from .work import _choose\n\n\ndef _between(x, name):\n    return _choose(x, name)\n\n\n"
            'def run(x):\n    return _between(x, "torch")\n'
        ),
    ),
    "through_another_elsewhere": Case(
        HEAD + FILL,
        ("other.run(1)",),
        others=other(
            "from .work import _fill\n\n\ndef _between(x):\n    return _fill(x)\n"
            + FILLED.replace("_fill", "_between").replace("_is_cuda", "_on_cuda")
        ),
    ),
    "passed_on_by_a_lambda": Case(
        HEAD
        + LITERAL
        + CHOOSE
        + "\ndef run(x, name: Backend):\n    return (lambda name: _choose(x, name))(name + '!')\n",
        ('work.run(1, "cuda")',),
        fails=True,
    ),
    # fields that a type closes
    "a_field_elsewhere": Case(
        HEAD + "from .kinds import Config\n" + FIELD.replace("run(x)", "run(x, config: Config)"),
        ('work.run(1, kinds.Config("cuda"))', 'work.run(1, kinds.Config("triton"))'),
        others={"kinds": CONFIG},
    ),
    "a_wider_field_elsewhere": Case(
        HEAD + "from .kinds import Config\n" + FIELD.replace("run(x)", "run(x, config: Config)"),
        ('work.run(1, kinds.Config("torch"))',),
        fails=True,
        others={"kinds": CONFIG.replace('"triton"]', '"triton", "torch"]')},
    ),
    "a_field_of_an_attribute": Case(
        HEAD + "from .kinds import Config\n" + KEEPS + indented(FIELD, "self.config"),
        ('work.Keeps(kinds.Config("triton")).run(1)',),
        others={"kinds": CONFIG},
    ),
    "a_field_of_an_attribute_that_is_set_again": Case(
        HEAD
        + "from .kinds import Config\n"
        + KEEPS
        + indented(FIELD, "self.config")
        + '\n    def change(self):\n        self.config = Config("torch")\n        return self\n',
        ('work.Keeps(kinds.Config("triton")).change().run(1)',),
        fails=True,
        others={"kinds": CONFIG},
    ),
    "a_field_of_another_parameter": Case(
        HEAD + "from .kinds import Config\n" + FIELD.replace("run(x)", "run(x, config, other: Config)"),
        ('work.run(1, kinds.Config("torch"), None)',),
        fails=True,
        others={"kinds": CONFIG},
    ),
    "a_field_of_a_parameter_that_is_bound_again": Case(
        HEAD
        + "from .kinds import Config\n"
        + FIELD.replace("run(x):", 'run(x, config: Config):\n    config = Config("torch")'),
        ('work.run(1, kinds.Config("cuda"))',),
        fails=True,
        others={"kinds": CONFIG},
    ),
    "a_field_of_a_parameter_that_a_loop_binds_again": Case(
        HEAD
        + "from .kinds import Config\n"
        + FIELD.replace("run(x):", "run(x, config: Config, more=()):\n    for config in more:\n        pass"),
        ('work.run(1, kinds.Config("cuda"), [kinds.Config("torch")])',),
        fails=True,
        others={"kinds": CONFIG},
    ),
    "a_field_while_another_one_is_set": Case(
        HEAD
        + "from .kinds import Config\n"
        + FIELD.replace("run(x):", "run(x, config: Config):\n    config.name = str(x)"),
        ('work.run(1, kinds.Config("triton"))',),
        others={"kinds": CONFIG},
    ),
    "a_field_while_the_parameter_is_deleted_afterwards": Case(
        HEAD
        + "from .kinds import Config\n"
        + FIELD.replace("run(x)", "run(x, config: Config)").replace("    return y", "    del config\n    return y"),
        ('work.run(1, kinds.Config("torch"))',),
        fails=True,
        others={"kinds": CONFIG.replace('"triton"]', '"triton", "torch"]')},
    ),
    "an_attribute_from_a_closed_parameter": Case(
        HEAD
        + LITERAL
        + KEEPS.replace("config: Config", "backend: Backend").replace("config", "backend")
        + indented(FIELD, "self"),
        ('work.Keeps("triton").run(1)',),
    ),
    # methods and constructors in other spellings
    "by_super": Case(
        HEAD + WORKS + "\n\nclass Sub(Work):\n    def again(self, x):\n        return super()._fill(x)\n",
        ("work.Sub().again(1)",),
        fails=True,
    ),
    "by_super_under_the_guard": Case(
        HEAD
        + WORKS
        + "\n\nclass Sub(Work):\n    def again(self, x):\n        return super()._fill(x) if is_cuda() else x\n",
        ("work.Sub().again(1)",),
    ),
    "on_what_a_call_returns": Case(HEAD + WORKS + "\n\ndef run(x):\n    return Work()._fill(x)\n", fails=True),
    "on_an_item": Case(HEAD + WORKS + "\n\ndef run(x):\n    return [Work()][0]._fill(x)\n", fails=True),
    "refused_by_super_with_its_class": Case(
        HEAD
        + REFUSING
        + "\nclass Work(Base):\n    def __init__(self):\n        super(Work, self).__init__()\n"
        + METHOD,
        ("work.Work().fill(1)",),
    ),
    "refused_by_the_base_by_name": Case(
        HEAD + REFUSING + "\nclass Work(Base):\n    def __init__(self):\n        Base.__init__(self)\n" + METHOD,
        ("work.Work().fill(1)",),
    ),
    "refused_after_the_base_has_run_the_method": Case(
        HEAD
        + "\nclass Early:\n    def __init__(self):\n        self.fill(1)\n"
        + REFUSING.replace("class Base", "class Work(Early)").replace(
            "        if", "        super().__init__()\n        if"
        )
        + METHOD,
        ("work.Work()",),
        fails=True,
    ),
    "refused_after_it_was_made": Case(
        HEAD
        + "from dataclasses import dataclass\n\n\n@dataclass"
        + REFUSING.replace("__init__", "__post_init__")
        + METHOD,
        ("work.Base().fill(1)",),
    ),
    "not_refused_by_a_constructor_of_a_dataclass": Case(
        HEAD
        + "from dataclasses import dataclass\n"
        + REFUSING
        + METHOD
        + "\n\n@dataclass\nclass Work(Base):\n    size: int = 1\n",
        ("work.Base().fill(1)", "work.Work().fill(1)"),
        fails=True,
    ),
    "a_subclass_of_one_that_refuses_after_it_was_made": refused_once_made(
        "@dataclass\nclass Work(Base):\n    size: int = 1\n"
    ),
    "a_plain_subclass_of_one_that_refuses_after_it_was_made": refused_once_made(
        'class Work(Base):\n    name = "work"\n'
    ),
    "a_subclass_does_something_else_after_it_was_made": refused_once_made(
        "@dataclass\nclass Work(Base):\n    def __post_init__(self):\n        pass\n", fails=True
    ),
    "a_subclass_of_one_that_refuses_after_it_was_made_has_a_constructor": refused_once_made(
        "class Work(Base):\n    def __init__(self):\n        pass\n", fails=True
    ),
    "a_subclass_elsewhere_does_something_else_after_it_was_made": refused_once_made(
        "class Work(Base):\n    pass\n",
        "from dataclasses import dataclass\nfrom .work import Base\n\n\n"
        "@dataclass\nclass Other(Base):\n    def __post_init__(self):\n        pass\n",
        fails=True,
    ),
    "a_subclass_of_a_subclass_does_not_call_super": Case(
        HEAD
        + REFUSING
        + METHOD
        + "\n\nclass Sub(Base):\n    pass\n\n\nclass Work(Sub):\n    def __init__(self):\n        pass\n",
        ("work.Work().fill(1)",),
        fails=True,
    ),
    # helpers of other modules
    "after_a_helper_that_never_returns": Case(
        HEAD + HELPERS + FILL + "\ndef run(x):\n    if not _is_cuda:\n        fail()\n    return _fill(x)\n",
        others=HELPING,
    ),
    "after_a_helper_that_returns": Case(
        HEAD + HELPERS + FILL + "\ndef run(x):\n    if not _is_cuda:\n        warn()\n    return _fill(x)\n",
        fails=True,
        others=HELPING,
    ),
    "after_a_helper_that_checks": Case(
        HEAD + HELPERS + FILL + "\ndef run(x):\n    require_cuda()\n    return _fill(x)\n", others=HELPING
    ),
    "after_a_helper_that_checks_perhaps": Case(
        HEAD + HELPERS + FILL + "\ndef run(x):\n    check_perhaps()\n    return _fill(x)\n", fails=True, others=HELPING
    ),
    "after_a_parameter_of_the_name_of_a_helper_that_checks": Case(
        HEAD + HELPERS + FILL + "\ndef run(x, require_cuda=int):\n    require_cuda()\n    return _fill(x)\n",
        fails=True,
        others=HELPING,
    ),
    "before_a_helper_that_checks": Case(
        HEAD + HELPERS + FILL + "\ndef run(x):\n    y = _fill(x)\n    require_cuda()\n    return y\n",
        fails=True,
        others=HELPING,
    ),
    "a_helper_that_checks_at_the_start": Case(
        HEAD + HELPERS + FILL.replace("_fill", "run").replace("    if", "    require_cuda()\n    if", 1), others=HELPING
    ),
    "a_helper_that_checks_too_late": Case(
        HEAD + HELPERS + FILL.replace("_fill", "run").replace("return y", "z = y\n    require_cuda()\n    return z"),
        fails=True,
        others=HELPING,
    ),
    "a_constructor_that_calls_a_helper": Case(
        HEAD + HELPERS + "\nclass Base:\n    def __init__(self):\n        require_cuda()\n" + METHOD,
        ("work.Base().fill(1)",),
        others=HELPING,
    ),
    "a_constructor_that_fails_by_a_helper": Case(
        HEAD + HELPERS + REFUSING.replace('raise NotImplementedError("CUDA only")', "fail()") + METHOD,
        ("work.Base().fill(1)",),
        others=HELPING,
    ),
    # a flag and what it holds
    "the_flag_and_its_predicate": Case(
        HEAD + "\ndef run(x):\n    if not is_cuda():\n        return x\n    if _is_cuda:\n        y = x\n    return y\n"
    ),
    "two_flags_of_one_predicate": Case(
        HEAD
        + "from .other import _on_cuda\n"
        + "\ndef run(x):\n    if not _on_cuda:\n        return x\n    if _is_cuda:\n        y = x\n    return y\n",
        others=other(""),
    ),
    "the_flag_and_another_predicate": Case(
        HEAD + "\ndef run(x):\n    if not is_hip():\n        return x\n    if _is_cuda:\n        y = x\n    return y\n",
        fails=True,
    ),
    "the_flag_under_a_local_name": flagged("known = _is_cuda\nif known:\n    y = x\n"),
    "the_flag_under_a_local_name_in_the_test": flagged("if known := _is_cuda:\n    y = x\n"),
    "the_flag_under_a_local_name_in_a_part_of_the_test": flagged("if is_hip() or (known := _is_cuda):\n    y = x\n"),
    "the_flag_that_an_inner_function_returns": flagged("def known():\n    return _is_cuda\n\nif known():\n    y = x\n"),
    "the_flag_negated": flagged("if not _is_cuda:\n    pass\nelse:\n    y = x\n"),
    "the_flag_in_a_conditional_expression": flagged("known = 1 if _is_cuda else 0\nif known:\n    y = x\n"),
    "the_flag_among_others": flagged("if is_hip() or _is_cuda:\n    y = x\n"),
    "a_flag_that_says_more_than_is_known_here": Case(
        HEAD + "from .other import NEW\n\ndef run(x):\n    if is_cuda():\n        y = x\n    return y if NEW else x\n",
        others=other("\ndef is_new():\n    return True\n\nNEW = is_cuda() and is_new()\n"),
    ),
    "a_flag_that_says_less_than_is_asked": Case(
        HEAD + "from .other import NEW\n\ndef run(x):\n    if is_cuda():\n        y = x\n    return x if NEW else y\n",
        fails=True,
        others=other("\ndef is_new():\n    return False\n\nNEW = is_cuda() or is_new()\n"),
    ),
    "a_flag_that_another_module_sets": Case(
        HEAD
        + "\ndef run(x):\n    if not is_cuda():\n        return x\n    if _is_cuda:\n        y = x\n    return y\n",
        ("other.turn_off() or work.run(1)",),
        fails=True,
        others={"other": "from . import work\n\ndef turn_off():\n    work._is_cuda = False\n"},
    ),
    "the_flag_in_an_assertion": refused("assert _is_cuda\n"),
    "the_flag_of_a_loop": refused("while not _is_cuda:\n    return x\n"),
    "the_flag_in_a_comprehension": Case(
        HEAD + "\ndef run(x):\n    if is_cuda():\n        y = x\n    return [y for _ in (x,) if _is_cuda]\n"
    ),
    "the_flag_in_a_part_of_what_is_returned": Case(
        HEAD + "\ndef run(x):\n    if is_cuda():\n        y = x\n    return _is_cuda and y\n"
    ),
    "a_local_name_that_is_set_again": flagged("known = _is_cuda\nknown = is_hip()\nif known:\n    y = x\n", fails=True),
    "a_local_name_that_is_only_declared": flagged("known: bool\nif is_hip() and _is_cuda:\n    y = x\n", fails=True),
    "the_flag_changes": Case(
        HEAD
        + "\ndef run(x):\n    if not is_cuda():\n        return x\n    off()\n"
        + "    if _is_cuda:\n        y = x\n    return y\n"
        + "\ndef off():\n    global _is_cuda\n    _is_cuda = False\n",
        fails=True,
    ),
    # types of other modules
    "a_literal_elsewhere": Case(
        HEAD + "from .other import Backend\n" + CLOSED,
        ('work.run(1, "cuda")', 'work.run(1, "triton")'),
        others=other('from typing import Literal\n\nBackend = Literal["cuda", "triton"]\n'),
    ),
    "a_wider_literal_elsewhere": Case(
        HEAD + "from .other import Backend\n" + CLOSED,
        ('work.run(1, "cuda")', 'work.run(1, "torch")'),
        fails=True,
        others=other('from typing import Literal\n\nBackend = Literal["cuda", "triton", "torch"]\n'),
    ),
    "an_enum_elsewhere": Case(
        HEAD + "from .other import Backend\n" + ENUM,
        ("work.run(1, other.Backend.CUDA)", "work.run(1, other.Backend.TRITON)"),
        others=other('from enum import Enum\n\n\nclass Backend(Enum):\n    CUDA = "cuda"\n    TRITON = "triton"\n'),
    ),
    "a_wider_enum_elsewhere": Case(
        HEAD + "from .other import Backend\n" + ENUM,
        ("work.run(1, other.Backend.TORCH)",),
        fails=True,
        others=other("from enum import Enum\n\n\nclass Backend(Enum):\n    CUDA = 1\n    TRITON = 2\n    TORCH = 3\n"),
    ),
    "an_enum_elsewhere_that_a_decorator_widens": Case(
        HEAD + "from .other import Backend\n" + ENUM,
        ("work.run(1, other.Backend.TORCH)",),
        fails=True,
        others=other(
            'from enum import Enum\n\n\ndef widened(cls):\n    return Enum("Backend", "CUDA TRITON TORCH")\n\n\n'
            "@widened\nclass Backend(Enum):\n    CUDA = 1\n    TRITON = 2\n"
        ),
    ),
    "a_second_name_of_a_literal_elsewhere": Case(
        HEAD + "from .other import Backend\n" + BETWEEN,
        ('work.run(1, "torch")',),
        fails=True,
        others=other(LITERAL.replace("Backend", "Own").replace('"]', '", "torch"]') + "Backend = Own\n"),
    ),
    "an_enum_elsewhere_whose_members_combine": Case(
        HEAD
        + "from .other import Backend\n"
        + ENUM.replace("run(x, backend: Backend)", "_choose(x, backend)")
        + BETWEEN.removeprefix(CHOOSE),
        ("work.run(1, other.Backend.CUDA | other.Backend.TRITON)",),
        fails=True,
        others=other(
            "from enum import Enum, Flag\n\n\nclass Way(Flag):\n    pass\n\n\n"
            "class Backend(Way, Enum):\n    CUDA = 1\n    TRITON = 2\n"
        ),
    ),
    "an_enum_or_a_literal_elsewhere": Case(
        HEAD + "from typing import Union\n\nfrom .other import Backend, Name\n" + EITHER,
        ("work.run(1, other.Backend.CUDA)", "work.run(1, other.Backend.TRITON)", 'work.run(1, "torch")'),
        others=other(TYPES),
    ),
    "an_enum_or_a_wider_literal_elsewhere": Case(
        HEAD + "from typing import Union\n\nfrom .other import Backend, Name\n" + EITHER,
        ('work.run(1, "jax")',),
        fails=True,
        others=other(TYPES.replace('["torch"]', '["torch", "jax"]')),
    ),
    "one_of_two_enums_elsewhere": Case(
        HEAD
        + "from typing import Union\n\nfrom .other import Backend, Other\n"
        + EITHER.replace("Name", "Other").replace('== "torch"', "is Other.TORCH"),
        ("work.run(1, other.Backend.CUDA)", "work.run(1, other.Backend.TRITON)", "work.run(1, other.Other.TORCH)"),
        others=other(TYPES),
    ),
    "one_of_two_enums_elsewhere_that_have_other_names_here": Case(
        HEAD
        + "from typing import Union\n\nfrom .other import Backend as Way, Other as Name\n"
        + EITHER.replace("Backend", "Way").replace('== "torch"', "is Name.TORCH"),
        ("work.run(1, other.Backend.CUDA)", "work.run(1, other.Backend.TRITON)", "work.run(1, other.Other.TORCH)"),
        others=other(TYPES),
    ),
    # constructors
    "refused": Case(HEAD + REFUSING + METHOD, ("work.Base().fill(1)",)),
    "not_refused": Case(HEAD + REFUSING.replace("raise ", "") + METHOD, ("work.Base().fill(1)",), fails=True),
    "refused_on_another": Case(
        HEAD + REFUSING.replace("_is_cuda", "is_hip()") + METHOD, ("work.Base().fill(1)",), fails=True
    ),
    "refused_by_an_assertion": Case(
        HEAD + "\nclass Base:\n    def __init__(self):\n        assert is_cuda()\n" + METHOD, ("work.Base().fill(1)",)
    ),
    "refused_by_a_base": Case(HEAD + REFUSING + "\nclass Work(Base):" + METHOD, ("work.Work().fill(1)",)),
    "refused_by_a_base_elsewhere": Case(
        HEAD + "from .other import Base\n\n\nclass Work(Base):" + METHOD,
        ("work.Work().fill(1)",),
        others=other(REFUSING.replace("_is_cuda", "_on_cuda")),
    ),
    "refused_by_super": Case(
        HEAD
        + "from .other import Base\n\n\nclass Work(Base):\n    def __init__(self):\n        super().__init__()\n"
        + METHOD,
        ("work.Work().fill(1)",),
        others=other(REFUSING.replace("_is_cuda", "_on_cuda")),
    ),
    "super_is_not_called": Case(
        HEAD + "from .other import Base\n\n\nclass Work(Base):\n    def __init__(self):\n        pass\n" + METHOD,
        ("work.Work().fill(1)",),
        fails=True,
        others=other(REFUSING.replace("_is_cuda", "_on_cuda")),
    ),
    "a_subclass_does_not_call_super": Case(
        HEAD + REFUSING + METHOD,
        ("work.Base().fill(1)", "other.Work().fill(1)"),
        fails=True,
        others=other("from .work import Base\n\n\nclass Work(Base):\n    def __init__(self):\n        pass\n"),
    ),
    "refused_too_late": Case(
        HEAD + REFUSING.replace("        if not", "        self.fill(1)\n        if not") + METHOD,
        ("work.Base()",),
        fails=True,
    ),
    "refused_perhaps": Case(
        HEAD
        + REFUSING.replace("(self)", "(self, quick=True)").replace(
            "        if not", "        if quick:\n            return\n        if not"
        )
        + METHOD,
        ("work.Base().fill(1)",),
        fails=True,
    ),
    "made_without_its_constructor": Case(
        HEAD + REFUSING + METHOD + "\n\ndef make():\n    return Base.__new__(Base)\n",
        ("work.Base().fill(1)", "work.make().fill(1)"),
        fails=True,
    ),
    "a_static_method": Case(
        HEAD + REFUSING + METHOD.replace("    def fill(self, x)", "    @staticmethod\n    def fill(x)"),
        ("work.Base.fill(1)",),
        fails=True,
    ),
    # classes that are private
    "made_under_the_guard": Case(
        HEAD + "\nclass _Work:" + METHOD + "\n\ndef run(x):\n    return _Work().fill(x) if _is_cuda else x\n"
    ),
    "made_under_no_guard": Case(
        HEAD + "\nclass _Work:" + METHOD + "\n\ndef run(x):\n    return _Work().fill(x)\n", fails=True
    ),
    "made_under_the_guard_and_elsewhere_under_none": Case(
        HEAD + "\nclass _Work:" + METHOD + "\n\ndef run(x):\n    return _Work().fill(x) if _is_cuda else x\n",
        ("work.run(1)", "other.run(1)"),
        fails=True,
        others=other("from .work import _Work\n\n\ndef run(x):\n    return _Work().fill(x)\n"),
    ),
    "made_by_a_private_function_under_the_guard": Case(
        HEAD
        + "\nclass _Work:"
        + METHOD
        + "\n\ndef _make():\n    return _Work()\n"
        + "\n\ndef run(x):\n    if is_cuda():\n        return _make().fill(x)\n    return x\n"
    ),
    "made_under_the_guard_and_elsewhere_under_another_name": Case(
        HEAD + "\nclass _Work:" + METHOD + "\n\ndef run(x):\n    return _Work().fill(x) if _is_cuda else x\n",
        ("work.run(1)", "other.run(1)"),
        fails=True,
        others=other("from .work import _Work as Work\n\n\ndef run(x):\n    return Work().fill(x)\n"),
    ),
    "made_under_the_guard_and_elsewhere_by_getattr": Case(
        HEAD + "\nclass _Work:" + METHOD + "\n\ndef run(x):\n    return _Work().fill(x) if _is_cuda else x\n",
        ("work.run(1)", "other.run(1)"),
        fails=True,
        others=other('from . import work\n\n\ndef run(x):\n    return getattr(work, "_Work")().fill(x)\n'),
    ),
    "made_by_a_subclass": Case(
        HEAD
        + "\nclass _Work:"
        + METHOD
        + "\n\nclass Sub(_Work):\n    pass\n\n\ndef run(x):\n    return _Work().fill(x) if _is_cuda else x\n",
        ("work.run(1)", "work.Sub().fill(1)"),
        fails=True,
    ),
    "made_by_its_own_class_method": Case(
        HEAD
        + "\nclass _Work:\n    @classmethod\n    def make(cls):\n        return cls()\n"
        + METHOD
        + "\n\ndef run(x):\n    return _Work().fill(x) if _is_cuda else _Work.make().fill(x)\n",
        fails=True,
    ),
    "made_by_a_decorator": Case(
        HEAD
        + "\nTABLE = []\n\n\n@TABLE.append\nclass _Work:"
        + METHOD
        + "\n\ndef run(x):\n    return TABLE[0]().fill(x)\n"
        + "\n\ndef again(x):\n    return _Work().fill(x) if _is_cuda else x\n",
        fails=True,
    ),
    "made_of_a_class_inside_another": Case(
        HEAD
        + "\nclass Outer:\n    class _Work:"
        + METHOD.replace("\n", "\n    ")
        + "\n\nclass _Work:\n    pass\n"
        + "\n\ndef run(x):\n    return getattr(Outer, '_' + 'Work')().fill(x)\n"
        + "\n\ndef again(x):\n    return _Work() if _is_cuda else x\n",
        fails=True,
    ),
    "made_of_a_class_that_is_bound_again": Case(
        HEAD
        + "\nTABLE = []\n\n\nclass _Work(*TABLE):"
        + METHOD
        + "\n\nTABLE = [*object.__subclasses__()[-1:]]\n\n\nclass _Work:\n    pass\n"
        + "\n\ndef run(x):\n    return TABLE[0]().fill(x)\n"
        + "\n\ndef again(x):\n    return _Work() if _is_cuda else x\n",
        fails=True,
    ),
    "made_by_a_second_name": Case(
        HEAD
        + "\nclass _Work:"
        + METHOD
        + "\n\nAgain = _Work\n\n\ndef run(x):\n    return _Work().fill(x) if _is_cuda else x\n",
        ("work.run(1)", "work.Again().fill(1)"),
        fails=True,
    ),
    # what a constructor runs before it refuses
    **{
        f"refused_after_a_base_that_{name}": after_the_base(base, fails=fails)
        for name, base, fails in (
            ("starts", STARTS, True),
            ("starts_by_a_function", STARTS.replace("self.start()", "start(self)") + START, True),
            ("starts_by_a_keyword", STARTS.replace("self.start()", "start(made=self)") + START, True),
            ("starts_another", STARTS.replace("self.start()", "start(made=1)") + START, False),
            ("only_stores", STARTS.replace("self.start()", "self.size = 1"), False),
            ("has_no_constructor", "\nclass Base:\n    pass\n", False),
            ("is_not_known", "\nfrom json import JSONEncoder as Base\n", False),
            ("inherits_what_starts", STARTS.replace("Base", "First") + "\n\nclass Base(First):\n    pass\n", True),
            (
                "calls_what_starts",
                STARTS.replace("Base", "First")
                + "\n\nclass Base(First):\n    def __init__(self):\n        super().__init__()\n",
                True,
            ),
            (
                "does_not_call_what_starts",
                STARTS.replace("Base", "First") + "\n\nclass Base(First):\n    def __init__(self):\n        pass\n",
                False,
            ),
        )
    },
    "refused_before_a_base_that_starts": after_the_base(
        STARTS,
        AFTER_THE_BASE.replace("        super().__init__()\n", "").replace(
            "\n    def start", "        super().__init__()\n\n    def start"
        ),
    ),
    "refused_after_a_value_and_before_a_base_that_starts": after_the_base(
        STARTS,
        AFTER_THE_BASE.replace("super().__init__()", "self.size = 1").replace(
            "\n    def start", "        super().__init__()\n\n    def start"
        ),
    ),
    "refused_in_place_of_a_base_that_starts": after_the_base(
        STARTS, AFTER_THE_BASE.replace("super().__init__()", "self.size = 1")
    ),
    # what the body of a class stores
    **{
        f"an_attribute_in_the_body_{name}": in_the_body(text, call, fails=fails)
        for name, text, call, fails in (
            ("that_stays", "", "work.Work()", False),
            ("that_a_function_sets", MADE, "other.make()", True),
            (
                "that_a_function_sets_by_name",
                MADE.replace("made.fast = True", 'setattr(made, "fast", True)'),
                "other.make()",
                True,
            ),
            (
                "that_another_class_sets",
                "class Other:\n" + indent(MADE.replace("()", "(self)", 1), "    "),
                "other.Other().make()",
                True,
            ),
            ("that_another_class_has", "class Other:\n    fast = True\n", "work.Work()", False),
            (
                "that_another_class_sets_of_itself",
                "class Other:\n    def f(self):\n        self.fast = True\n",
                "work.Work()",
                False,
            ),
            ("that_a_class_below_has", "class Below(Work):\n    fast = True\n", "other.Below()", True),
            (
                "that_a_class_below_sets",
                "class Below(Work):\n    def __init__(self):\n        self.fast = True\n",
                "other.Below()",
                True,
            ),
            (
                "that_a_class_below_sets_of_another",
                "class Below(Work):\n    def f(self, other):\n        other.fast = True\n        return other\n",
                "other.Below().f(work.Work())",
                True,
            ),
            (
                "that_a_class_beside_it_sets",
                "class Mixin:\n    def f(self):\n        self.fast = True\n        return self\n" + BOTH,
                "other.Both().f()",
                True,
            ),
            (
                "that_a_class_beside_it_has",
                "class Mixin:\n    fast = True\n" + BOTH,
                "other.Both()",
                True,
            ),
        )
    },
    # what a constructor stores
    "an_attribute_that_stays": Case(HEAD + FAST, ("work.Work(True).run(1)", "work.Work(False).run(1)")),
    "an_attribute_that_others_set": Case(
        HEAD + FAST.replace("return self._run_fast(x)", "self.fast = False\n            return self._run_fast(x)"),
        ("work.Work(True).run(1)",),
        fails=True,
    ),
    "an_attribute_that_implies": Case(HEAD + IMPLIED, ("work.Work(True).run(1)", "work.Work(False).run(1)")),
    "an_attribute_that_implies_less": Case(
        HEAD
        + IMPLIED.replace("(_is_cuda or is_hip())", "(_is_cuda or is_hip() or x)").replace(
            "wanted)", "wanted, x=True)"
        ),
        ("work.Work(True).run(1)",),
        fails=True,
    ),
    "an_attribute_that_is_set_from_outside": Case(
        HEAD + IMPLIED,
        ("other.make().run(1)",),
        fails=True,
        others=other(
            "from .work import Work\n\n\ndef make():\n    work = Work(True)\n    work.fast = True\n    return work\n"
        ),
    ),
    "an_attribute_by_setattr": Case(
        HEAD + IMPLIED,
        ("other.make().run(1)",),
        fails=True,
        others=other(
            "from .work import Work\n\n\ndef make():\n    work = Work(True)\n"
            '    setattr(work, "fast", True)\n    return work\n'
        ),
    ),
    "an_attribute_that_a_subclass_turns_off": Case(
        HEAD + IMPLIED,
        ("work.Work(True).run(1)", "other.Slow(True).run(1)"),
        others=other(
            "from .work import Work\n\n\nclass Slow(Work):\n    def __init__(self, wanted):\n"
            "        super().__init__(wanted)\n        self.fast = False\n"
        ),
    ),
    "an_attribute_that_a_subclass_turns_on": Case(
        HEAD + IMPLIED,
        ("work.Work(True).run(1)", "other.Fast(True).run(1)"),
        fails=True,
        others=other(
            "from .work import Work\n\n\nclass Fast(Work):\n    def __init__(self, wanted):\n"
            "        super().__init__(wanted)\n        self.fast = True\n"
        ),
    ),
    "an_attribute_among_all": Case(
        HEAD + IMPLIED + "\n    def set(self, **values):\n        for name, value in values.items():\n"
        "            setattr(self, name, value)\n        return self\n",
        ("work.Work(True).set(fast=True).run(1)",),
        fails=True,
    ),
    "under_a_setting_that_changes": Case(
        HEAD
        + "from .other import settings\n\n\ndef _fill(x):\n    if settings.use_cuda:\n        y = x\n    return y\n"
        "\ndef run(x):\n    if settings.use_cuda:\n        settings.use_cuda = False\n        return _fill(x)\n",
        others=other("\n\nclass settings:\n    use_cuda = True\n"),
        fails=True,
    ),
    "an_attribute_of_another_class": Case(
        HEAD + IMPLIED,
        ("work.Work(True).run(1)",),
        others=other("\n\nclass Other:\n    def __init__(self):\n        self.fast = True\n"),
    ),
    # methods
    "a_private_method": Case(
        HEAD
        + "\nclass Work:\n    def run(self, x):\n        return self._fill(x) if _is_cuda else x\n"
        + METHOD.replace("fill", "_fill"),
        ("work.Work().run(1)",),
    ),
    "a_private_method_of_a_subclass_too": Case(
        HEAD
        + "\nclass Work:\n    def run(self, x):\n        return self._fill(x) if _is_cuda else x\n"
        + METHOD.replace("fill", "_fill"),
        ("work.Work().run(1)", "other.Sub().again(1)"),
        fails=True,
        others=other(
            "from .work import Work\n\n\nclass Sub(Work):\n    def again(self, x):\n        return self._fill(x)\n"
        ),
    ),
    "a_private_method_of_another_class": Case(
        HEAD
        + "\nclass Work:\n    def run(self, x):\n        return self._fill(x) if _is_cuda else x\n"
        + METHOD.replace("fill", "_fill"),
        ("work.Work().run(1)", "other.Sub().again(1)"),
        others=other(
            "\n\nclass Sub:\n    def again(self, x):\n        return self._fill(x)\n\n"
            "    def _fill(self, x):\n        return x\n"
        ),
    ),
}


class TestCases(PackageCases):
    cases = CASES


@pytest.mark.parametrize(("count", "names"), [(40, set()), (41, {"y"})])
def test_forty_places_that_make_objects_are_looked_at_and_no_more(tmp_path: Path, count: int, names: set[str]) -> None:
    made = "        x = _Work().fill(x)\n" * count
    text = f"{HEAD}\nclass _Work:{METHOD}\n\ndef run(x):\n    if _is_cuda:\n{made}    return x\n"
    assert reported(tmp_path, text) == names


@pytest.mark.parametrize(("count", "names"), [(31, set()), (32, {"y"})])
def test_a_class_that_32_files_name_is_looked_at_and_no_more(tmp_path: Path, count: int, names: set[str]) -> None:
    """Its own file is one of them."""
    others = {f"more{number}": "# Work\n" for number in range(count)}
    assert reported(tmp_path, HEAD + IN_THE_BODY, others) == names


@pytest.mark.parametrize(("count", "names"), [(23, set()), (24, {"y"})])
def test_23_classes_that_come_from_one_that_refuses_are_looked_at_and_no_more(
    tmp_path: Path, count: int, names: set[str]
) -> None:
    below = "".join(f"\n\nclass Work{number}(Base):\n    pass\n" for number in range(count))
    assert reported(tmp_path, HEAD + REFUSING + METHOD + below) == names


@pytest.mark.parametrize(("count", "names"), [(12, set()), (13, {"y"})])
def test_twelve_values_of_a_parameter_are_told_apart_and_no_more(tmp_path: Path, count: int, names: set[str]) -> None:
    values = ["cuda", *(f"triton{number}" for number in range(1, count))]
    text = CHOOSE.replace('== "triton"', f"in {tuple(values[1:])}") + BETWEEN.removeprefix(CHOOSE)
    types = f"from typing import Literal\n\nBackend = Literal[{', '.join(map(repr, values))}]\n"
    assert reported(tmp_path, HEAD + types + text) == names


def test_in_a_package_of_very_many_files_nothing_is_known_of_a_class(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mentions, "_MOST", 1)
    assert reported(tmp_path, HEAD + IN_THE_BODY) == {"y"}


def reported(folder: Path, text: str, others: dict[str, str] | None = None) -> set[str]:
    """The names that are reported in a module of this text."""
    write(folder, {"package": Case(text, others=others or {})})
    return {each.name for each in check_safely(Source.read(str(folder / "package" / "work.py")), Options())}
