"""`except*`: the handlers take their parts of a group of exceptions, one after another; what is left goes on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nsa_lint.analysis import ir
from nsa_lint.analysis.bdd import FALSE
from nsa_lint.analysis.catching import Raised, caught_by, chosen
from nsa_lint.analysis.chains import ChainRecord, Tag
from nsa_lint.analysis.exits import Thrown
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.state import State

GROUPS = frozenset(("ExceptionGroup", "BaseExceptionGroup"))
"""See PEP 654: `except*` catches a plain exception as well, as a group of one."""


@dataclass(frozen=True, slots=True)
class _Way:
    """Paths on which something was raised: what is left of it, and the last handler that took a part."""

    reach: int
    left: Thrown | None
    arm: Tag | None = None


def handle_groups(
    run: Run, step: ir.Protect, chain: ChainRecord, raised: Raised
) -> tuple[list[tuple[Tag, State]], Raised]:
    """The states in which nothing is left, each with the last handler that took a part; and those that go on."""
    from nsa_lint.analysis.exceptions import handle  # a group is handled as one exception is

    bdd = run.world.bdd
    if not raised:
        return [], []
    ways = [_Way(state.reach, thrown) for state, thrown in raised]
    run.state = run.merge(state for state, _ in raised)
    for index, handler in enumerate(step.handlers, start=1):
        taken, missed = _split(run, handler, chain.tag(index), ways)
        before = run.state
        entered = _any(run, taken)
        if entered != FALSE:
            run.state = before.fork(bdd.and_(before.reach, entered))
            handle(run, step, chain, index)
            around = before.fork(bdd.minus(before.reach, entered))
            run.state = run.merge(state for state in (run.state, around) if state.reach != FALSE)
        ways = [*taken, *missed]
    after = run.state
    ends: list[tuple[Tag, State]] = []
    rest: Raised = []
    for way in ways:
        state = after.fork(bdd.and_(after.reach, way.reach))
        if way.left is not None:
            rest.append((state, way.left))
        elif way.arm is not None:
            ends.append((way.arm, state))
    return ends, rest


def _any(run: Run, ways: list[_Way]) -> int:
    found = FALSE
    for way in ways:
        found = run.world.bdd.or_(found, way.reach)
    return found


def _split(run: Run, handler: ir.Handler, arm: Tag, ways: list[_Way]) -> tuple[list[_Way], list[_Way]]:
    """The ways on which a handler takes a part, and those on which it does not."""
    bdd = run.world.bdd
    taken: list[_Way] = []
    missed: list[_Way] = []
    for way in ways:
        matches = _matches(run, handler, way.left)
        if matches is False:
            missed.append(way)
            continue
        here = way.reach
        if matches is None:
            choice = chosen(run, handler.node, here)
            others = replace(way.left or Thrown(), excluded=way.left.excluded | {*handler.names}) if way.left else None
            missed.append(_Way(bdd.minus(here, choice), others, way.arm))
            here = bdd.and_(here, choice)
        for reach, left in _left(run, handler, way.left, here):
            taken.append(_Way(reach, left, arm))
    return [way for way in taken if way.reach != FALSE], [way for way in missed if way.reach != FALSE]


def _matches(run: Run, handler: ir.Handler, left: Thrown | None) -> bool | None:
    """Whether a handler takes a part of what is left; None: perhaps."""
    if left is None:
        return False
    classes = run.world.module.classes
    if left.members is None:
        return caught_by(classes, handler.names, left if left.name not in GROUPS else Thrown(excluded=left.excluded))
    answers = [caught_by(classes, handler.names, Thrown(member)) for member in left.members]
    return True if True in answers else None if None in answers else False


def _left(run: Run, handler: ir.Handler, left: Thrown | None, reach: int) -> list[tuple[int, Thrown | None]]:
    """What is left once a handler has taken its part."""
    if left is None:
        return [(reach, None)]
    classes, bdd = run.world.module.classes, run.world.bdd
    if left.members is not None:
        rest = tuple(each for each in left.members if caught_by(classes, handler.names, Thrown(each)) is not True)
        return [(reach, replace(left, members=rest) if rest else None)]
    if left.name and left.name not in GROUPS:
        return [(reach, None)]
    if not {"", "BaseException", "Exception"}.isdisjoint(handler.names):
        return [(reach, None)]
    more = run.world.values.choice()  # a group of which nothing is known may hold others
    others = replace(left, excluded=left.excluded | {*handler.names})
    return [(bdd.minus(reach, more), None), (bdd.and_(reach, more), others)]
