"""Statements that deal with failure: try / except / else / finally, raise, return.

A failure is possible at every call, attribute, subscript, operator, import, await and unpacking. Each one sends
the state of that moment to the handlers under a choice of its own, so the paths that fail and those that go
on stay disjoint: a flag set at the end of the body tells them apart afterwards.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from contextlib import nullcontext
from functools import partial

from nsa_lint.analysis import ir
from nsa_lint.analysis.bdd import FALSE
from nsa_lint.analysis.blame import blame_failure, blame_leaver, shifted
from nsa_lint.analysis.catching import Raised, by_exception, catches_uses, name_catch, select
from nsa_lint.analysis.chains import ArmKey, BodyArm, ChainRecord, Tag
from nsa_lint.analysis.exits import Catch, Finally, Thrown
from nsa_lint.analysis.groups import GROUPS, handle_groups
from nsa_lint.analysis.raising import caught_names, import_failures, sources_of, tried_imports
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.state import State
from nsa_lint.analysis.values import singleton
from nsa_lint.analysis.variables import bind
from nsa_lint.dispatch.guards import DispatchGuards
from nsa_lint.model import Arm, ArmKind, ChainKind
from nsa_lint.syntax.imported import IMPORT_ERRORS, imports
from nsa_lint.syntax.scopes import dotted, walk_scope


def leave(run: Run, step: ir.Leave) -> None:
    """`return`, `raise`, `break` and `continue`."""
    if isinstance(step.node, ast.Raise):
        _raise(run, step.node)
    elif isinstance(step.node, ast.Return) and step.node.value is not None:
        run.stop("return", run.evaluate(step.node.value))
    else:
        run.stop(step.exit)


def _raise(run: Run, node: ast.Raise) -> None:
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    for part in (node.exc, node.cause):
        if part is not None:
            run.effects(part)
    run.stop("raise", Thrown(dotted(raised), members=_members(node.exc)))


def _members(node: ast.expr | None) -> tuple[str, ...] | None:
    """Of a group of exceptions, as it is made, the names of those in it."""
    if not isinstance(node, ast.Call) or dotted(node.func) not in GROUPS or len(node.args) < 2:
        return None
    listed = node.args[1]
    elements = listed.elts if isinstance(listed, (ast.List, ast.Tuple)) else []
    names = [dotted(each.func if isinstance(each, ast.Call) else each) for each in elements]
    return tuple(names) if names and all(names) else None


# -- try ---------------------------------------------------------------------------------------------------


def protect(run: Run, step: ir.Protect) -> None:
    """A body whose failures are caught, or after which something runs in any case."""
    chain = run.blame.chain(
        step.node, ChainKind.TRY, partial(_try_arms, step), partial(_is_dispatch, run.world.guards, step)
    )
    entry = run.state.fork(run.state.reach)
    finishing = Finally()
    with run.exits.inside(finishing) if step.final else nullcontext():
        ends = _body_and_handlers(run, step, chain)
        run.meet(chain, ends, entry)
        run.state.record_failure(False)
    if step.final:
        _finish(run, step, chain, entry, finishing)


def _body_and_handlers(run: Run, step: ir.Protect, chain: ChainRecord) -> list[tuple[Tag, State]]:
    """The states in which the body with its `else`, and each handler, end."""
    completed = chain.tag(BodyArm.COMPLETED)
    names = [*caught_names(step)]
    catch = Catch(
        names=name_catch(names),
        uses=catches_uses(names),
        repeated=run.world.repeated(step),
        imports=import_failures(step),
        tried=tried_imports(step.body, run.world.fails, run.world.module.hidden) if step.handlers else (),
        sources=sources_of(names, step.body, run.world.module),
    )
    with run.exits.inside(catch):
        run.state.record_failure(False)
        run.walk_arm(completed, step.body)
    run.state.record_failure(False)
    run.walk_arm(completed, step.orelse)
    ends = [(completed, run.state)]
    raised = by_exception(run, catch.raised, run.slice.after(step.node) if run.slice.focus is not None else None)
    more, rest = (handle_groups if step.group else _handlers)(run, step, chain, raised)
    for state, exception in rest:
        run.leave("raise", state, exception)
    return [*ends, *more]


def _handlers(run: Run, step: ir.Protect, chain: ChainRecord, raised: Raised) -> tuple[list[tuple[Tag, State]], Raised]:
    """The states in which each handler ends, and the failures that none of them catches."""
    ends: list[tuple[Tag, State]] = []
    for index, handler in enumerate(step.handlers, start=1):
        caught, raised = select(run, handler.node, handler.names, raised)
        if caught:
            run.state = run.merge(caught)
            handle(run, step, chain, index)
            ends.append((chain.tag(index), run.state))
    return ends, raised


def handle(run: Run, step: ir.Protect, chain: ChainRecord, index: int) -> None:
    """One handler, from the state in which it is entered."""
    bound = frozenset[str]().union(*(inner.binds for inner in (*step.body, *step.orelse)))
    failed, arm = chain.tag(BodyArm.FAILED), chain.tag(index)
    blame_failure(run.world.bdd, run.state, chain, run.names.variables(bound))
    _blame(run, bound, None, failed)
    _handle(run, arm, step.handlers[index - 1])
    _blame(run, bound, failed, arm)


def _finish(run: Run, step: ir.Protect, chain: ChainRecord, entry: State, finishing: Finally) -> None:
    """`finally` runs once, over every way out together; then each goes on where it was going."""
    bdd = run.world.bdd
    run.state, *left = run.apart([run.state, *(state for _, state, _, _ in finishing.exits)])
    out = [
        (kind, state, carried, leaver) for (kind, _, carried, leaver), state in zip(finishing.exits, left, strict=True)
    ]
    normal = run.state.reach
    leaving = [(kind, state.reach, carried, leaver) for kind, state, carried, leaver in out]
    ends = [run.state, *left]
    keys = [*run.names.variables(step.binds)]
    for kind, state, _, leaver in out:
        if leaver is not None and kind != "raise":
            blame_leaver(bdd, state, ends, leaver, keys)
        if kind == "raise":
            blame_failure(bdd, state, chain, keys)
    exits = [(chain.tag(BodyArm.FAILED if kind == "raise" else BodyArm.COMPLETED), state) for kind, state, _, _ in out]
    run.meet(chain, [(chain.tag(BodyArm.COMPLETED), run.state), *exits], entry)
    run.state.record_failure(False)
    run.walk(step.final)
    after = run.state
    for kind, reach, carried, leaver in leaving:
        run.leave(kind, after.fork(bdd.and_(after.reach, reach)), carried, leaver)
    run.state = after.fork(bdd.and_(after.reach, normal))


def _handle(run: Run, arm: Tag, handler: ir.Handler) -> None:
    if handler.node.type is not None:
        run.effects(handler.node.type)
    if not handler.name:
        run.state.record_failure(False)
        run.walk_arm(arm, handler.block)
        return
    bind(run, handler.name, singleton(run.world.values.fresh("true")))
    leaving = Finally()
    with run.exits.inside(leaving):
        run.state.record_failure(False)
        run.walk_arm(arm, handler.block)
    _delete_exception(run, handler, run.state)
    for kind, state, carried, leaver in leaving.exits:
        _delete_exception(run, handler, state)
        run.leave(kind, state, carried, leaver)


def _delete_exception(run: Run, handler: ir.Handler, state: State) -> None:
    """`except ... as name` deletes the name on every way out."""
    key = run.names.resolve(handler.name or "")
    if key and state.reach != FALSE and key not in state.unbound:
        line = handler.node.lineno
        arm = Arm(ArmKind.DELETE, line, line, f"except ... as {handler.name}")
        state.unbind(key, run.blame.chain(handler.node, ChainKind.DELETE, lambda: {0: arm}).tag(0))


def _blame(run: Run, bound: frozenset[str], was: Tag | None, now: Tag) -> None:
    """In a handler, the part of the body before the failure is to blame; after it, the handler is."""
    for key in run.names.variables(bound):
        entry = run.state.unbound.get(key)
        if entry and was in entry:
            run.state.set_unbound(key, shifted(run.world.bdd, entry, was, now))


def _is_dispatch(guards: DispatchGuards, step: ir.Protect) -> bool:
    """An optimised path and its fallback: the body imports, or names a technology; a handler goes on."""
    return bool(step.handlers) and tries_dispatch(guards, step.body, caught_names(step))


def tries_dispatch(guards: DispatchGuards, block: ir.Block, caught: Iterable[str]) -> bool:
    """Whether a body imports something where that is caught, tests a guard, or calls what names a technology."""
    body = [inner.node for inner in block]
    if imports(body) and not IMPORT_ERRORS.isdisjoint(caught):
        return True
    return any(
        guards.is_guard(child) or (isinstance(child, ast.Call) and guards.is_optimised(child))
        for child in walk_scope(body)
    )


def _try_arms(step: ir.Protect) -> dict[ArmKey, Arm]:
    line = step.node.lineno
    end = step.body[-1].node.end_lineno or line
    arms: dict[ArmKey, Arm] = {BodyArm.COMPLETED: Arm(ArmKind.BODY, line, end, "the body runs to its end")}
    for index, handler in enumerate(step.handlers, start=1):
        node = handler.node
        text = f"except {ast.unparse(node.type)}" if node.type else "except"
        arms[index] = Arm(ArmKind.HANDLER, node.lineno, node.end_lineno or node.lineno, text)
    arms[BodyArm.FAILED] = Arm(ArmKind.BODY, line, end, "the body fails before it binds it")
    return arms
