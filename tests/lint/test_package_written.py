"""Dataclasses that refuse values of their fields in `__post_init__`: packages that are run."""

from __future__ import annotations

from textwrap import indent

from lab.package_cases import HEAD, Case
from tests.lint.package_runs import PackageCases

CALLS = tuple(f'work.Work("{each}").run(1)' for each in ("cuda", "triton", "torch"))
CHANGING = """
from .work import Work


def made():
    work = Work()
    work.backend = 1
    return work
"""
HIDING = """

class Other(Work):
    backend = property(lambda self: "torch", lambda self, value: None)

    def __init__(self, backend):
        pass
"""
CHANGED = """
    def change(self):
        self.backend = "torch"
        return self
"""
WRITTEN = """
from dataclasses import dataclass, field


@dataclass{arguments}
class Work:
    {field}
    size: int = 1

    def __post_init__(self):
        {body}

    def run(self, x):
        if self.backend == "cuda":
            y = x
        elif self.backend == "triton":
            y = -x
        return y
{more}"""


def written(
    body: str,
    *,
    fails: bool = False,
    arguments: str = "",
    field: str = 'backend: str = "cuda"',
    more: str = "",
    calls: tuple[str, ...] = CALLS,
    others: dict[str, str] | None = None,
) -> Case:
    """A dataclass that refuses values of its fields."""
    text = WRITTEN.format(arguments=arguments, field=field, body=indent(body, " " * 8).strip(), more=more)
    return Case(HEAD + text, calls, fails=fails, others=others or {})


OF_TWO = 'assert self.backend in ("cuda", "triton")'
BELOW_IT = "\n\n@dataclass\nclass Other(Work):\n    {body}\n"
OTHERS = ('work.Other("torch").run(1)',)
WRITTEN_CASES = {
    "a_field": written(OF_TWO),
    "a_field_that_raises": written("if self.backend not in ('cuda', 'triton'):\n    raise ValueError(self.backend)"),
    "a_field_of_a_frozen_one": written(OF_TWO, arguments="(frozen=True)"),
    "a_field_without_a_default": written(OF_TWO, field="backend: str"),
    "a_field_with_a_factory": written(OF_TWO, field="backend: str = field(default='cuda')"),
    "a_field_after_another_check": written("assert self.size\n" + OF_TWO),
    "a_field_that_takes_one_more": written('assert self.backend in ("cuda", "triton", "torch")', fails=True),
    "a_field_that_is_only_printed": written("print(self.backend)", fails=True),
    "a_field_that_is_changed_after_it": written(OF_TWO + "\nself.backend = 'torch'", fails=True),
    "a_field_that_a_method_changes": written(
        OF_TWO,
        fails=True,
        more=CHANGED,
        calls=('work.Work("cuda").change().run(1)',),
    ),
    "a_field_that_another_module_changes": written(
        OF_TWO,
        fails=True,
        others={"other": CHANGING},
        calls=("other.made().run(1)",),
    ),
    "a_field_after_a_method": written("self.run(1)\n" + OF_TWO, fails=True, calls=('work.Work("torch")',)),
    "a_field_of_a_class_below_that_checks_nothing": written(
        OF_TWO, fails=True, more=BELOW_IT.format(body="def __post_init__(self):\n        pass"), calls=OTHERS
    ),
    "a_field_of_a_class_below": written(OF_TWO, more=BELOW_IT.format(body="width: int = 2"), calls=OTHERS),
    "a_field_of_a_class_below_that_has_its_own": written(
        OF_TWO,
        fails=True,
        more=HIDING,
        calls=OTHERS,
    ),
    "a_class_that_writes_its_own": written(
        OF_TWO, fails=True, more="\n    def __init__(self, backend):\n        self.backend = backend\n"
    ),
    "no_dataclass": Case(
        (HEAD + WRITTEN.format(arguments="", field="backend: str = 'torch'", body=OF_TWO, more="")).replace(
            "@dataclass", ""
        ),
        ("work.Work().run(1)",),
        fails=True,
    ),
}


class TestWritten(PackageCases):
    cases = WRITTEN_CASES
