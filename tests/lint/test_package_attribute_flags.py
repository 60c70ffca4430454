"""Attributes that a class makes true after an import: packages that are run.

A case is reported if and only if one of its calls ends in UnboundLocalError on some platform.
"""

from __future__ import annotations

from textwrap import indent

from lab.package_cases import Case
from tests.lint.package_runs import PackageCases

START = "def __init__(self):\n    self.ready = False\n    self.box = Box()\n"
BOX = "class Box:\n    ready = None\n\n\n"
TRIES = """\
try:
    from fastlib import fill as y

    self.ready = True
except ImportError:
    pass
"""
READS = "if self.ready:\n    return y(x)\nreturn x\n"
CALLS = ("work.Work().run(1)",)
OTHER = "from .work import Work\n\n\nclass Other(Work):\n"


def flagged(
    *,
    start: str = START,
    tries: str = TRIES,
    reads: str = READS,
    more: str = "",
    after: str = "",
    head: str = "",
    bases: str = "",
    fails: bool = False,
    calls: tuple[str, ...] = CALLS,
    others: dict[str, str] | None = None,
) -> Case:
    run = "def run(self, x):\n" + indent(tries + reads, "    ")
    body = indent(f"{start}\n{run}{more}", "    ")
    return Case(f"{head}{BOX}class Work{bases}:\n{body}{after}", calls, fails=fails, others=others or {})


def method(name: str, body: str) -> str:
    return f"\ndef {name}(self):\n{indent(body, '    ')}    return self\n"


CASES = {
    "in_the_body_of_the_try": flagged(),
    "in_its_else": flagged(
        tries=TRIES.replace("\n    self.ready = True\n", "").replace("pass\n", "pass\nelse:\n    self.ready = True\n")
    ),
    "after_calls": flagged(reads="for each in self.box.__class__.__mro__:\n    str(self)\n" + READS),
    "none_before": flagged(start=START.replace("False", "None")),
    "of_the_class": flagged(start="ready = False\n"),
    "set_back": flagged(more=method("close", "self.ready = False\n"), calls=("work.Work().close().run(1)",)),
    "what_was_imported": flagged(
        start=START.replace("False", "None"), tries=TRIES.replace("self.ready = True", "self.ready = y")
    ),
    "in_two_methods": flagged(
        more=method("begin", "from fastlib import fill\n\nself.ready = bool(fill)\n"),
        calls=("work.Work().begin().run(1)", *CALLS),
    ),
    "one_that_returns": flagged(reads="if not self.ready:\n    return x\nreturn y(x)\n"),
    "set_of_another_object": flagged(more=method("change", 'setattr(self.box, "re" + "ady", True)\n')),
    "before_the_import": flagged(
        tries="try:\n    self.ready = True\n    from fastlib import fill as y\nexcept ImportError:\n    pass\n",
        fails=True,
    ),
    "in_the_handler": flagged(tries=TRIES.replace("pass", "self.ready = True"), fails=True),
    "after_the_try": flagged(reads="self.ready = True\n" + READS, fails=True),
    "true_from_the_start": flagged(start=START.replace("False", "True"), fails=True),
    "given": flagged(start=START.replace("(self)", "(self, ready=True)").replace("= False", "= ready"), fails=True),
    "set_by_another_method": flagged(
        more=method("force", "self.ready = True\n"), calls=("work.Work().force().run(1)",), fails=True
    ),
    "set_after_another_import": flagged(
        more=method("force", "import json\n\nself.ready = bool(json)\n"),
        calls=("work.Work().force().run(1)",),
        fails=True,
    ),
    "set_after_another_name_of_it": flagged(
        more=method("force", "from fastlib import drain\n\nself.ready = bool(drain)\n"),
        calls=("work.Work().force().run(1)",),
        fails=True,
    ),
    "set_after_an_import_that_may_fail": flagged(
        more=method(
            "force",
            "try:\n    from fastlib import fill\nexcept ImportError:\n    fill = None\nself.ready = fill is not self\n",
        ),
        calls=("work.Work().force().run(1)",),
        fails=True,
    ),
    "set_by_its_name": flagged(
        more=method("force", 'setattr(self, "ready", True)\n'), calls=("work.Work().force().run(1)",), fails=True
    ),
    "set_by_any_name": flagged(
        more=method("force", 'setattr(self, "re" + "ady", True)\n'), calls=("work.Work().force().run(1)",), fails=True
    ),
    "set_by_a_function": flagged(
        after="\n\ndef force(work):\n    work.ready = True\n    return work\n",
        calls=("work.force(work.Work()).run(1)",),
        fails=True,
    ),
    "set_by_an_unpacking": flagged(
        more=method("force", "self.ready, self.box = True, None\n"),
        calls=("work.Work().force().run(1)",),
        fails=True,
    ),
    "set_in_a_class_below": flagged(
        others={"other": OTHER + "    def __init__(self):\n        super().__init__()\n        self.ready = True\n"},
        calls=("other.Other().run(1)",),
        fails=True,
    ),
    "of_a_class_below": flagged(
        start="ready = False\n",
        others={"other": OTHER + "    ready = True\n"},
        calls=("other.Other().run(1)",),
        fails=True,
    ),
    "set_in_a_base": flagged(
        head="from .base import Base\n\n\n",
        bases="(Base)",
        start="",
        others={"base": "class Base:\n    def __init__(self):\n        self.ready = True\n"},
        fails=True,
    ),
    "of_another_object": flagged(reads="if self.box.ready is None:\n    return y(x)\nreturn x\n", fails=True),
    "where_it_is_false": flagged(reads="if not self.ready:\n    return y(x)\nreturn x\n", fails=True),
}


class TestCases(PackageCases):
    cases = CASES
