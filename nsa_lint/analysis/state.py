"""What holds at one point of a function, and how paths come together again.

`unbound[name]` says on which paths the name is unbound, split by who is to blame: a tag names the arm of the
chain at which the path parted from one that binds the name. `None` is nobody yet. A name that is not in the
table is bound on every path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from nsa_lint.analysis.bdd import FALSE, TRUE, Conditions
from nsa_lint.analysis.values import Facts, Value

Tag = tuple[int, int]  # (chain, arm)
Unbound = dict["Tag | None", int]
NEVER_BOUND: Unbound = {None: TRUE}
TOLD: Tag = (-1, 0)  # paths on which a read has failed already: still unbound, never told again


@dataclass(slots=True)
class State:
    reach: int
    unbound: dict[str, Unbound]
    values: dict[str, Value]
    raised: bool = False  # whether the failures possible here were recorded and nothing has changed since

    def fork(self, reach: int) -> State:
        return State(reach, self.unbound.copy(), self.values.copy(), self.raised)

    def bind(self, name: str) -> None:
        self.unbound.pop(name, None)
        self.raised = False

    def unbind(self, name: str, tag: Tag | None) -> None:
        self.unbound[name] = {tag: TRUE}
        self.raised = False


@dataclass(frozen=True, slots=True)
class Live:
    """What is still of use behind a place: names that may be read there unbound, and names whose values are asked."""

    reads: frozenset[str]
    values: frozenset[str]

    def needs(self, key: str) -> bool:
        return _of_use(key, self.reads)

    def asks(self, key: str) -> bool:
        return _of_use(key, self.values)


def _of_use(key: str, live: frozenset[str]) -> bool:
    root = key.partition(".")[0]
    return "@" in root or root.removeprefix("::") in live


@dataclass(slots=True)
class Divergence:
    """A chain while it is walked: which arm binds what is filled in where its arms meet."""

    key: int
    dispatch: bool
    around: frozenset[int] = frozenset()  # the keys of the chains, no loops, in an arm of which this one stands
    binders: dict[str, set[int]] = field(default_factory=dict)


def unbound_where(conditions: Conditions, state: State, name: str) -> int:
    result = FALSE
    for condition in state.unbound.get(name, {}).values():
        result = conditions.or_(result, condition)
    return result


def join(
    facts: Facts,
    arms: Sequence[tuple[int, State]],
    entry: State,
    divergence: Divergence,
    is_dispatch: Callable[[Tag], bool],
    default: Callable[[State, str], Value],
    live: Live | None = None,
) -> State:
    """The state after a chain: `arms` are (arm, state at its end), `entry` the state before it; `live`, behind it.

    A path that is still unbound and unblamed at the end of one arm, while another arm binds the name, is
    blamed on its arm. Blame that was given inside the arm stays: the innermost divergence keeps it. Blame
    that was there before the chain stays too, unless it is no dispatch's and this chain is one, or it is that of a
    chain around this one.
    """
    conditions = facts.conditions
    alive = [(arm, state) for arm, state in arms if state.reach != FALSE]
    if not alive:
        return State(FALSE, entry.unbound.copy(), entry.values.copy())
    if len(alive) == 1:
        return alive[0][1]
    states = [state for _, state in alive]
    reach = FALSE
    for state in states:
        reach = conditions.or_(reach, state.reach)
    first = states[0]

    unbound = first.unbound.copy()
    for name in _differing([state.unbound for state in states]):
        needed = live is None or live.needs(name)
        merged = _merge_unbound(conditions, name, alive, entry, divergence, is_dispatch) if needed else None
        if merged:
            unbound[name] = merged
        else:
            unbound.pop(name, None)
    values = first.values.copy()
    for name in _differing([state.values for state in states]):
        if live is not None and not live.asks(name):
            values.pop(name, None)
            continue
        values[name] = facts.union((state.values.get(name) or default(state, name), state.reach) for state in states)
    return State(reach, unbound, values, all(state.raised for state in states))


def blame_leaver(conditions: Conditions, state: State, ends: Sequence[State], arm: Tag, names: Iterable[str]) -> None:
    """An arm of a dispatch that leaves a round early is to blame for what another way out of the round binds."""
    for name in names:
        entry = state.unbound.get(name)
        if entry and None in entry and any(_binds(conditions, end, name) for end in ends):
            moved = dict(entry)
            moved[arm] = conditions.or_(moved.pop(None), moved.get(arm, FALSE))
            state.unbound[name] = moved


def _binds(conditions: Conditions, state: State, name: str) -> bool:
    return conditions.minus(state.reach, unbound_where(conditions, state, name)) != FALSE


def _differing(tables: list[dict[str, Unbound]] | list[dict[str, Value]]) -> list[str]:
    """Names whose entries are not the very same object in every table."""
    first = tables[0]
    names: set[str] = set()
    for table in tables[1:]:
        names.update(name for name, entry in table.items() if first.get(name) is not entry)
        names.update(first.keys() - table.keys())
    return sorted(names)


def _merge_unbound(
    conditions: Conditions,
    name: str,
    alive: Sequence[tuple[int, State]],
    entry: State,
    divergence: Divergence,
    is_dispatch: Callable[[Tag], bool],
) -> Unbound:
    before = entry.unbound.get(name)
    unbound_before = unbound_where(conditions, entry, name)
    binders = set()
    for arm, state in alive:
        bound = conditions.minus(conditions.and_(state.reach, unbound_before), unbound_where(conditions, state, name))
        if bound != FALSE:
            binders.add(arm)
    divergence.binders.setdefault(name, set()).update(binders)
    merged: Unbound = {}
    for arm, state in alive:
        for tag, condition in state.unbound.get(name, {}).items():
            here = conditions.and_(condition, state.reach)
            if here == FALSE:
                continue
            # of a chain around this one: an earlier round took another arm, but here it is this one that does not bind
            earlier = tag is not None and tag[0] in divergence.around
            if binders - {arm} and (tag is None or earlier or _takes_over(tag, before, divergence, is_dispatch)):
                tag = (divergence.key, arm)
            merged[tag] = conditions.or_(merged.get(tag, FALSE), here)
    return merged


def _takes_over(tag: Tag, before: Unbound | None, divergence: Divergence, is_dispatch: Callable[[Tag], bool]) -> bool:
    return divergence.dispatch and before is not None and tag in before and tag != TOLD and not is_dispatch(tag)
