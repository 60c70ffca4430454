"""What holds after a statement of a caller, a helper or a constructor: packages that are run on every platform.

A case is reported if and only if one of its calls ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

from textwrap import indent

from lab.package_cases import FILL, HEAD, Case
from tests.lint.package_runs import PackageCases

HELPING = """
class Quiet:
    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return True


class Plain(Quiet):
    def __exit__(self, *exception):
        return False


def fail():
    raise RuntimeError("CUDA only")
"""
RUNS = ("work.run(1)", "work.run(0)", "work.run(-1)")
CLASS = """
class Work:
    def __init__(self, x):
{body}

    def fill(self, x):
        if _is_cuda:
            y = x
        return y
"""
MADE = ("work.Work(1).fill(1)", "work.Work(0).fill(1)", "work.Work(-1).fill(1)")

# What runs before the call, and whether it lets something through that is not CUDA. `leave` returns, raises or calls.
BEFORE = {
    "an_elif": ("if x > 0:\n    leave\nelif not _is_cuda:\n    leave\n", False),
    "an_elif_of_several": ("if x > 0:\n    leave\nelif x < 0:\n    leave\nelif not _is_cuda:\n    leave\n", False),
    "an_if_at_the_end_of_an_else": (
        "if x > 0:\n    leave\nelse:\n    x = -x\n    if not _is_cuda:\n        leave\n",
        False,
    ),
    "an_if_in_the_middle_of_an_else": (
        "if x > 0:\n    leave\nelse:\n    if not _is_cuda:\n        leave\n    x = -x\n",
        False,
    ),
    "an_else_that_leaves_after_an_if": ("if x > 0:\n    if not _is_cuda:\n        leave\nelse:\n    leave\n", False),
    "an_else_in_an_elif": ("if x > 0:\n    leave\nelif _is_cuda:\n    x = -x\nelse:\n    leave\n", False),
    "an_assertion_in_an_else": ("if x > 0:\n    leave\nelse:\n    assert _is_cuda\n", False),
    "a_body_whose_arms_all_leave": ("if not _is_cuda:\n    if x:\n        leave\n    else:\n        leave\n", False),
    "a_body_that_leaves_in_a_with": ("if not _is_cuda:\n    with Plain():\n        leave\n", False),
    "a_body_that_leaves_in_a_try": (
        "if not _is_cuda:\n    try:\n        x = -x\n    except ValueError:\n        leave\n    else:\n        leave\n",
        False,
    ),
    "a_with": ("with Plain():\n    if not _is_cuda:\n        leave\n", False),
    "a_try_with_a_finally": ("try:\n    if not _is_cuda:\n        leave\nfinally:\n    x = -x\n", False),
    "the_finally_of_a_try": ("try:\n    x = -x\nfinally:\n    if not _is_cuda:\n        leave\n", False),
    "a_try_whose_handler_leaves": (
        "try:\n    if not _is_cuda:\n        leave\n    x = -x\nexcept TypeError:\n    leave\n",
        False,
    ),
    "an_elif_of_two_that_go_on": (
        "if not _is_cuda:\n    leave\nelif x > 0:\n    x = -x\nelif x < 0:\n    x = x - 1\nelse:\n    leave\n",
        False,
    ),
    # it goes on without CUDA
    "one_of_two_arms_that_go_on": ("if _is_cuda:\n    x = -x\nelif x > 0:\n    x = x + 1\nelse:\n    leave\n", True),
    "an_elif_before_which_another_goes_on": ("if x > 0:\n    x = -x\nelif not _is_cuda:\n    leave\n", True),
    "an_elif_that_goes_on": ("if x > 0:\n    leave\nelif not _is_cuda:\n    x = -x\n", True),
    "an_elif_after_one_that_goes_on": (
        "if x > 0:\n    leave\nelif x < 0:\n    x = -x\nelif not _is_cuda:\n    leave\n",
        True,
    ),
    "an_elif_of_the_other_platform": ("if x > 0:\n    leave\nelif _is_cuda:\n    leave\n", True),
    "an_elif_of_more": ("if x > 0:\n    leave\nelif not _is_cuda and x:\n    leave\n", True),
    "an_if_in_a_body": ("if x > 0:\n    if not _is_cuda:\n        leave\n", True),
    "an_if_in_a_body_before_an_else": ("if x > 0:\n    if not _is_cuda:\n        leave\nelse:\n    x = -x\n", True),
    "an_if_in_a_loop": ("for _ in range(x):\n    if not _is_cuda:\n        leave\n", True),
    "a_body_of_which_one_arm_leaves": ("if not _is_cuda:\n    if x:\n        leave\n", True),
    "a_body_that_is_caught": (
        "try:\n    if not _is_cuda:\n        raise ValueError(x)\nexcept ValueError:\n    pass\n",
        True,
    ),
    "a_body_that_is_swallowed": ("with Quiet():\n    if not _is_cuda:\n        raise ValueError(x)\n", True),
    "an_assertion_that_is_suppressed": ("with suppress(AssertionError):\n    assert _is_cuda\n", True),
    "an_else_of_a_try_that_may_not_run": (
        "try:\n    x.missing()\nexcept AttributeError:\n    pass\nelse:\n    if not _is_cuda:\n        leave\n",
        True,
    ),
    "a_loop_that_is_broken_off": (
        "for _ in [x]:\n    if x > 0:\n        break\n    elif not _is_cuda:\n        leave\n",
        True,
    ),
}
LEAVING = {"returns": "return x", "raises": "raise ValueError(x)", "calls": "fail()"}
IMPORTS = HEAD + "from contextlib import suppress\n\nfrom .helping import Plain, Quiet, fail\n\n"


def called(body: str, fails: bool) -> Case:
    """Where it is in the caller."""
    run = "\ndef run(x):\n" + indent(body + "return _fill(x)\n", "    ")
    return Case(IMPORTS + FILL + run, RUNS, fails, {"helping": HELPING})


def constructed(body: str, fails: bool) -> Case:
    """Where it is in a constructor."""
    return Case(IMPORTS + CLASS.format(body=indent(body, " " * 8).rstrip()), MADE, fails, {"helping": HELPING})


def helped(body: str, fails: bool) -> Case:
    """Where it is in a function that the caller calls first."""
    check = "\ndef check(x):\n" + indent(body, "    ") + "\n\ndef run(x):\n    check(x)\n    return _fill(x)\n"
    return Case(IMPORTS + FILL + check, RUNS, fails, {"helping": HELPING})


CASES = {
    f"{name}_that_{how}": called(body.replace("leave", leave), fails)
    for name, (body, fails) in BEFORE.items()
    for how, leave in LEAVING.items()
}
for _name, (_body, _fails) in BEFORE.items():
    CASES[f"{_name}_of_a_constructor"] = constructed(_body.replace("leave", "raise ValueError(x)"), _fails)
    CASES[f"{_name}_of_a_helper"] = helped(_body.replace("leave", "raise ValueError(x)"), _fails)
CASES |= {
    # a helper, or a constructor, that returns has refused nothing
    "an_elif_of_a_helper_that_returns": helped(
        "if x > 0:\n    return\nelif not _is_cuda:\n    raise ValueError(x)\n", True
    ),
    "an_elif_of_a_constructor_that_returns": constructed(
        "if x > 0:\n    return\nelif not _is_cuda:\n    raise ValueError(x)\n", True
    ),
    "a_body_of_a_helper_that_may_return": helped(
        "if not _is_cuda:\n    if x:\n        return\n    raise ValueError(x)\n", True
    ),
    "a_body_of_a_constructor_that_may_return": constructed(
        "if not _is_cuda:\n    if x:\n        return\n    raise ValueError(x)\n", True
    ),
    "an_elif_before_an_else_of_a_try": Case(
        IMPORTS + FILL + "\ndef run(x):\n    try:\n        if x > 0:\n            return x\n"
        "        elif not _is_cuda:\n            return x\n"
        "    except ValueError:\n        x = -x\n    else:\n        return _fill(x)\n    return x\n",
        RUNS,
        False,
        {"helping": HELPING},
    ),
    "a_with_of_a_module": called(
        "from . import helping\n\nwith helping.Quiet():\n    if not _is_cuda:\n        raise ValueError(x)\n", True
    ),
}


class TestCases(PackageCases):
    cases = CASES
