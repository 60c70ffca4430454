"""What only an attribute of a parameter leaves unbound is reported with scope `all` alone."""

from __future__ import annotations

import pytest

from lab.check import DEFAULT, EVERY_CODE, report

BODY = """
import fastlib


class Agent:
    size = 1

    def __init__(self, job=None):
        self.job = job

    def run(self, job, jobs, maybe: "Agent | None", spare=None):
        try:
            {before}
            fastlib.triton_fill(job)
        except {handled}:
            return name
        return name
"""

SLIGHT = {
    "of a parameter": "name = job.run_id",
    "a constant first": "count = 0\n            kept = name = job.run_id",
    "another attribute first": "size = job.size\n            name = None",
    "several": "pair = (job.run_id, jobs.first, None)\n            name = pair",
    "a name first": "other = job\n            name = job.run_id",
}
OTHERS = {
    "of self, which may not have it yet": "name = self.run_id",
    "of what is None by default": "name = spare.run_id",
    "of what may be None": "name = maybe.run_id",
    "a call first": "start(job)\n            name = job.run_id",
    "a call on it": "name = job.run_id()",
    "an attribute of an attribute": "name = job.config.run_id",
    "an item": "name = job[0]",
    "an operation": "name = job.size + 1",
    "a method's result": "name = str(job.run_id)",
    "unpacked": "name, other = job.pair",
    "of a module": "name = fastlib.size",
    "of a name that is bound again": "name = jobs.size\n            jobs = job",
    "an object that is given is changed": "job.started = job.clock\n            name = job.run_id",
    "a list is unpacked": "[name] = job.pair",
    "something else is set": "self.job = job\n            name = job.run_id",
    "under a test": "if job.fast:\n                name = 1",
}


def codes(before: str, handled: str = "Exception") -> tuple[list[str], list[str]]:
    """The codes by default, and those of every scope."""
    text = BODY.format(before=before, handled=handled)
    found = [[each.code for each in report(text, options) if each.name == "name"] for options in (DEFAULT, EVERY_CODE)]
    return found[0], found[1]


@pytest.mark.parametrize("handled", ["Exception", "BaseException", "ValueError", "(OSError, ValueError)"])
@pytest.mark.parametrize("before", SLIGHT.values(), ids=SLIGHT)
def test_an_attribute_of_a_parameter_is_no_reason_by_default(before: str, handled: str) -> None:
    assert codes(before, handled) == ([], ["NSA102"])


@pytest.mark.parametrize("handled", ["KeyError", "(OSError, IndexError)"])
@pytest.mark.parametrize("before", SLIGHT.values(), ids=SLIGHT)
def test_it_never_is_where_an_attribute_does_not_raise_what_is_handled(before: str, handled: str) -> None:
    assert codes(before, handled) == ([], [])


@pytest.mark.parametrize("before", OTHERS.values(), ids=OTHERS)
def test_what_else_may_fail_is(before: str) -> None:
    assert codes(before)[0] == ["NSA102"]
    assert "NSA102" in codes(before)[1]


@pytest.mark.parametrize("handled", ["AttributeError", "(KeyError, AttributeError)"])
@pytest.mark.parametrize("before", SLIGHT.values(), ids=SLIGHT)
def test_a_handler_may_be_there_for_it(before: str, handled: str) -> None:
    assert codes(before, handled) == (["NSA102"], ["NSA102"])


def test_so_it_is_where_nothing_else_can_fail() -> None:
    text = BODY.format(before="name = job.use_triton", handled="Exception")
    assert report(text, DEFAULT) == []
    alone = text.replace("            fastlib.triton_fill(job)\n", "")
    assert [each.code for each in report(alone, DEFAULT) if each.name == "name"] == ["NSA102"]


def test_it_fails_all_the_same() -> None:
    space: dict[str, object] = {}
    text = BODY.format(before="name = job.run_id", handled="Exception").replace("import fastlib\n", "")
    exec(text, space)
    with pytest.raises(UnboundLocalError, match="name"):
        eval("Agent().run(None, [], None)", space)
