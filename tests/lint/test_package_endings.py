"""Functions of the package that never return, by the names that a module has for them.

A case is reported if and only if one of its calls ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

from lab.package_cases import HEAD, Case
from tests.lint.package_runs import PackageCases

ERRORS = """
import sys


def give_up(text):
    raise RuntimeError(text)


def warn(text):
    return text


leave = sys.exit
finish = give_up
notice = warn
sometimes = give_up
if len("x") == 1:
    sometimes = warn
"""
IMPORTS = "from . import errors\nfrom .errors import finish, give_up, leave, notice, sometimes, warn\n"


def run(calls: str, first: str = "pass", head: str = "", *, fails: bool = False, **others: str) -> Case:
    """A function that calls something where it is not CUDA. `first`: its first statement."""
    text = f"\ndef run(x):\n    {first}\n    if _is_cuda:\n        y = x\n    else:\n        {calls}\n    return y\n"
    return Case(HEAD + IMPORTS + head + text, fails=fails, others={"errors": ERRORS, **others})


CASES = {
    "by_its_module": run('errors.give_up("no")'),
    "by_its_package": run('package.errors.give_up("no")', head="import by_its_package as package\n"),
    "by_the_path_of_its_module": run(
        'by_the_path_of_its_module.errors.give_up("no")', head="import by_the_path_of_its_module.errors\n"
    ),
    "by_a_second_name_of_its_module": run('finish("no")'),
    "by_a_second_name_of_its_module_and_the_module": run('errors.finish("no")'),
    "by_what_its_module_calls_an_exit": run('leave("no")'),
    "by_a_second_name": run('fail("no")', head="fail = give_up\n"),
    "by_a_second_name_with_an_annotation": run('fail("no")', head="fail: object = give_up\n"),
    "by_a_second_name_of_a_path": run('fail("no")', head="fail = errors.give_up\n"),
    "by_a_local_name": run('fail("no")', "fail = give_up"),
    "by_a_local_name_of_a_path": run('fail("no")', "fail = errors.give_up"),
    "by_a_local_name_of_a_second_name": run('fail("no")', "fail = finish"),
    "by_a_local_name_in_the_arm": run('fail = give_up; fail("no")'),
    "by_a_module_through_another": run(
        'public.give_up("no")', head="from . import public\n", public="from .errors import give_up\n"
    ),
    # it returns
    "another_function": run('errors.warn("no")', fails=True),
    "a_second_name_of_another_function": run('notice("no")', fails=True),
    "a_second_name_of_two": run('sometimes("no")', fails=True),
    "a_local_name_of_another_function": run('fail("no")', "fail = errors.warn", fails=True),
    "a_local_name_that_is_bound_again": run('fail("no")', "fail = errors.give_up; fail = warn", fails=True),
    "a_second_name_that_is_bound_again": run('fail("no")', head="fail = errors.give_up\nfail = warn\n", fails=True),
    "a_local_object_of_the_name_of_its_module": run(
        'errors.give_up("no")',
        "errors = Quiet()",
        head="\n\nclass Quiet:\n    def give_up(self, text):\n        return text\n",
        fails=True,
    ),
    "a_method_of_a_class_beside_it": run(
        'Quiet.give_up("no")',
        head="from .other import Quiet\n",
        other="from .errors import give_up\n\n\nclass Quiet:\n    give_up = len\n",
        fails=True,
    ),
    "a_function_that_another_module_replaces": run(
        'errors.give_up("no")', fails=True, other="from . import errors\n\nerrors.give_up = errors.warn\n"
    ),
    "a_parameter": Case(
        HEAD
        + IMPORTS
        + "\ndef run(x, errors):\n    if _is_cuda:\n        y = x\n    else:\n        errors.give_up('no')\n"
        "    return y\n",
        ("work.run(1, other.quiet)",),
        True,
        {
            "errors": ERRORS,
            "other": "class Quiet:\n    def give_up(self, text):\n        return text\n\n\nquiet = Quiet()\n",
        },
    ),
}


class TestCases(PackageCases):
    cases = CASES
