"""for and while.

A loop is walked for a few iterations, each with guards of its own for what the iteration rebinds, so that a flag that
one iteration sets decides the next. Two iterations tell first from later; in the last one, every constant that the
body sets (a counter, a state's name) is forgotten, so that it represents all the iterations that are not walked.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from nsa_lint.analysis import ir
from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.blame import blame_leaver
from nsa_lint.analysis.budgets import Effort
from nsa_lint.analysis.chains import ArmKey, ChainRecord, LoopArm, Tag
from nsa_lint.analysis.comparisons import truth
from nsa_lint.analysis.exits import LoopExits
from nsa_lint.analysis.items import Items
from nsa_lint.analysis.iteration import iterate
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.state import State, nowhere, unbound_where
from nsa_lint.analysis.values import Atom, Const, Symbol, Value, singleton
from nsa_lint.analysis.variables import assign
from nsa_lint.model import Arm, ArmKind, ChainKind, StepKind
from nsa_lint.syntax.scopes import bound_names, walk

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
        run.may_raise(step.head)
        return run.world.values.choice()

    def start(index: int, later: bool) -> None:
        decides = not run.slice.deciding.isdisjoint(bound_names([target]))
        assign(run, target, items.item(index, later) if decides else None)

    _iterations(run, step, enter, start, items)


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


def _iterations(
    run: Run,
    step: ir.Loop,
    enter: Callable[[int], int],
    start: Callable[[int, bool], None],
    items: Items | None = None,
) -> None:
    """`enter`: the condition under which an iteration begins; `start`: binds what it runs with, or later ones too."""
    chain = run.blame.chain(step.node, ChainKind.LOOP, partial(_arms, step))
    progress = run.progress
    bound = bound_names([step.target or step.head]).union(*(inner.binds for inner in step.body))
    decides = not bound.isdisjoint(run.slice.deciding)
    exact = run.effort is Effort.EXACT
    entry = run.state.fork(run.state.reach)
    left = LoopExits()
    exits: list[tuple[Tag, State]] = []
    breaks: list[tuple[Tag, State]] = []
    unfinished = True  # whether more iterations than were walked are possible
    with run.exits.inside(left), progress.in_loop():
        count, more = _count(run, step, items.length if items is not None else None)
        head = entry.values  # as they were when the last iteration began
        for index in range(count):
            later = more and index == count - 1
            if later:
                _forget_constants(run, head)
            head = run.state.values.copy()
            if not exact and index:
                _summarise(run, bound)
            again = enter(index)
            before = run.state
            goes_on, ends = _split(run, step, index, again)
            exits.append((_past(chain, index), before.fork(ends)))
            run.state = before.fork(goes_on)
            if run.state.reach == FALSE:
                unfinished = False
                break
            start(index, later)
            breaks += _iteration(run, step, chain, left, index, bound)
            if run.state.reach == FALSE:
                unfinished = False
                break
            if not decides and _binds_only(run, before, run.state):
                break
        if unfinished:
            if more:
                _forget_constants(run, head)
            again = enter(count) if items is None else TRUE if items.endless else FALSE
            exits.append((_past(chain, count), run.state.fork(_split(run, step, count, again)[1])))
    if any(state.reach != FALSE for _, state in exits):
        run.meet(chain, exits, entry)
        run.walk(step.orelse)
    else:
        run.state = nowhere()
    if breaks:
        run.meet(chain, [(_past(chain, count), run.state), *breaks], entry)
    if not exact:
        _summarise(run, bound)


def _split(run: Run, step: ir.Loop, index: int, again: int) -> tuple[int, int]:
    """The paths on which an iteration begins, and those on which the loop ends before it.

    With a focus, a `for` may end before any iteration but the first, whatever it iterates over.
    """
    return run.split(step.head, again, unfollowed=index > 0 and step.target is not None)


def _iteration(
    run: Run, step: ir.Loop, chain: ChainRecord, left: LoopExits, index: int, bound: set[str]
) -> list[tuple[Tag, State]]:
    """Walks the body once, up to where the next iteration begins; the states that leave the loop by `break`."""
    with ExitStack() as around:
        if index and step.target is None:
            around.enter_context(run.progress.in_iteration(chain, index))
        run.walk_arm(chain.tag(LoopArm.NO_ITERATION, index), step.body)
    breaks, continues = left.take()
    ends = [run.state, *(state for state, _ in (*breaks, *continues))]
    for state, leaver in (*breaks, *continues):
        if leaver is not None:
            blame_leaver(run.world.bdd, state, ends, leaver, bound)
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


def _binds_only(run: Run, before: State, after: State) -> bool:
    """Whether an iteration left nothing unbound that was bound before it: then a further one changes nothing."""
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
        if len(symbols) > 1 and key.partition(".")[0].partition("@")[0] in bound:
            kind = "any" if any(atom.kind == "any" for atom in symbols) else "object"
            merged = values.fresh(kind, dispatch=any(atom.dispatch for atom in symbols))
            parts: list[tuple[Value, int]] = [
                (singleton(merged if isinstance(atom, Symbol) else atom), condition) for atom, condition in value
            ]
            state.store(key, values.union(parts))


def _forget_constants(run: Run, head: dict[str, Value]) -> None:
    """Constants that the last iteration set anew (a counter, the name of a state) stand for any other."""
    values, state = run.world.values, run.state
    for key, value in [*state.values.items()]:
        before = head.get(key, ())
        if value is before:
            continue
        known = {atom for atom, _ in before}

        def moves(atom: Atom, known: set[Atom] = known) -> bool:
            return isinstance(atom, Const) and not _is_flag(atom.value) and atom not in known

        if any(moves(atom) for atom, _ in value):
            unknown = singleton(values.fresh())
            parts = [(unknown if moves(atom) else singleton(atom), condition) for atom, condition in value]
            state.store(key, values.union(parts))


def _is_flag(value: object) -> bool:
    return value is None or isinstance(value, bool)
