"""The lines that belong to a finding besides the read: the path that leads to it, and the arms of the chain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nsa_lint.model import ArmKind, GuardValue, UnboundUse

_NOT = {"raises": "does not raise", "catches it": "does not catch it", "runs": "does not run"}
_EVENT = re.compile(rf"(?P<subject>(?:the \w+ at )?line \d+) (?P<verb>{'|'.join(_NOT)})")


@dataclass(frozen=True, slots=True)
class Related:
    """`text` says what line `line` (from 1) has to do with the finding."""

    line: int
    text: str


def path(use: UnboundUse) -> Iterator[Related]:
    """The guards in the order in which they are met, each with the value that leads to the failing read."""
    for step in use.when:
        yield Related(step.line, said(step))


def said(step: GuardValue) -> str:
    """A step of a witness as a sentence: a test has a value, a statement raises, a loop runs."""
    guard = " ".join(step.text.split())
    event = _EVENT.fullmatch(guard)
    if event is None:
        return f"{guard}: {'true' if step.value else 'false'}"
    return guard if step.value else f"{event['subject']} {_NOT[event['verb']]}"


def arms(use: UnboundUse) -> Iterator[Related]:
    """The arm to blame, then those that bind the name."""
    if use.arm.kind is not ArmKind.NONE:
        guard = " ".join(use.arm.guard.split())
        blamed = "no arm is taken" if use.arm.kind is ArmKind.MISSING_ELSE else "this arm"
        yield Related(use.arm.line, f"{blamed}: {use.name!r} stays unbound{f' ({guard})' if guard else ''}")
    for line in use.bindings:
        yield Related(line, f"this arm binds {use.name!r}")
