"""Helpers of another module that are called with what they always refuse: packages that are run.

A case is reported if and only if one of its calls ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

from lab.package_cases import HEAD, Case
from tests.lint.package_runs import PackageCases

HELPING = """
import functools


def require(condition, message="", fix=None):
    if not condition:
        print(message)
        raise RuntimeError(message)


def require_that(message, *, holds=False):
    if holds is not True:
        raise RuntimeError(message)


def require_both(first, second, message):
    if first and second:
        return
    raise RuntimeError(message)


def require_none(problem=None):
    if problem is None or not problem:
        return
    raise RuntimeError(problem)


def require_later(condition):
    condition = condition or "later"
    if not condition:
        raise RuntimeError


def require_inside(condition):
    def check():
        condition = True
        return condition

    if not condition:
        raise RuntimeError(check())


def needs_text(condition, message):
    if not condition:
        raise RuntimeError(message)


def lists(condition):
    if not condition:
        yield 1
        raise RuntimeError


async def waits(condition):
    if not condition:
        raise RuntimeError


def quiet(function):
    @functools.wraps(function)
    def call(*args):
        try:
            return function(*args)
        except RuntimeError:
            return None

    return call


@quiet
def decorated(condition):
    if not condition:
        raise RuntimeError


def changed(condition):
    if not condition:
        raise RuntimeError


MODES = []
"""
RUN = """
def run(x):
    if _is_cuda:
        y = x
    else:
        {call}
    return y
"""
IMPORTS = """
from .helping import (
    changed, decorated, lists, needs_text, require, require_both, require_inside, require_later, require_none,
    require_that, waits,
)
"""


def calling(call: str, *, fails: bool = False, before: str = IMPORTS) -> Case:
    text = HEAD + before + RUN.format(call=call)
    return Case(text, ("work.run(1)",), fails=fails, others={"helping": HELPING})


CASES = {
    "a_false_condition": calling("require(False, 'no')"),
    "by_its_name": calling("require(condition=None, message='no')"),
    "a_number_that_is_false": calling("require(0)"),
    "a_default": calling("require_that('no')"),
    "a_keyword": calling("require_that('no', holds=False)"),
    "one_of_two": calling("require_both(x, '', 'no')"),
    "a_text_that_is_none_of_none": calling("require_none('no')"),
    "a_function_within": calling("require_inside(False)"),
    "too_few_arguments": calling("needs_text('no')"),
    "too_few_by_name": calling("needs_text(message='no')"),
    "through_another_module": Case(
        HEAD + "from .relay import require\n" + RUN.format(call="require(False)"),
        ("work.run(1)",),
        fails=False,
        others={"helping": HELPING, "relay": "from .helping import require\n"},
    ),
    "imported_in_the_function": calling("from .helping import require; require(False)", before=""),
    # it may return
    "a_true_condition": calling("require(True, 'no')", fails=True),
    "a_condition_that_is_not_known": calling("require(x)", fails=True),
    "a_keyword_that_holds": calling("require_that('no', holds=True)", fails=True),
    "the_other_of_two": calling("require_both(x, 'yes', 'no')", fails=True),
    "none_of_it": calling("require_none()", fails=True),
    "a_parameter_that_is_set": calling("require_later(False)", fails=True),
    "a_generator": calling("lists(False)", fails=True),
    "a_coroutine": calling("waits(False).close()", fails=True),
    "under_a_decorator": calling("decorated(False)", fails=True),
    "arguments_in_a_list": calling("require(*[True])", fails=True),
    "a_name_of_the_function": Case(
        HEAD + IMPORTS + RUN.replace("(x)", "(x, require=print)").format(call="require(False)"),
        ("work.run(1)",),
        fails=True,
        others={"helping": HELPING},
    ),
    "another_one_that_the_module_may_have": calling(
        "require(False)", before=IMPORTS + "\nif not _is_cuda:\n    require = print\n", fails=True
    ),
    "what_another_module_has_changed": Case(
        HEAD + "from . import changing\nfrom .helping import changed\n" + RUN.format(call="changed(False)"),
        ("work.run(1)",),
        fails=True,
        others={"helping": HELPING, "changing": "from . import helping\n\nhelping.changed = print\n"},
    ),
}


class TestCases(PackageCases):
    cases = CASES
