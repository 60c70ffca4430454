"""Methods of classes whose constructors refuse values of their attributes: packages that are run.

A case is reported if and only if one of its calls ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

from textwrap import indent

from lab.package_cases import HEAD, Case
from tests.lint.package_runs import PackageCases

CLASS = """
class Work{bases}:
    def __init__(self, backend):
{body}

    def run(self, x):
        if self.{path} == "cuda":
            y = x
        elif self.{path} == "triton":
            y = -x
        return y
{more}"""
CALLS = tuple(f'work.Work("{each}").run(1)' for each in ("cuda", "triton", "torch"))
CHAIN = """\
self.backend = backend
if {name} == "cuda":
    self.size = 1
elif {name} == "triton":
    self.size = 2
else:
    {leave}
"""
RAISES = "raise ValueError(backend)"
ASSERTS = 'self.backend = backend\nassert backend in ("cuda", "triton")\n'
HELD = "from types import SimpleNamespace\n"
CONFIG = "self.config = SimpleNamespace(backend=backend)\n"


def made(
    body: str,
    *,
    fails: bool = False,
    path: str = "backend",
    more: str = "",
    bases: str = "",
    before: str = "",
    calls: tuple[str, ...] = CALLS,
    others: dict[str, str] | None = None,
) -> Case:
    text = CLASS.format(body=indent(body, " " * 8), path=path, more=more, bases=bases)
    return Case(HEAD + before + text, calls, fails=fails, others=others or {})


def method(body: str) -> str:
    return f"\n    def change(self):\n        {body}\n        return self\n"


BASE = "class Base:\n    def __init__(self):\n        self.run(1)\n"
CHANGED = ('work.Work("cuda").change().run(1)',)
CASES = {
    "a_chain": made(CHAIN.format(name="backend", leave=RAISES)),
    "a_chain_over_the_attribute": made(CHAIN.format(name="self.backend", leave=RAISES)),
    "a_chain_that_tests_before_it_stores": made(
        CHAIN.format(name="backend", leave=RAISES).partition("\n")[2] + "self.backend = backend\n"
    ),
    "an_assertion": made(ASSERTS),
    "a_membership": made(f'if backend not in ("cuda", "triton"):\n    {RAISES}\nself.backend = backend\n'),
    "two_tests": made(f'self.backend = backend\nif backend != "cuda" and backend != "triton":\n    {RAISES}\n'),
    "an_annotated_attribute": made(ASSERTS.replace("self.backend =", "self.backend: str =")),
    "a_second_name": made("self.backend = backend\nkind = self.backend\nassert kind in ('cuda', 'triton')\n"),
    "an_attribute_of_an_attribute": made(
        CONFIG + 'kind = self.config.backend\nassert kind in ("cuda", "triton")\n', path="config.backend", before=HELD
    ),
    "an_attribute_that_a_base_sets": made(
        'super().__init__(backend)\nassert self.config.backend in ("cuda", "triton")\n',
        path="config.backend",
        bases="(Base)",
        before="from .base import Base\n",
        others={"base": HELD + "\n\nclass Base:\n    def __init__(self, backend):\n        " + CONFIG},
    ),
    # some value goes on
    "a_base_that_runs_nothing": made(
        ASSERTS.replace("assert", "super().__init__()\nassert"),
        bases="(Base)",
        before="from .base import Base\n",
        others={"base": BASE.replace("self.run(1)", "self.size = 1")},
    ),
    "a_chain_without_an_else": made(CHAIN.format(name="backend", leave=RAISES).partition("else")[0], fails=True),
    "a_chain_that_goes_on": made(CHAIN.format(name="backend", leave="self.size = 3"), fails=True),
    "an_assertion_of_more": made(ASSERTS.replace('("', '("torch", "'), fails=True),
    "an_assertion_under_a_test": made(
        "self.backend = backend\nif is_hip():\n    assert backend == 'cuda'\n", fails=True
    ),
    "an_assertion_after_a_return": made(
        f"self.backend = backend\nif backend == 'torch':\n    return\n{ASSERTS}".replace(
            "\nself.backend = backend", "", 0
        ),
        fails=True,
    ),
    "an_assertion_after_the_method": made("self.backend = backend\nself.run(1)\n" + ASSERTS, fails=True),
    "a_base_that_runs_the_method": made(
        ASSERTS.replace("assert", "super().__init__()\nassert"),
        bases="(Base)",
        before="from .base import Base\n",
        others={"base": BASE},
        fails=True,
    ),
    "another_parameter": made("self.backend = str(backend)\nassert backend != 1\n", fails=True),
    "a_parameter_that_changes": made(
        "self.backend = backend\nbackend = 'cuda'\nassert backend in ('cuda', 'triton')\n", fails=True
    ),
    "an_attribute_that_a_method_changes": made(
        ASSERTS, fails=True, more=method("self.backend = 'torch'"), calls=(*CALLS, *CHANGED)
    ),
    "an_attribute_that_another_file_changes": made(
        ASSERTS,
        fails=True,
        calls=('other.change(work.Work("cuda")).run(1)',),
        others={"other": "def change(work):\n    work.backend = 'torch'\n    return work\n"},
    ),
    "an_attribute_of_an_attribute_that_changes": made(
        CONFIG + 'assert self.config.backend in ("cuda", "triton")\n',
        path="config.backend",
        before=HELD,
        fails=True,
        more=method("self.config.backend = 'torch'"),
        calls=CHANGED,
    ),
    "a_class_below_that_does_not_call_it": made(
        ASSERTS,
        fails=True,
        calls=("other.Other().run(1)",),
        others={
            "other": "from .work import Work\n\n\nclass Other(Work):\n    backend = 'torch'\n\n"
            "    def __init__(self):\n        pass\n"
        },
    ),
    "an_object_that_is_made_without_it": made(
        ASSERTS,
        fails=True,
        calls=("other.bare().run(1)",),
        others={
            "other": "from .work import Work\n\n\ndef bare():\n    made = Work.__new__(Work)\n"
            "    vars(made)['backend'] = 'torch'\n    return made\n"
        },
    ),
    "a_class_method": made(
        ASSERTS,
        fails=True,
        more="\n    backend = 'torch'\n\n    @classmethod\n    def of(self):\n        return self.run(self, 1)\n",
        calls=("work.Work.of()",),
    ),
}


class TestCases(PackageCases):
    cases = CASES
