"""Who is to blame: how paths come together again after a chain, and which arm answers for a name that is unbound."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from nsa_lint.analysis.bdd import FALSE, Bdd
from nsa_lint.analysis.chains import REPORTED, ArmKey, ChainRecord, Tag, Unbound
from nsa_lint.analysis.ir import Block
from nsa_lint.analysis.state import Live, State, binds, unbound_where
from nsa_lint.analysis.unions import Values, value_at
from nsa_lint.analysis.values import Value
from nsa_lint.model import Arm, ArmKind, ChainKind

Arms = Mapping[ArmKey, Arm]
Chains = dict[tuple[int, ChainKind], ChainRecord]


class Blame:
    """The chains that were met, and the arm that is walked. `chains` is shared by the scopes of a module."""

    __slots__ = ("_chains", "within")

    def __init__(self, chains: Chains) -> None:
        self._chains = chains
        self.within: Tag | None = None

    def chain(
        self,
        node: ast.AST,
        kind: ChainKind,
        arms: Callable[[], Arms],
        dispatch: Callable[[], bool] = bool,
        blocks: Sequence[Block] = (),
    ) -> ChainRecord:
        """The record of a chain; the same one in every iteration of a loop, made when it is met first."""
        record = self._chains.get((id(node), kind))
        if record is None:
            record = ChainRecord(kind, node, arms(), self.within, self._around(), dispatch(), blocks)
            self._chains[id(node), kind] = record
        return record

    def _around(self) -> frozenset[ChainRecord]:
        """The chains, no loops, in an arm of which the walk is."""
        if self.within is None:
            return frozenset()
        record = self.within.chain
        own = () if record.kind is ChainKind.LOOP else (record,)
        return record.around.union(own)

    @contextmanager
    def inside(self, arm: Tag) -> Iterator[None]:
        outer, self.within = self.within, arm
        yield
        self.within = outer

    def leaver(self, kind: str) -> Tag | None:
        """The innermost arm of a dispatch that this iteration is in: it answers for what the rest of it binds.

        Where there is none, the innermost arm does if the iteration is left by `continue`; a `break` is a way past the
        loop of its own.
        """
        arm = self.within
        innermost = arm if kind == "continue" and arm is not None and arm.chain.kind is not ChainKind.LOOP else None
        while arm is not None and arm.chain.kind is not ChainKind.LOOP:
            if arm.chain.dispatch:
                return arm
            arm = arm.chain.parent
        return innermost


def blame_leaver(bdd: Bdd, state: State, ends: Iterable[State], arm: Tag, names: Iterable[str]) -> None:
    """If a dispatch arm breaks or continues, it is blamed for names that other paths through the iteration assign."""
    for name in names:
        entry = state.unbound.get(name)
        if entry and None in entry and any(binds(bdd, end, name) for end in ends):
            state.set_unbound(name, shifted(bdd, entry, None, arm))


def blame_earlier(bdd: Bdd, state: State, loop: ChainRecord) -> None:
    """Another iteration of a loop begins: an arm that was taken before it answers where none of this one does.

    A `del` answers for what fails after it, whatever that is.
    """
    for name, entry in [*state.unbound.items()]:
        for tag in entry:
            if tag is None or tag.chain.kind is ChainKind.DELETE:
                continue
            taken = tag.chain.is_in(loop) and (tag.before is None or tag.before.is_in(loop))
            if taken or (tag.failed is not None and tag.failed.is_in(loop)):
                now = tag._replace(before=loop if taken else tag.before, failed=None)
                state.set_unbound(name, shifted(bdd, state.unbound[name], tag, now))


def blame_failure(bdd: Bdd, state: State, chain: ChainRecord, names: Iterable[str]) -> None:
    """A body fails: of an arm of an earlier iteration that did not bind these names, it says that this one did not."""
    for name in names:
        for tag in [*state.unbound.get(name, ())]:
            if tag is not None and tag.is_earlier(chain):
                state.set_unbound(name, shifted(bdd, state.unbound[name], tag, tag._replace(failed=chain)))


def shifted(bdd: Bdd, entry: Unbound, was: Tag | None, now: Tag) -> Unbound:
    """The same paths, with somebody else to blame for some of them."""
    moved = dict(entry)
    moved[now] = bdd.or_(moved.pop(was), moved.get(now, FALSE))
    return moved


def join(
    values: Values,
    arms: Sequence[tuple[Tag | None, State]],
    entry: State,
    chain: ChainRecord | None,
    live: Live | None = None,
) -> State:
    """The state after a chain: `arms` are (arm, state at its end), `entry` the state before it; `live`, after it.

    A path that is still unbound and unblamed at the end of one arm, while another arm binds the name, is
    blamed on its arm. Blame that was given inside the arm stays: the innermost divergence keeps it. Blame
    that was there before the chain stays too, unless it is no dispatch's and this chain is one, or it is that of a
    chain around this one. Without a `chain` nobody is blamed.
    """
    bdd = values.bdd
    alive = [(arm, state) for arm, state in arms if state.reach != FALSE]
    if not alive:
        return entry.fork(FALSE)
    if len(alive) == 1:
        return alive[0][1]
    states = [state for _, state in alive]
    reach = FALSE
    for state in states:
        reach = bdd.or_(reach, state.reach)
    first = states[0]

    unbound = first.unbound.copy()
    for name in _differing([state.unbound for state in states]):
        needed = live is None or live.reads_of(name)
        merged = _merge_unbound(bdd, name, alive, entry, chain) if needed else None
        if merged:
            unbound[name] = merged
        else:
            unbound.pop(name, None)
    stored = first.values.copy()
    for name in _differing([state.values for state in states]):
        if live is not None and not live.value_of(name):
            stored.pop(name, None)
            continue
        stored[name] = values.union((value_at(values, state.values, name), state.reach) for state in states)
    recorded = {state.failure_recorded for state in states}
    return State(reach, unbound, stored, recorded.pop() if len(recorded) == 1 else False)


def _differing(tables: list[dict[str, Unbound]] | list[dict[str, Value]]) -> list[str]:
    """Names whose entries are not the very same object in every table."""
    first = tables[0]
    names: set[str] = set()
    for table in tables[1:]:
        names.update(name for name, entry in table.items() if first.get(name) is not entry)
        names.update(first.keys() - table.keys())
    return sorted(names)


def _merge_unbound(
    bdd: Bdd, name: str, alive: Sequence[tuple[Tag | None, State]], entry: State, chain: ChainRecord | None
) -> Unbound:
    before = entry.unbound.get(name)
    binders = _binders(bdd, name, alive, entry)
    if chain is not None:
        chain.note_binders(name, (tag.key for tag in binders if tag is not None))
    merged: Unbound = {}
    for arm, state in alive:
        for tag, condition in state.unbound.get(name, {}).items():
            here = bdd.and_(condition, state.reach)
            if here == FALSE:
                continue
            if chain is not None and binders - {arm} and _takes_over(chain, tag, before, name, arm, binders):
                tag = arm
            merged[tag] = bdd.or_(merged.get(tag, FALSE), here)
    return merged


def _binders(bdd: Bdd, name: str, alive: Sequence[tuple[Tag | None, State]], entry: State) -> set[Tag | None]:
    """The arms that bind a name on paths on which it was unbound before."""
    unbound_before = unbound_where(bdd, entry, name)
    found: set[Tag | None] = set()
    for arm, state in alive:
        bound = bdd.minus(bdd.and_(state.reach, unbound_before), unbound_where(bdd, state, name))
        if bound != FALSE:
            found.add(arm)
    return found


def _takes_over(
    chain: ChainRecord,
    tag: Tag | None,
    before: Unbound | None,
    name: str,
    arm: Tag | None,
    binders: set[Tag | None],
) -> bool:
    """Whether an arm that does not bind is to blame now, in place of whoever is.

    A later dispatch takes the blame of a chain that is none where one of its arms is written that does not bind, and
    another binds without needing what was left open: not an `if` that only adds to it.
    """
    if tag is None or tag.chain in chain.around:
        return True  # around: an earlier iteration took another arm, but here it is this one that does not bind
    if tag.is_earlier(chain) and not tag.chain.is_in(chain) and (chain.dispatch or not tag.chain.dispatch):
        return True
    if not chain.dispatch or before is None or tag not in before or tag is REPORTED or tag.chain.dispatch:
        return False
    if "TYPE_CHECKING" in tag.arm.guard:
        return True  # what is bound for type checkers alone was never bound: the dispatch is the first that may
    if arm is None or arm.arm.kind is ArmKind.MISSING_ELSE:
        return False
    return any(each is not None and not chain.needs_before(name, each.key) for each in binders - {arm})
