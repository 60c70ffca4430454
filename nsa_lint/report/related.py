"""The lines that belong to a finding besides the read: the path that leads to it, the arms of the chain, and
the reads that fail for the same reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nsa_lint.model import ArmKind, Diagnostic, StepKind, UnboundRead, WitnessStep
from nsa_lint.report.uris import relative

_NOT = {
    StepKind.RAISES: ("raises", "does not raise"),
    StepKind.CATCHES: ("catches it", "does not catch it"),
    StepKind.RUNS: ("runs", "does not run"),
}


@dataclass(frozen=True, slots=True)
class Related:
    """`text` says what line `line` (from 1) has to do with the finding."""

    line: int
    text: str


def path(use: UnboundRead) -> Iterator[Related]:
    """The guards in the order in which they are met, each with the value that leads to the failing read."""
    for step in use.when:
        yield Related(step.line, said(step))


def said(step: WitnessStep) -> str:
    """A step of a witness as a sentence: a test has a value, a statement raises, a loop runs."""
    guard = " ".join(step.text.split())
    if step.kind is StepKind.GUARD:
        return f"{guard}: {'true' if step.value else 'false'}"
    happens, does_not = _NOT[step.kind]
    return guard if step.value else guard.removesuffix(happens) + does_not


def because(found: Diagnostic) -> Iterator[tuple[str, Related]]:
    """The places of other files that the finding follows from, each with its path."""
    for each in found.because:
        yield relative(each.path), Related(each.line, each.text)


def further(found: Diagnostic) -> Iterator[Related]:
    """The other reads that fall into the same hole."""
    for use in found.also:
        yield Related(use.read.line, f"{use.name!r} is unbound here too, for the same reason")


def arms(use: UnboundRead) -> Iterator[Related]:
    """The arm to blame, then those that bind the name."""
    if use.arm.kind is not ArmKind.NONE:
        guard = " ".join(use.arm.guard.split())
        blamed = "no arm is taken" if use.arm.kind is ArmKind.MISSING_ELSE else "this arm"
        yield Related(use.arm.line, f"{blamed}: {use.name!r} stays unbound{f' ({guard})' if guard else ''}")
    for line in use.bindings:
        yield Related(line, f"this arm binds {use.name!r}")
