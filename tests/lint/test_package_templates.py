"""A base class in another module that calls what a subclass defines: packages that are run on every platform.

A case is reported if and only if one of its calls ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

from lab.package_cases import HEAD, Case
from tests.lint.package_runs import PackageCases

BASE = """
class Base:
    def run(self, x):
        if self.fast:
            return self._fill(x)
        return x
"""
FILL = """
    def _fill(self, x):
        if _is_cuda:
            y = x
        return y
"""
STORED = "\n    def __init__(self, wanted=True):\n        self.fast = wanted and _is_cuda\n"
BODY = "\n    fast = _is_cuda\n"
CALLS = ("work.Work().run(1)",)
MIXED = "\n\nclass Both(Mixin, Work):\n    pass\n"
CONFIGURED = """
    def turn_on(self, **names):
        for name, value in names.items():
            setattr(self, name, value)
        return self
"""
TURNED_ON = "    setattr(work, 'fast', True)\n"


def template(
    work: str,
    base: str = BASE,
    other: str = "",
    calls: tuple[str, ...] = (),
    head: str = "class Work(Base):",
    *,
    fails: bool = False,
) -> Case:
    others = {"base": HEAD + base} | ({"other": "from .work import Work\n\n" + other} if other else {})
    return Case(f"{HEAD}from .base import Base\n\n\n{head}\n{work}", (*CALLS, *calls), fails, others)


CASES = {
    # a test of what the constructor or the body of the class sets
    "stored_by_the_constructor": template(STORED + FILL),
    "stored_by_the_constructor_and_tested": template(STORED + FILL.replace("_is_cuda", "self.fast")),
    "set_by_the_body": template(BODY + FILL),
    "set_by_the_body_over_that_of_the_base": template(
        BODY + FILL, BASE.replace("\n    def", "\n    fast = False\n\n    def", 1)
    ),
    "set_by_the_body_with_a_type": template(BODY.replace("fast", "fast: bool") + FILL),
    "refused_by_the_base": template(
        BODY + FILL, BASE.replace("if self.fast:", "if not self.fast:\n            raise RuntimeError\n        else:")
    ),
    "of_an_abstract_base": template(
        BODY + FILL,
        "from abc import ABC, abstractmethod\n\n"
        + BASE.replace("Base:", "Base(ABC):")
        + "\n    @abstractmethod\n    def _fill(self, x): ...\n",
    ),
    "of_a_base_of_the_base": template(
        BODY + FILL, BASE.replace("Base", "First") + "\n\nclass Base(First):\n    pass\n"
    ),
    "set_by_another_class_that_is_not_related": template(BODY + FILL, other="class Other:\n    fast = True\n"),
    "a_flag_of_the_base_module": template(FILL, BASE.replace("self.fast", "_is_cuda")),
    # it may be true otherwise
    "a_constant": template("\n    fast = True\n" + FILL, fails=True),
    "another_flag": template("\n    fast = not _is_cuda\n" + FILL, fails=True),
    "set_by_the_body_of_a_subclass": template(
        BODY + FILL, other="class Sub(Work):\n    fast = True\n", calls=("other.Sub().run(1)",), fails=True
    ),
    "stored_by_a_subclass": template(
        BODY + FILL,
        other="class Sub(Work):\n    def __init__(self):\n        self.fast = True\n",
        calls=("other.Sub().run(1)",),
        fails=True,
    ),
    "stored_by_the_base": template(
        BODY + FILL,
        BASE.replace("\n    def", "\n    def __init__(self):\n        self.fast = True\n\n    def", 1),
        fails=True,
    ),
    "stored_by_the_base_after_the_constructor": template(
        STORED + FILL,
        BASE + "\n    def turn_on(self):\n        self.fast = True\n        return self\n",
        calls=("work.Work().turn_on().run(1)",),
        fails=True,
    ),
    "stored_by_a_function": template(
        BODY + FILL,
        other="\ndef run(x):\n    work = Work()\n    work.fast = True\n    return work.run(x)\n",
        calls=("other.run(1)",),
        fails=True,
    ),
    "set_by_name": template(
        BODY + FILL,
        other="\ndef run(x):\n    work = Work()\n" + TURNED_ON + "    return work.run(x)\n",
        calls=("other.run(1)",),
        fails=True,
    ),
    "set_by_the_body_of_a_subclass_of_another_name": template(
        BODY + FILL,
        other="from .work import Work as Other\n\nclass Sub(Other):\n    fast = True\n",
        calls=("other.Sub().run(1)",),
        fails=True,
    ),
    "set_by_a_class_that_is_mixed_in": template(
        BODY + FILL, other="class Mixin:\n    fast = True\n" + MIXED, calls=("other.Both().run(1)",), fails=True
    ),
    "set_by_another_class_below_the_base": template(
        BODY + FILL,
        other="class Mixin(Work.__base__):\n    fast = True\n" + MIXED,
        calls=("other.Both().run(1)",),
        fails=True,
    ),
    "stored_by_a_class_that_is_mixed_in": template(
        STORED + FILL,
        other="class Mixin:\n    def turn_on(self):\n        self.fast = True\n        return self\n" + MIXED,
        calls=("other.Both().turn_on().run(1)",),
        fails=True,
    ),
    "set_by_a_class_that_is_mixed_into_a_subclass": template(
        BODY + FILL,
        other="class Mixin:\n    fast = True\n\n\nclass Sub(Work):\n    pass\n" + MIXED.replace("Work", "Sub"),
        calls=("other.Both().run(1)",),
        fails=True,
    ),
    "set_by_a_class_that_a_call_mixes_in": template(
        BODY + FILL,
        other="class Mixin:\n    fast = True\n\n\nBoth = type('Both', (Mixin, Work), {})\n",
        calls=("other.Both().run(1)",),
        fails=True,
    ),
    "stored_by_a_class_that_is_mixed_in_elsewhere": template(
        BODY + FILL,
        other="class Mixin:\n    fast = True\n\n\nclass Both(Mixin, Work.__base__):\n    pass\n",
    ),
    "any_name_stored_by_the_base": template(
        STORED + FILL, BASE + CONFIGURED, calls=("work.Work().turn_on(fast=True).run(1)",), fails=True
    ),
    "any_name_stored_by_a_subclass": template(
        BODY + FILL,
        other="class Sub(Work):" + CONFIGURED,
        calls=("other.Sub().turn_on(fast=True).run(1)",),
        fails=True,
    ),
    "any_name_stored_by_a_class_that_is_mixed_in": template(
        BODY + FILL,
        other="class Mixin:" + CONFIGURED + MIXED,
        calls=("other.Both().turn_on(fast=True).run(1)",),
        fails=True,
    ),
    "any_name_of_the_class_stored_by_the_base": template(
        BODY + FILL,
        BASE + "\n    def __init_subclass__(cls, **names):\n        for name, value in names.items():\n"
        "            setattr(cls, name, value)\n",
        other="class Sub(Work, fast=True):\n    pass\n",
        calls=("other.Sub().run(1)",),
        fails=True,
    ),
    "bound_twice": template("\n    fast = _is_cuda\n    fast = True\n" + FILL, fails=True),
    "a_field": template(
        BODY.replace("fast", "fast: bool") + FILL,
        head="from dataclasses import dataclass\n\n\n@dataclass\nclass Work(Base):",
        calls=("work.Work(True).run(1)",),
        fails=True,
    ),
    "a_base_from_elsewhere": template(
        BODY.replace("fast", "fast: bool") + FILL,
        BASE.replace("Base:", "Base(UserDict):").replace("class", "from collections import UserDict\n\n\nclass"),
        other="\ndef run(x):\n    work = Work()\n    vars(work).update(fast=True)\n    return work.run(x)\n",
        calls=("other.run(1)",),
        fails=True,
    ),
    "the_other_way": template(BODY + FILL, BASE.replace("if self.fast", "if not self.fast"), fails=True),
    "another_call_of_the_base": template(
        BODY + FILL,
        BASE + "\n    def again(self, x):\n        return self._fill(x)\n",
        calls=("work.Work().again(1)",),
        fails=True,
    ),
    "of_another_object": template(
        BODY + FILL,
        BASE.replace("(self, x):", "(self, x, other=None):").replace("self._fill", "(other or self)._fill"),
        other="\nclass Quick(Work.__base__):\n    fast = True\n\n    def _fill(self, x):\n        return x\n",
        calls=("other.Quick().run(1, work.Work())",),
        fails=True,
    ),
}


class TestCases(PackageCases):
    cases = CASES
