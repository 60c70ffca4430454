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


def filled(refused: str, change: str, test: str, fails: bool = True) -> Case:
    """A class with a list: which one its constructor refuses, how a method changes it, and what another one tests."""
    text = FILLED.format(refused=refused, change=change, test=test)
    return Case(HEAD + text, ("work.Work([1]).change().run(1)",), fails=fails)


FILLED = """
class Work:
    def __init__(self, items):
        self.items = items
        {refused}
            raise ValueError(items)

    def change(self):
        {change}
        return self

    def run(self, x):
        {test}
            y = x
        elif _is_cuda:
            return x
        return y
"""
BASE = "class Base:\n    def __init__(self):\n        self.run(1)\n"
BELOW = "from .work import Work\n\n\nclass Other(Work):\n    pass\n"
BESIDE = "class Beside:\n    def __init__(self):\n        self.backend = None\n        self.run(1)\n\n\n"
REGISTRY = """
class Registry:
    def register(self):
        return lambda made: made


REGISTRY = Registry()
"""
UNCHECKED = """
def unchecked(made):
    def start(self, backend):
        self.backend = backend

    made.__init__ = start
    return made


@unchecked"""
HOOKED = """
from .work import HOOKS, Work


def hooked():
    try:
        Work("torch")
    except AssertionError:
        return {held}
"""
NEXT = "\n"  # after the first line
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
    "a_base_that_runs_nothing": made(
        ASSERTS.replace("assert", "super().__init__()\nassert"),
        bases="(Base)",
        before="from .base import Base\n",
        others={"base": BASE.replace("self.run(1)", "self.size = 1")},
    ),
    "a_class_below_in_another_file": made(
        ASSERTS.replace("assert", "super().__init__()\nassert"),
        bases="(Base)",
        before="from .base import Base\n",
        others={"base": BASE.replace("self.run(1)", "self.size = 1"), "below": BELOW},
    ),
    "a_class_below_in_another_file_whose_other_base_runs_the_method": made(
        ASSERTS.replace("assert", "super().__init__()\nassert"),
        bases="(Base)",
        before="from .base import Base\n",
        calls=(*CALLS, 'below.Other("cuda")', 'below.Other("torch")'),
        others={
            "base": "class Base:\n    pass\n",
            "below": BELOW.replace("Work)", "Work, Beside)").replace(NEXT, f"\n\n{BESIDE}", 1),
        },
        fails=True,
    ),
    "a_class_that_is_registered": made(
        ASSERTS, before="from .base import REGISTRY\n\n\n@REGISTRY.register()", others={"base": REGISTRY}
    ),
    "a_class_that_a_function_of_the_file_changes": made(ASSERTS, before=UNCHECKED, fails=True),
    "a_base_that_runs_the_method_after_it": made(
        ASSERTS + "super().__init__()\n", bases="(Base)", before="from .base import Base\n", others={"base": BASE}
    ),
    "a_class_below_that_runs_the_method_after_it": made(
        ASSERTS.replace("assert", "super().__init__()\nassert"),
        more="\n\nclass Other(Work):\n    def __init__(self, x):\n"
        "        super().__init__(x)\n        self.run(1)\n\n\nclass Another(Other):\n    pass\n",
        calls=('work.Another("cuda").run(1)', 'work.Another("torch")'),
    ),
    "a_method_of_the_class_with_the_object": made(
        ASSERTS, more="\n    def twice(self, x):\n        return Work.run(self, x) + Work.run(self, x)\n"
    ),
    # some value goes on
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
    "an_attribute_of_a_class_here_that_its_constructor_sets": made(
        'self.config = Config(backend)\nassert self.config.backend in ("cuda", "triton")\n',
        path="config.backend",
        before="class Config:\n    def __init__(self, backend):\n        self.backend = backend\n\n\n",
    ),
    "an_attribute_of_a_class_here_that_changes_it": made(
        'self.config = Config(backend)\nassert self.config.backend in ("cuda", "triton")\n',
        path="config.backend",
        before="class Config:\n    def __init__(self, backend):\n        self.backend = backend\n\n"
        "    def change(self):\n        self.backend = 'torch'\n\n\n",
        fails=True,
        more=method("self.config.change()"),
        calls=CHANGED,
    ),
    "a_list_that_is_emptied": filled("if not items:", "self.items.clear()", "if self.items:"),
    "a_list_that_is_popped": filled("if not items:", "self.items.pop()", "if self.items:"),
    "a_list_that_loses_an_item": filled("if 1 not in items:", "del self.items[0]", "if 1 in self.items:"),
    "a_list_that_gets_an_item": filled("if 2 in items:", "self.items.append(2)", "if 2 not in self.items:"),
    "a_list_that_stays": filled("if not items:", "self.size = len(self.items)", "if self.items:", fails=False),
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
    "a_method_that_is_handed_on_before": made(
        f"self.backend = backend\nHOOKS.append(self.run)\n{ASSERTS.partition(NEXT)[2]}",
        fails=True,
        before="HOOKS = []\n\n",
        calls=("other.hooked()",),
        others={"other": HOOKED.format(held="HOOKS[-1](1)")},
    ),
    "an_object_that_is_kept_before": made(
        f"self.backend = backend\nHOOKS[0] = self\n{ASSERTS.partition(NEXT)[2]}",
        fails=True,
        before="HOOKS = [None]\n\n",
        calls=("other.hooked()",),
        others={"other": HOOKED.format(held="HOOKS[0].run(1)")},
    ),
    "a_property_that_is_read_before": made(
        f"self.backend = backend\nself.size = self.sized\n{ASSERTS.partition(NEXT)[2]}",
        fails=True,
        more="\n    @property\n    def sized(self):\n        return self.run(1)\n",
    ),
    "a_second_base_that_runs_the_method": made(
        ASSERTS.replace("assert", "super().__init__()\nassert"),
        bases="(First, Base)",
        before="from .base import Base\n\n\nclass First:\n    pass\n\n",
        others={"base": BASE},
        fails=True,
    ),
    "a_class_beside_it_that_runs_the_method": made(
        ASSERTS.replace("assert", "super().__init__()\nassert"),
        calls=('other.Both("torch")',),
        others={"other": f"from .work import Work\n\n\n{BASE}\n\nclass Both(Work, Base):\n    pass\n"},
        fails=True,
    ),
    "a_class_below_that_calls_another_base": made(
        CONFIG + 'assert self.config.backend in ("cuda", "triton")\n',
        path="config.backend",
        before=HELD,
        calls=("other.Other().run(1)",),
        others={
            "other": "from .work import SimpleNamespace, Work\n\n\nclass Beside:\n    def __init__(self):\n"
            "        pass\n\n\nclass Other(Work, Beside):\n    def __init__(self):\n        Beside.__init__(self)\n"
            "        vars(self)['config'] = SimpleNamespace(backend='torch')\n"
        },
        fails=True,
    ),
    "another_constructor": made(
        ASSERTS,
        calls=("other.made().run(1)",),
        others={
            "other": "from . import work\n\n\ndef patched(self):\n    vars(self)['backend'] = 'torch'\n\n\n"
            "def made():\n    work.Work.__init__ = patched\n    return work.Work()\n"
        },
        fails=True,
    ),
    "another_constructor_by_its_name": made(
        ASSERTS,
        calls=("other.made().run(1)",),
        others={
            "other": "from .work import Work\n\n\ndef patched(self):\n    vars(self)['backend'] = 'torch'\n\n\n"
            "def made():\n    setattr(Work, '__init__', patched)\n    return Work()\n"
        },
        fails=True,
    ),
    "an_object_of_another_class": made(
        ASSERTS,
        calls=("other.Other().run(1)",),
        others={
            "other": "from .work import Work\n\n\nclass Other:\n    def run(self, x):\n"
            "        return Work.run(Held(), x)\n\n\nclass Held:\n"
            "    def __getattr__(self, name):\n        return 'torch'\n"
        },
        fails=True,
    ),
    "a_class_method": made(
        ASSERTS,
        fails=True,
        more="\n    backend = 'torch'\n\n    @classmethod\n    def of(self):\n        return self.run(self, 1)\n",
        calls=("work.Work.of()",),
    ),
}

