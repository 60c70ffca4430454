"""States that share paths: the test that chose between them is not read again, so no variable says which one it was.

Such states are merged as they are. Only where they differ in something that is read later, a choice variable
distinguishes them.
"""

from __future__ import annotations

from collections.abc import Sequence

from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.state import Live, State
from nsa_lint.analysis.unions import Values
from nsa_lint.analysis.values import Value


def apart(
    values: Values, states: Sequence[State], live: Live | None = None, taken: Sequence[Value] = ()
) -> list[State]:
    """The same states, without a path that leads to two that differ in what is `live`, or in what each has `taken`
    along.
    """
    groups: list[tuple[int, int]] = []  # the first of those that are alike, and where one of them is
    member: list[int] = []
    bdd = values.bdd
    for number, state in enumerate(states):
        alike = (
            index
            for index, (other, _) in enumerate(groups)
            if _alike(states[other], state, live) and (not taken or taken[other] == taken[number])
        )
        index = next(alike, len(groups))
        if index == len(groups):
            groups.append((number, FALSE))
        groups[index] = (groups[index][0], bdd.or_(groups[index][1], state.reach))
        member.append(index)
    masks = [TRUE] * len(groups)
    before = FALSE
    for index, (_, reach) in enumerate(groups):
        shared = bdd.and_(before, reach)
        if shared != FALSE:
            choice = values.choice()
            masks[:index] = [bdd.minus(mask, bdd.and_(shared, choice)) for mask in masks[:index]]
            masks[index] = bdd.not_(bdd.minus(shared, choice))
        before = bdd.or_(before, reach)
    return [
        state if masks[index] == TRUE else state.fork(bdd.and_(state.reach, masks[index]))
        for state, index in zip(states, member, strict=True)
    ]


def _alike(first: State, second: State, live: Live | None) -> bool:
    """Whether everything that is read later is equal in both."""
    if first is second:
        return True
    for key in first.values.keys() | second.values.keys():
        if (live is None or live.value_of(key)) and first.values.get(key) != second.values.get(key):
            return False
    return True
