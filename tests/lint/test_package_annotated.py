"""Flags with an annotation: what holds of a package does so where its modules annotate what they assign.

A case is reported if and only if one of its calls ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

import re
from dataclasses import replace

from lab.package_cases import FILL, FILLED, HEAD, WORK, Case, other
from tests.lint import test_package_callers, test_package_imports, test_package_kept, test_package_reached
from tests.lint.package_runs import PackageCases

_ASSIGNED = re.compile(r"^(\w+) = ", re.MULTILINE)


def annotated(case: Case, by: str) -> Case:
    """With an annotation at each assignment of the modules."""

    def write(text: str) -> str:
        return _ASSIGNED.sub(rf"\1: {by} = ", text)

    return replace(case, work=write(case.work), others={name: write(text) for name, text in case.others.items()})


def flagged(flag: str, *, fails: bool = False) -> Case:
    """Where a module sets the flag under which it calls a private function like this."""
    return Case(HEAD + FILL, ("other.run(1)",), fails, other(flag + "\n\n" + RUN))


def set_here(flag: str, *, fails: bool = False) -> Case:
    """Where the module itself sets its flag like this."""
    return Case(
        HEAD.partition("_is_cuda =")[0] + flag + "\n" + FILL + FILLED.replace("_is_cuda", "is_cuda()"), fails=fails
    )


def ready(flag: str, *, fails: bool = False) -> Case:
    """Where a base class tests the flag of an import."""
    return Case(WORK, ("work.Work().run(1)",), fails, {"base": flag + BASE})


RUN = "\ndef run(x):\n    from .work import _fill\n\n    if FAST:\n        return _fill(x)\n    return x\n"
BASE = test_package_kept.BASE.partition("READY = False\n")[2]
READY = "try:\n    from fastlib import fill\n\n    READY: bool = True\nexcept ImportError:\n    READY: bool = False\n"
CASES = {
    f"{name}_annotated": annotated(case, by)
    for module, by in (
        (test_package_callers, "bool"),
        (test_package_imports, "object"),
        (test_package_kept, '"Final[bool]"'),
        (test_package_reached, "bool"),
    )
    for name, case in module.CASES.items()
    if _ASSIGNED.search("".join((case.work, *case.others.values())))
    and not any(name in text for text in case.others.values())  # that imports its package by name
}
CASES |= {
    "of_another_module": flagged("FAST: bool = is_cuda()"),
    "declared_first": flagged("FAST: bool\nFAST = is_cuda()"),
    "declared_afterwards": flagged("FAST = is_cuda()\nFAST: bool"),
    "declared_twice": flagged("FAST: bool\nFAST: bool = is_cuda()"),
    "through_another_flag": flagged("HERE: bool = is_cuda()\nFAST: bool = HERE"),
    "of_its_own_module": set_here("_is_cuda: bool = is_cuda()"),
    "of_its_own_module_declared_first": set_here("_is_cuda: bool\n_is_cuda = is_cuda()"),
    "of_an_import": ready(READY),
    "of_an_import_declared_first": ready("READY: bool\n" + READY.replace(": bool", "")),
    # it holds something else
    "of_another_platform": flagged("FAST: bool = is_hip()", fails=True),
    "of_one_platform_or_the_other": flagged("FAST: bool = is_cuda() or is_hip()", fails=True),
    "assigned_again": flagged("FAST: bool = is_cuda()\nFAST: bool = True", fails=True),
    "assigned_without_it_again": flagged("FAST: bool = is_cuda()\nFAST = True", fails=True),
    "declared_and_set_in_a_loop": flagged("FAST: bool\nfor FAST in (is_cuda(), True):\n    pass", fails=True),
    "declared_and_imported": flagged("FAST: bool = is_cuda()\nfrom operator import pos as FAST", fails=True),
    "of_an_attribute": flagged("class Flags:\n    pass\n\n\nFAST = Flags()\nFAST.now: bool = is_cuda()", fails=True),
    "of_another_platform_in_its_own_module": set_here("_is_cuda: bool = is_hip()", fails=True),
    "of_an_import_that_stays": ready(READY.replace("False", "True"), fails=True),
}


class TestCases(PackageCases):
    cases = CASES
