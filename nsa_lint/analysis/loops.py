"""for and while.

A loop is walked for a few iterations, each with guards of its own for what the iteration rebinds, so that a flag that
one iteration sets decides the next. Two iterations tell first from later; in the last one, every constant that the
body sets (a counter, a state's name) is forgotten, so that it represents all the iterations that are not walked. With a
counter there are two of those, since the one in which it passes a limit is the last; of a range the last is walked too.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial

from nsa_lint.analysis import ir
from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.blame import blame_earlier, blame_leaver
from nsa_lint.analysis.budgets import Effort
from nsa_lint.analysis.chains import ArmKey, ChainRecord, LoopArm, Tag
from nsa_lint.analysis.comparisons import truth
from nsa_lint.analysis.counters import counters
from nsa_lint.analysis.exits import LoopExits
from nsa_lint.analysis.items import Items, Which
from nsa_lint.analysis.iteration import iterate
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.state import State, nowhere, unbound_where
from nsa_lint.analysis.unions import UNION
from nsa_lint.analysis.values import Atom, Const, Symbol, Value, singleton
from nsa_lint.analysis.variables import assign, is_flag
from nsa_lint.model import Arm, ArmKind, ChainKind, StepKind
from nsa_lint.syntax.scopes import bound_names, dotted, walk

ITERATIONS = 3
_FEWEST = 2
_MOST = 8  # of a length that the text gives, where the body has no more statements than `_FEW`
_FEW = 12
_LONG = 4_000  # statements walked; a function that needs more gets fewer iterations for its inner loops


def loop(run: Run, step: ir.Loop) -> None:
    if step.target is None:
        _while(run, step)
    else:
        _for(run, step, step.target)


def _for(run: Run, step: ir.Loop, target: ast.expr) -> None:
    items = iterate(run, step.head)
    decides = not run.slice.deciding.isdisjoint(bound_names([target]))
    if not decides or _may_change(step):
        items = replace(items, last=None)

    def enter(index: int) -> int:
        if index == 0:
            if items.runs > TRUE:
                text = f"the loop at line {step.node.lineno} runs"
                run.trace.meet(step.node, items.runs, run.state.reach, text, StepKind.RUNS)
            return items.runs
        if items.endless:
            return TRUE
        if items.length is not None:
            return TRUE if index < items.length else FALSE
        if items.last is not None:
            return items.last.follows(index)
        run.may_raise(step.head)
        return run.world.values.choice()

    def start(index: int, which: Which) -> None:
        item: Value | None
        if which is Which.BETWEEN and items.last is not None:
            item, holds = items.last.earlier(index)
            run.state.assume(run.world.bdd.and_(run.state.reach, holds))
        elif which is Which.LAST and items.last is not None:
            item = items.last.item
        else:
            item = items.item(index, which is Which.LATER) if decides else None
        assign(run, target, item)

    _iterations(run, step, enter, start, items)


def _may_change(step: ir.Loop) -> bool:
    """Whether the body of a loop does more with what the loop numbers than to ask for its length and its items."""
    head = step.head
    if not isinstance(head, ast.Call) or dotted(head.func) != "enumerate":
        return False
    nodes = [node for inner in step.body for node in walk(inner.node)]
    calls = (node for node in nodes if isinstance(node, ast.Call) and len(node.args) == 1)
    asked = {id(node.args[0]) for node in calls if dotted(node.func) == "len"}
    asked |= {id(node.value) for node in nodes if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load)}
    numbered = dotted(head.args[0])
    return any(isinstance(node, ast.Name) and node.id == numbered and id(node) not in asked for node in nodes)


def _while(run: Run, step: ir.Loop) -> None:
    changes = any(isinstance(child, (ast.Call, ast.Attribute, ast.Subscript)) for child in walk(step.head))

    def enter(index: int) -> int:
        condition = truth(run, step.head)
        if index and changes and run.world.bdd.minus(run.state.reach, condition) == FALSE:
            return run.world.values.choice()  # the loop ends some day: what its test reads has changed meanwhile
        return condition

    _iterations(run, step, enter, lambda *_: None)


def _count(run: Run, step: ir.Loop, length: int | None) -> tuple[int, bool]:
    """How many iterations are walked, and whether the last one represents others."""
    depth, exact = run.progress.depth, run.effort is Effort.EXACT and run.progress.statements < _LONG
    if length is None:
        return ITERATIONS if exact and depth <= 2 else _FEWEST, True
    most = _FEWEST
    if exact:
        most = _MOST if depth == 1 and len(step.body) <= _FEW else ITERATIONS
    return min(length, most), length > most


@dataclass(frozen=True, slots=True)
class _Loop:
    """A loop while it is walked, and where its iterations lead."""

    step: ir.Loop
    enter: Callable[[int], int]  # the condition under which an iteration begins
    start: Callable[[int, Which], None]  # binds what it runs with
    items: Items | None
    chain: ChainRecord
    bound: set[str]
    left: LoopExits = field(default_factory=LoopExits)
    ends: list[tuple[Tag, State]] = field(default_factory=list)
    breaks: list[tuple[Tag, State]] = field(default_factory=list)
    heads: list[dict[str, Value]] = field(default_factory=list)  # the values with which each iteration began
    counters: dict[str, Callable[[], Symbol]] = field(default_factory=dict)  # that were forgotten; what each may be now


def _iterations(
    run: Run,
    step: ir.Loop,
    enter: Callable[[int], int],
    start: Callable[[int, Which], None],
    items: Items | None = None,
) -> None:
    chain = run.blame.chain(step.node, ChainKind.LOOP, partial(_arms, step))
    bound = bound_names([step.target or step.head]).union(*(inner.binds for inner in step.body))
    entry = run.state.fork(run.state.reach)
    loop = _Loop(step, enter, start, items, chain, bound, heads=[entry.values])
    with run.exits.inside(loop.left), run.progress.in_loop():
        count, more = _count(run, step, items.length if items is not None else None)
        plan = _plan(loop, count, more)
        unfinished = _walk(run, loop, plan)
        if unfinished and loop.counters and plan[-1] is Which.LATER:  # and one that need not come right after it
            plan = [*plan, Which.LATER]
            unfinished = _iterate(run, loop, len(plan) - 1, Which.LATER)
        if unfinished:
            _leave(run, loop, count, more)
    if any(state.reach != FALSE for _, state in loop.ends):
        run.meet(chain, loop.ends, entry)
        run.walk(step.orelse)
    else:
        run.state = nowhere()
    if loop.breaks:
        run.meet(chain, [(_past(chain, count), run.state), *loop.breaks], entry)
    if run.effort is not Effort.EXACT:
        _summarise(run, bound)


def _plan(loop: _Loop, count: int, more: bool) -> list[Which]:
    if count == ITERATIONS and loop.items is not None and loop.items.last is not None:
        return [Which.THIS, Which.THIS, Which.BETWEEN, Which.LAST]
    return [Which.THIS] * (count - more) + [Which.LATER] * more


def _walk(run: Run, loop: _Loop, plan: Sequence[Which]) -> bool:
    """Whether more iterations than were walked are possible."""
    decides = not loop.bound.isdisjoint(run.slice.deciding)
    for index, which in enumerate(plan):
        before = run.state
        if not _iterate(run, loop, index, which):
            return False
        if not decides and _binds_only(run, loop.step, before, run.state):
            break
    return True


def _iterate(run: Run, loop: _Loop, index: int, which: Which) -> bool:
    """Walks one iteration; whether the loop may go on after it."""
    _begin(run, loop, index, which)
    past: list[State] = []
    if which is Which.BETWEEN and loop.items is not None and loop.items.last is not None:
        here, others = run.state, loop.items.last.follows(index + 1)
        past = [here.fork(run.world.bdd.minus(here.reach, others))]  # the next iteration is the last one
        run.state = here.fork(run.world.bdd.and_(here.reach, others))
    if run.state.reach != FALSE:
        loop.start(index, which)
        loop.breaks.extend(_iteration(run, loop, index))
    if past:
        run.state = run.merge([each for each in (*past, run.state) if each.reach != FALSE])
    return run.state.reach != FALSE


def _begin(run: Run, loop: _Loop, index: int, which: Which) -> None:
    """Goes on where an iteration begins, and says with what the loop ends where none does."""
    step = loop.step
    loop.heads.append(run.state.values.copy())
    if run.effort is not Effort.EXACT and index:
        _summarise(run, loop.bound)
    if index:
        blame_earlier(run.world.bdd, run.state, loop.chain)
    again = TRUE if which is Which.LAST else loop.enter(index)
    before = run.state
    goes_on, ends = _split(run, step, index, again)
    loop.ends.append((_past(loop.chain, index), before.fork(ends)))
    run.state = before.fork(goes_on)
    if which is not Which.THIS and _forget(run, loop):
        loop.heads[-1] = run.state.values.copy()
        if loop.items is None:  # where the loop ends before a later iteration still, it has ended after this one
            run.state.assume(_split(run, step, index, loop.enter(index))[0])


def _leave(run: Run, loop: _Loop, count: int, more: bool) -> None:
    """The loop ends after the iterations that were walked."""
    items = loop.items
    if more:
        _forget_constants(run, loop, loop.heads[-1])
    again = loop.enter(count) if items is None else TRUE if items.endless else FALSE
    loop.ends.append((_past(loop.chain, count), run.state.fork(_split(run, loop.step, count, again)[1])))


def _forget(run: Run, loop: _Loop) -> bool:
    """Forgets what an iteration that stands for others cannot know: constants, and counters once more; if there are."""
    head = loop.heads[-2]
    again = [key for key in loop.counters if run.state.values.get(key, ()) is not head.get(key, ())]
    for key in again:
        run.state.store(key, singleton(loop.counters[key]()))
    return _forget_constants(run, loop, head) or bool(again)


def _forget_constants(run: Run, loop: _Loop, head: dict[str, Value]) -> bool:
    """Constants that the last iteration set anew (the name of a state) stand for any other; if there are."""
    values, state = run.world.values, run.state
    forgotten = False
    for key, value in [*state.values.items()]:
        before = head.get(key, ())
        if value is before:
            continue
        known = {atom for atom, _ in before}

        def moves(atom: Atom, known: set[Atom] = known) -> bool:
            return isinstance(atom, Const) and not is_flag(atom.value) and atom not in known

        moved = [atom.value for atom, _ in value if isinstance(atom, Const) and moves(atom)]
        if moved:
            unknown = singleton(_later(run, loop, key, moved))
            parts = [(unknown if moves(atom) else singleton(atom), condition) for atom, condition in value]
            state.store(key, values.union(parts))
            forgotten = True
    return forgotten


def _later(run: Run, loop: _Loop, key: str, moved: Sequence[Hashable]) -> Symbol:
    """What stands for a constant that each iteration sets anew: of a counter, a number that it has not left."""
    numbers = [each for each in moved if type(each) is int]
    if len(numbers) == len(moved) and not run.world.lowering.has_nonlocal:
        direction = counters(loop.step).get(key.partition("@")[0])
        if direction is not None:
            first, last = min(numbers) if direction > 0 else None, max(numbers) if direction < 0 else None
            loop.counters[key] = partial(run.world.values.whole, first, last)
            return loop.counters[key]()
    return run.world.values.fresh()


def _split(run: Run, step: ir.Loop, index: int, again: int) -> tuple[int, int]:
    """The paths on which an iteration begins, and those on which the loop ends before it.

    With a focus, a `for` may end before any iteration but the first, whatever it iterates over.
    """
    return run.split(step.head, again, unfollowed=index > 0 and step.target is not None)


def _iteration(run: Run, loop: _Loop, index: int) -> list[tuple[Tag, State]]:
    """Walks the body once, up to where the next iteration begins; the states that leave the loop by `break`."""
    step, chain = loop.step, loop.chain
    with ExitStack() as around:
        if index and step.target is None:
            around.enter_context(run.progress.in_iteration(chain, index))
        run.walk_arm(chain.tag(LoopArm.NO_ITERATION, index), step.body)
    breaks, continues = loop.left.take()
    ends = [run.state, *(state for state, _ in (*breaks, *continues))]
    for state, leaver in (*breaks, *continues):
        if leaver is not None:
            blame_leaver(run.world.bdd, state, ends, leaver, loop.bound)
    states = [state for state in (run.state, *(state for state, _ in continues)) if state.reach != FALSE]
    run.state = run.merge(states, run.slice.next_iteration(step.node))
    return [(chain.tag(LoopArm.BREAK, index), state) for state, _ in breaks]


def _past(chain: ChainRecord, iterations: int) -> Tag:
    """The arm that leads past the loop after so many iterations."""
    return chain.tag(LoopArm.NO_ITERATION if iterations else LoopArm.ZERO, iterations)


def _arms(step: ir.Loop) -> dict[ArmKey, Arm]:
    line = step.node.lineno
    end = step.body[-1].node.end_lineno or line
    return {arm: Arm(ArmKind.LOOP, line, end, arm.value) for arm in LoopArm}


def _binds_only(run: Run, step: ir.Loop, before: State, after: State) -> bool:
    """Whether an iteration left nothing unbound that was bound before it: then a further one changes nothing.

    Unless it deletes what this one has bound.
    """
    if not step.unbinds.isdisjoint(before.unbound):
        return False
    bdd = run.world.bdd
    for name, entry in after.unbound.items():
        if before.unbound.get(name) is entry:
            continue
        left = bdd.minus(unbound_where(bdd, after, name), unbound_where(bdd, before, name))
        if bdd.and_(left, after.reach) != FALSE:
            return False
    return True


def _summarise(run: Run, bound: set[str]) -> None:
    """One unknown for all the unknowns that a name may be after a loop; constants and their conditions stay."""
    values, state = run.world.values, run.state
    for key, value in [*state.values.items()]:
        symbols = [atom for atom, _ in value if isinstance(atom, Symbol)]
        name = key.partition(".")[0].partition("@")[0]
        if len(symbols) > 1 and name in bound:
            kind = "any" if any(atom.kind == "any" for atom in symbols) else "object"
            dispatch = any(atom.dispatch for atom in symbols)
            merged = values.fresh(kind, dispatch=dispatch)
            if name in run.slice.second_names:  # what changes under another name may be one of them
                merged = values.symbol((UNION, value), kind, dispatch=dispatch)
            parts: list[tuple[Value, int]] = [
                (singleton(merged if isinstance(atom, Symbol) else atom), condition) for atom, condition in value
            ]
            state.store(key, values.union(parts))