FLAGGED = (
    HEAD
    + """
class Work:
    def __init__(self):
{body}

    def run(self, x):
        if _is_cuda:
            y = x
        return y
{more}"""
)
REFUSES = "if not _is_cuda:\n    raise RuntimeError\n"


def flagged(
    body: str, *, fails: bool = True, more: str = "", bases: str = "", call: str = "work.Work().run(1)"
) -> Case:
    text = FLAGGED.format(body=indent(body, " " * 8), more=more, bases=bases)
    return Case(text.replace("_is_cuda = is_cuda()\n", "_is_cuda = is_cuda()\nHOOKS = []\n"), (call,), fails=fails)


BELOW = "\n\nclass Other(Work):\n    def __init__(self):\n        {body}\n        super().__init__()\n"
BESIDE = "\n\nclass Beside:\n    def __init__(self):\n        {body}\n"
HOOKED_HERE = """

def hooked():
    try:
        Work()
    except RuntimeError:
        pass
    return HOOKS[-1](1)
"""
FLAGGED_CASES = {
    "a_flag": flagged(REFUSES, fails=False),
    "a_class_below_that_sets_something_before": flagged(
        REFUSES, more=BELOW.format(body="self.size = 1"), call="work.Other().run(1)", fails=False
    ),
    "a_method_handed_on_before": flagged("HOOKS.append(self.run)\n" + REFUSES, more=HOOKED_HERE, call="work.hooked()"),
    "a_class_below_that_runs_the_method_before": flagged(
        REFUSES, more=BELOW.format(body="self.run(1)"), call="work.Other()"
    ),
    "a_class_below_that_calls_the_other_base": flagged(
        REFUSES,
        more=BESIDE.format(body="self.size = 1")
        + "\n\nclass Other(Work, Beside):\n    def __init__(self):\n        Beside.__init__(self)\n",
        call="work.Other().run(1)",
    ),
    "a_class_beside_it_that_runs_the_method_before": flagged(
        "super().__init__()\n" + REFUSES,
        more=BESIDE.format(body="self.run(1)") + "\n\nclass Both(Work, Beside):\n    pass\n",
        call="work.Both()",
    ),
    "an_object_of_any_class": flagged(
        REFUSES, more="\n\ndef bare(x):\n    return Work.run(None, x)\n", call="work.bare(1)"
    ),
}


class TestCases(PackageCases):
    cases = CASES


class TestFlags(PackageCases):
    cases = FLAGGED_CASES
