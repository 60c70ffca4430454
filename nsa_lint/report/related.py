"""The lines that belong to a finding besides the read: the path that leads to it, the arms of the chain, and
the reads that fail for the same reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nsa_lint.model import ArmKind, Diagnostic, File, StepKind, UnboundRead, WitnessStep
from nsa_lint.report.uris import relative

_NOT = {
    StepKind.RAISES: ("raises", "does not raise"),
    StepKind.CATCHES: ("catches it", "does not catch it"),
    StepKind.RUNS: ("runs", "does not run"),
}


@dataclass(frozen=True, slots=True)
class Related:
    """`text` says what line `line` (from 1) has to do with the finding; of `file`, if not of the checked one."""

    line: int
    text: str
    file: File | None = None


def path(use: UnboundRead) -> Iterator[Related]:
    """The guards in the order in which they are met, each with the value that leads to the failing read."""
    for step in use.when:
        yield Related(step.line, said(step), use.file)


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
    blamed, binds = sentences(use)
    if use.arm.kind is not ArmKind.NONE:
        guard = " ".join(use.arm.guard.split())
        yield Related(use.arm.line, f"{blamed}{f' ({guard})' if guard else ''}", use.file)
    for line in use.bindings:
        yield Related(line, binds, use.file)


def sentences(use: UnboundRead) -> tuple[str, str]:
    """What the arm to blame does, and what the others do."""
    if use.counts:
        given, wanted = use.counts
        return f"{use.name!r} returns {given or 1} here", f"{use.name!r} returns {wanted} here"
    if use.none:
        return f"{use.name!r} is None here", f"this arm imports {use.name!r}"
    arm = "no arm is taken" if use.arm.kind is ArmKind.MISSING_ELSE else "this arm"
    return f"{arm}: {use.name!r} stays unbound", f"this arm binds {use.name!r}"
