"""Constructors that put methods into attributes before they refuse: packages that are run.

A case is reported if and only if one of its calls ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

from lab.package_cases import Case
from tests.lint.package_runs import PackageCases
from tests.lint.test_package_accepted import ASSERTS, CHAIN, HOOKED, NEXT, RAISES, made

_, REFUSES = ASSERTS.split(NEXT, 1)
GO = "\n    def go(self, x):\n        return x\n"
SETTER = """
    @property
    def hook(self):
        return self.run

    @hook.setter
    def hook(self, called):
        called(1)
"""


def stored(body: str, *, more: str = GO, before: str = "", held: str = "", fails: bool = False) -> Case:
    """`body`: what the constructor does before it refuses; `held`: how another module runs what that has handed on."""
    text = f"self.backend = backend\n{body}{REFUSES}"
    if not held:
        return made(text, more=more, before=before, fails=fails)
    return made(
        text,
        more=more,
        before=before,
        fails=fails,
        calls=("other.hooked()",),
        others={"other": HOOKED.format(held=held)},
    )


HOOKS = "HOOKS = []\n\n"
CASES = {
    "a_method": stored("self._run = self.run\n"),
    "one_of_two": stored('self._run = self.run if backend == "cuda" else self.go\n'),
    "under_a_test": stored('if backend == "cuda":\n    self._run = self.run\nelse:\n    self._run = self.go\n'),
    "in_the_arms_that_refuse": made(
        CHAIN.format(name="backend", leave=RAISES).replace("self.size = 1", "self._run = self.run"), more=GO
    ),
    "two_at_once": stored("self._run, self._go = self.run, self.go\n"),
    "with_an_annotation": stored("self._run: object = self.run\n"),
    "over_another_method": stored("self.go = self.run\n"),
    "in_a_table": stored('self._table = {"cuda": self.run}\n'),
    "from_a_table": stored('self._table = {"cuda": self.run}\nself._run = self._table["cuda"]\n'),
    "with_arguments": stored("self._run = partial(self.run, 1)\n", before="from functools import partial\n\n"),
    "in_a_lambda": stored("self._run = lambda x: self.run(x)\n"),
    "called_after_it": stored("self._run = self.run\n" + REFUSES + "self._run(1)\n"),
    "called_before": stored("self._run = self.run\nself._run(1)\n", fails=True),
    "called_from_a_table": stored("self._table = [self.run]\nself._table[0](1)\n", fails=True),
    "looked_up_in_a_loop": stored("self._table = [self.run]\nfor each in self._table:\n    each(1)\n", fails=True),
    "handed_on_by_its_attribute": stored(
        "self._run = self.run\nHOOKS.append(self._run)\n", before=HOOKS, held="HOOKS[-1](1)", fails=True
    ),
    "handed_on_in_a_table": stored(
        "self._table = [self.run]\nHOOKS.append(self._table)\n", before=HOOKS, held="HOOKS[-1][0](1)", fails=True
    ),
    "handed_on_beside": stored(
        "HOOKS.last = self._run = self.run\n",
        before="class HOOKS:\n    last = None\n\n\n",
        held="HOOKS.last(1)",
        fails=True,
    ),
    "in_another_object": stored(
        "HOOKS.last = self.run\n", before="class HOOKS:\n    last = None\n\n\n", held="HOOKS.last(1)", fails=True
    ),
    "in_an_object_of_its_own": stored(
        "self.hooks = HOOKS\nself.hooks.last = self.run\n",
        before="class HOOKS:\n    last = None\n\n\n",
        held="HOOKS.last(1)",
        fails=True,
    ),
    "by_a_property_that_runs_it": stored("self.hook = self.run\n", more=SETTER, fails=True),
    "what_a_property_gives": stored(
        "self._size = self.sized\n",
        more="\n    @property\n    def sized(self):\n        return self.run(1)\n",
        fails=True,
    ),
    "what_a_call_of_it_gives": stored("self._size = self.run(1)\n", fails=True),
    "a_function_that_is_run_with_it": stored("self._run = max([1], key=self.run)\n", fails=True),
}


class TestStoredMethods(PackageCases):
    cases = CASES
