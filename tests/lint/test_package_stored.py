"""Private methods that a constructor stores or hands on where a parameter decides: packages that are run.

A case is reported if and only if one of its calls ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

from lab.package_cases import Case
from tests.lint.package_runs import PackageCases

STORES = "self._run = self._run_cuda if use_cuda else self._run_torch"
CLASS = """
class Work:
    def __init__(self, use_cuda=False):
        self.use_cuda = use_cuda
        {stores}

    def run(self, x):
        return self._run(x)

    def _run_cuda(self, x):
        if self.use_cuda:
            y = x
        return y

    def _run_torch(self, x):
        return x
{more}"""
CALLS = ("work.Work(True).run(1)", "work.Work(False).run(1)")
BASE = """
class Base:
    def __init__(self, callback=None):
        self.callback = callback

    def run(self, x):
        return self.callback(x) if self.callback else x
"""


def stored(
    stores: str = STORES,
    *changes: tuple[str, str],
    fails: bool = False,
    more: str = "",
    calls: tuple[str, ...] = CALLS,
    **others: str,
) -> Case:
    """How the constructor stores the method, and what of the class is otherwise."""
    text = CLASS.format(stores=stores.replace("\n", "\n        "), more=more)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return Case(text, calls, fails=fails, others=others)


def method(body: str) -> str:
    return f"\n    def change(self):\n        {body}\n        return self\n"


CHANGED = (*CALLS, "work.Work(True).change().run(1)")
HANDS_ON = (
    ("class Work:", "from .base import Base\n\n\nclass Work(Base):"),
    ("    def run(self, x):\n        return self._run(x)\n\n", ""),
)
CASES = {
    "by_a_conditional_expression": stored(),
    "by_a_test": stored("if use_cuda:\n    self._run = self._run_cuda\nelse:\n    self._run = self._run_torch"),
    "by_a_test_of_its_attribute": stored(STORES.replace("if use", "if self.use")),
    "set_again_by_a_test": stored("self._run = self._run_torch\nif use_cuda:\n    self._run = self._run_cuda"),
    "by_a_test_that_is_left_early": stored(
        "self._run = self._run_torch\nif not use_cuda:\n    return\nself._run = self._run_cuda"
    ),
    "by_and": stored("self._run = (use_cuda and self._run_cuda) or self._run_torch"),
    "in_a_dict": stored(
        'self._runs = {"run": self._run_cuda} if use_cuda else {"run": self._run_torch}',
        ("self._run(x)", 'self._runs["run"](x)'),
    ),
    "in_a_lambda": stored("self._run = (lambda x: self._run_cuda(x)) if use_cuda else self._run_torch"),
    "by_a_comparison": stored(
        STORES.replace("if use_cuda", 'if use_cuda == "cuda"'),
        ("if self.use_cuda:", 'if self.use_cuda == "cuda":'),
        calls=("work.Work('cuda').run(1)", "work.Work('cpu').run(1)"),
    ),
    "by_a_part_of_a_test": stored(
        STORES.replace("if use_cuda", "if use_cuda and fast"),
        ("use_cuda=False", "use_cuda=False, fast=True"),
    ),
    "handed_to_the_base": stored(
        "super().__init__(callback=self._run_cuda if use_cuda else None)", *HANDS_ON, base=BASE
    ),
    "handed_to_the_base_by_a_test": stored(
        "if use_cuda:\n    super().__init__(self._run_cuda)\nelse:\n    super().__init__(self._run_torch)",
        *HANDS_ON,
        base=BASE,
    ),
    "called_in_the_constructor": stored("self._run = self._run_torch\nif use_cuda:\n    self._run_cuda(0)"),
    # it is not the parameter that decides, or not what the attribute holds
    "stored_in_any_case": stored("self._run = self._run_cuda", fails=True),
    "by_the_other_arm": stored(STORES.replace("if use", "if not use"), fails=True),
    "by_another_comparison": stored(
        STORES.replace("if use_cuda", 'if use_cuda != "cpu"'),
        ("if self.use_cuda:", 'if self.use_cuda == "cuda":'),
        calls=("work.Work('cuda').run(1)", "work.Work('hip').run(1)"),
        fails=True,
    ),
    "by_another_parameter": stored(
        STORES.replace("if use_cuda", "if fast"),
        ("use_cuda=False", "use_cuda=False, fast=True"),
        fails=True,
    ),
    "a_parameter_that_is_bound_again": stored(
        STORES,
        ("        self.use_cuda = use_cuda\n", "        self.use_cuda = use_cuda\n        use_cuda = True\n"),
        fails=True,
    ),
    "an_attribute_of_something_else": stored(
        STORES, ("self.use_cuda = use_cuda", "self.use_cuda = use_cuda and len(str(use_cuda)) > 9"), fails=True
    ),
    "an_attribute_that_a_method_sets": stored(more=method("self.use_cuda = False"), calls=CHANGED, fails=True),
    "an_attribute_that_another_file_sets": stored(
        fails=True,
        calls=(*CALLS, "other.changed(work.Work(True)).run(1)"),
        other="def changed(work):\n    work.use_cuda = False\n    return work\n",
    ),
    "an_attribute_that_a_class_below_sets": stored(
        fails=True,
        calls=(*CALLS, "other.Below(True).run(1)"),
        other="from .work import Work\n\n\nclass Below(Work):\n    def __init__(self, use_cuda):\n"
        "        super().__init__(use_cuda)\n        self.use_cuda = False\n",
    ),
    "stored_by_a_class_below": stored(
        fails=True,
        calls=(*CALLS, "other.Below().run(1)"),
        other="from .work import Work\n\n\nclass Below(Work):\n    def __init__(self):\n"
        "        super().__init__()\n        self._run = self._run_cuda\n",
    ),
    "stored_for_another_object": stored(
        STORES,
        ("use_cuda=False", "use_cuda=False, of=None"),
        ("self._run_cuda if use_cuda", "(of or self)._run_cuda if use_cuda"),
        calls=(*CALLS, "work.Work(True, work.Work(False)).run(1)"),
        fails=True,
    ),
    "a_name_of_an_inner_function": stored(
        "self._run = (lambda x, use_cuda=True: self._run_cuda(x) if use_cuda else x)", fails=True
    ),
}


class TestCases(PackageCases):
    cases = CASES
