"""`with`: managers from the outermost in, those that swallow, and stacks on which one is entered later."""

from __future__ import annotations

import ast
from functools import partial

from nsa_lint.analysis import ir
from nsa_lint.analysis.blame import blame_failure
from nsa_lint.analysis.catching import Raised, by_exception, catches_uses, name_catch, select
from nsa_lint.analysis.chains import ArmKey, BodyArm
from nsa_lint.analysis.exceptions import tries_dispatch
from nsa_lint.analysis.exits import Catch
from nsa_lint.analysis.raising import is_suppress, sources_of, tried_imports
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.state import State
from nsa_lint.analysis.values import NO, singleton
from nsa_lint.analysis.variables import assign
from nsa_lint.model import Arm, ArmKind, ChainKind


def manage(run: Run, step: ir.Manage) -> None:
    """The managers from the outermost in, and then the body."""
    _item(run, step, 0)


def _item(run: Run, step: ir.Manage, index: int) -> None:
    if index == len(step.items):
        run.walk(step.body)
        return
    item = step.items[index]
    manager, target = item.node.context_expr, item.node.optional_vars
    run.effects(manager)
    if not item.safe:
        run.may_raise(manager)
    if not item.swallows:
        if target is not None:
            assign(run, target, None)
        _item(run, step, index + 1)
        return
    chain = run.blame.chain(
        step.node, ChainKind.WITH, partial(_with_arms, step.node, item.node), partial(_is_dispatch, run, step, item)
    )
    entry = run.state.fork(run.state.reach)
    flags = {call: f"@{id(item)}@{call}" for call in item.entered}
    for flag in flags.values():
        run.state.store(flag, singleton(NO))
    swallowed = [name for name in item.swallowed if name]
    tried = tried_imports(step.body, run.world.fails, run.world.module.hidden)
    catch = Catch(
        names=name_catch(swallowed),
        uses=catches_uses(swallowed),
        entered=flags,
        tried=tried,
        sources=sources_of(item.swallowed if not flags else (), step.body, run.world.module),
    )
    with run.exits.inside(catch):
        run.state.record_failure(False)
        if target is not None:
            assign(run, target, None)
        _item(run, step, index + 1)
    run.state.record_failure(False)
    caught, rest = _swallowed(run, step, item, flags, by_exception(run, catch.raised))
    for state, exception in rest:
        run.leave("raise", state, exception)
    bound = frozenset[str]().union(*(inner.binds for inner in step.body))
    for state in caught:
        blame_failure(run.world.bdd, state, chain, run.names.variables(bound))
    failed = chain.tag(BodyArm.FAILED)
    run.meet(chain, [(chain.tag(BodyArm.COMPLETED), run.state), *((failed, state) for state in caught)], entry)
    run.state.forget(flags.values())


def _swallowed(
    run: Run, step: ir.Manage, item: ir.Item, flags: dict[int, str], raised: Raised
) -> tuple[list[State], Raised]:
    """What the manager swallows of the failures, or one of those that were entered on it by then; and the rest."""
    caught, rest = select(run, step.node, item.swallowed, raised) if item.swallowed else ([], raised)
    bdd, values = run.world.bdd, run.world.values
    for call, names in item.entered.items():
        entered: Raised = []
        before: Raised = []
        for state, exception in rest:
            condition = values.test(state.values[flags[call]], values.truth)
            entered.append((state.fork(bdd.and_(state.reach, condition)), exception))
            before.append((state.fork(bdd.minus(state.reach, condition)), exception))
        more, missed = select(run, step.node, names, entered)
        caught, rest = [*caught, *more], [*before, *missed]
    return caught, rest


def _is_dispatch(run: Run, step: ir.Manage, item: ir.Item) -> bool:
    """`with suppress(ImportError): import fast` is a `try` with a handler that does nothing."""
    return is_suppress(item) and tries_dispatch(run.world.guards, step.body, item.swallowed)


def _with_arms(node: ast.stmt, item: ast.withitem) -> dict[ArmKey, Arm]:
    end = node.end_lineno or node.lineno
    text = f"{ast.unparse(item.context_expr)} swallows a failure"
    return {
        BodyArm.COMPLETED: Arm(ArmKind.BODY, node.lineno, end, "the body runs to its end"),
        BodyArm.FAILED: Arm(ArmKind.HANDLER, node.lineno, end, text),
    }
