"""Statements that deal with failure: try / except / else / finally, with, raise, return.

A failure is possible at every call, attribute, subscript, operator, import, await and unpacking. Each one sends
the state of that moment to the handlers under a choice of its own, so the paths that fail and those that go
on stay disjoint: a flag set at the end of the body tells them apart afterwards.
"""

from __future__ import annotations

import ast
import builtins
from contextlib import nullcontext
from functools import partial

from nsa_lint.analysis import ir
from nsa_lint.analysis.bdd import FALSE
from nsa_lint.analysis.blame import shifted
from nsa_lint.analysis.chains import ArmKey, BodyArm, ChainRecord, Tag
from nsa_lint.analysis.exits import Carried, Catch, Exit, Finally, Thrown
from nsa_lint.analysis.raising import catches_names, exception_names
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.state import State
from nsa_lint.analysis.values import singleton
from nsa_lint.analysis.variables import assign, bind
from nsa_lint.dispatch.guards import DispatchGuards
from nsa_lint.model import Arm, ArmKind, ChainKind, StepKind
from nsa_lint.syntax.scopes import dotted, imports, walk_scope

Raised = list[tuple[State, Thrown]]


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
    parts: list[ast.expr | None] = [node.exc, node.cause]
    if isinstance(node.exc, ast.Call) and _builtin_exception(dotted(raised)):  # making one of these does not fail
        parts = [*node.exc.args, *(keyword.value for keyword in node.exc.keywords), node.cause]
    for part in parts:
        if part is not None:
            run.effects(part)
    run.stop("raise", Thrown(dotted(raised)))


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
    completed, failed = chain.tag(BodyArm.COMPLETED), chain.tag(BodyArm.FAILED)
    bound = frozenset[str]().union(*(inner.binds for inner in (*step.body, *step.orelse)))
    catch = Catch(names=any(catches_names(handler.node) for handler in step.handlers))
    with run.exits.inside(catch):
        run.state.record_failure(False)
        run.walk_arm(completed, step.body)
    run.state.record_failure(False)
    run.walk_arm(completed, step.orelse)
    ends = [(completed, run.state)]
    raised = _by_exception(run, catch.raised)
    for index, handler in enumerate(step.handlers, start=1):
        caught, raised = _select(run, handler.node, exception_names(handler.node.type), raised)
        if not caught:
            continue
        run.state = run.merge(caught)
        _blame(run, bound, None, failed)
        _handle(run, chain.tag(index), handler)
        _blame(run, bound, failed, chain.tag(index))
        ends.append((chain.tag(index), run.state))
    for state, exception in raised:
        run.leave("raise", state, exception)
    return ends


def _finish(run: Run, step: ir.Protect, chain: ChainRecord, entry: State, finishing: Finally) -> None:
    """`finally` runs once, over every way out together; then each goes on where it was going."""
    bdd = run.world.bdd
    normal = run.state.reach
    leaving: list[tuple[Exit, int, Carried]] = [
        (kind, state.reach, carried) for kind, state, carried in finishing.exits
    ]
    exits = [
        (chain.tag(BodyArm.FAILED if kind == "raise" else BodyArm.COMPLETED), state)
        for kind, state, _ in finishing.exits
    ]
    run.meet(chain, [(chain.tag(BodyArm.COMPLETED), run.state), *exits], entry)
    run.state.record_failure(False)
    run.walk(step.final)
    after = run.state
    for kind, reach, carried in leaving:
        run.leave(kind, after.fork(bdd.and_(after.reach, reach)), carried)
    run.state = after.fork(bdd.and_(after.reach, normal))


def _by_exception(run: Run, raised: Raised) -> Raised:
    """The states that a failure leaves behind, one for each exception that is known by name."""
    grouped: dict[Thrown, list[State]] = {}
    for state, exception in raised:
        grouped.setdefault(exception, []).append(state)
    return [(run.merge(states), exception) for exception, states in grouped.items()]


def _select(run: Run, node: ast.AST, names: list[str], raised: Raised) -> tuple[list[State], Raised]:
    """What a handler for exceptions of these names catches of the failures, and what goes on to the next."""
    bdd = run.world.bdd
    caught: list[State] = []
    rest: Raised = []
    for state, exception in raised:
        matches = _matches(names, exception)
        if matches is None:
            choice = run.world.values.choice()
            text = f"the handler at line {getattr(node, 'lineno', 0)} catches it"
            run.trace.meet(node, choice, state.reach, text, StepKind.CATCHES)
            caught.append(state.fork(bdd.and_(state.reach, choice)))
            missed = Thrown(exception.name, exception.excluded | frozenset(names))
            rest.append((state.fork(bdd.minus(state.reach, choice)), missed))
        elif matches:
            caught.append(state)
        else:
            rest.append((state, exception))
    return [state for state in caught if state.reach != FALSE], rest


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
    for kind, state, carried in leaving.exits:
        _delete_exception(run, handler, state)
        run.leave(kind, state, carried)


def _delete_exception(run: Run, handler: ir.Handler, state: State) -> None:
    """`except ... as name` deletes the name on every way out."""
    key = run.names.resolve(handler.name or "")
    if key and state.reach != FALSE and key not in state.unbound:
        line = handler.node.lineno
        arm = Arm(ArmKind.DELETE, line, line, f"except ... as {handler.name}")
        state.unbind(key, run.blame.chain(handler.node, ChainKind.DELETE, lambda: {0: arm}).tag(0))


def _blame(run: Run, bound: frozenset[str], was: Tag | None, now: Tag) -> None:
    """In a handler, the part of the body before the failure is to blame; after it, the handler is."""
    for name in bound:
        key = run.names.resolve(name)
        entry = run.state.unbound.get(key) if key else None
        if key and entry and was in entry:
            run.state.set_unbound(key, shifted(run.world.bdd, entry, was, now))


def _is_dispatch(guards: DispatchGuards, step: ir.Protect) -> bool:
    """An optimised path and its fallback: the body imports, or names a technology; a handler goes on."""
    body = [inner.node for inner in step.body]
    if imports(body) and any(
        any(name in ("ImportError", "ModuleNotFoundError") for name in exception_names(handler.node.type))
        for handler in step.handlers
    ):
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


# -- with --------------------------------------------------------------------------------------------------


def manage(run: Run, step: ir.Manage) -> None:
    """The managers from the outermost in, and then the body."""
    _item(run, step, 0)


def _item(run: Run, step: ir.Manage, index: int) -> None:
    if index == len(step.items):
        run.walk(step.body)
        return
    item = step.items[index].node
    run.effects(item.context_expr)
    run.may_raise(item.context_expr)
    if not step.items[index].swallows:
        if item.optional_vars is not None:
            assign(run, item.optional_vars, None)
        _item(run, step, index + 1)
        return
    chain = run.blame.chain(step.node, ChainKind.WITH, partial(_with_arms, step.node, item))
    entry = run.state.fork(run.state.reach)
    catch = Catch()
    with run.exits.inside(catch):
        run.state.record_failure(False)
        if item.optional_vars is not None:
            assign(run, item.optional_vars, None)
        _item(run, step, index + 1)
    run.state.record_failure(False)
    caught, rest = _select(run, step.node, _swallowed(item.context_expr), _by_exception(run, catch.raised))
    for state, exception in rest:
        run.leave("raise", state, exception)
    failed = chain.tag(BodyArm.FAILED)
    run.meet(chain, [(chain.tag(BodyArm.COMPLETED), run.state), *((failed, state) for state in caught)], entry)


def _with_arms(node: ast.stmt, item: ast.withitem) -> dict[ArmKey, Arm]:
    end = node.end_lineno or node.lineno
    text = f"{ast.unparse(item.context_expr)} swallows a failure"
    return {
        BodyArm.COMPLETED: Arm(ArmKind.BODY, node.lineno, end, "the body runs to its end"),
        BodyArm.FAILED: Arm(ArmKind.HANDLER, node.lineno, end, text),
    }


# -- exceptions --------------------------------------------------------------------------------------------


def _builtin_exception(name: str) -> type[BaseException] | None:
    found = getattr(builtins, name, None)
    return found if isinstance(found, type) and issubclass(found, BaseException) else None


def _is_a(name: str, other: str) -> bool:
    """Whether an exception of this name is surely one of the other."""
    if name == other:
        return True
    first, second = _builtin_exception(name), _builtin_exception(other)
    return first is not None and second is not None and issubclass(first, second)


def _matches(names: list[str], exception: Thrown) -> bool | None:
    """Whether a handler for these names catches an exception; None: perhaps."""
    unsure = False
    for name in names:
        if name in ("", "BaseException") or (
            name == "Exception" and exception.name not in ("SystemExit", "KeyboardInterrupt")
        ):
            return True
        if exception.name and _is_a(exception.name, name):
            return True
        if any(_is_a(name, excluded) for excluded in exception.excluded):
            continue
        if not exception.name or _builtin_exception(name) is None or _builtin_exception(exception.name) is None:
            unsure = True
    return None if unsure else False


def _swallowed(manager: ast.expr) -> list[str]:
    """Names of the exceptions that a manager swallows; "?" where it may swallow any."""
    last = dotted(manager.func).rpartition(".")[2] if isinstance(manager, ast.Call) else ""
    if not isinstance(manager, ast.Call) or last not in ("suppress", "raises", "assertRaises", "assertRaisesRegex"):
        return ["?"]
    given = manager.args if last == "suppress" else manager.args[:1]
    return [name for argument in given for name in exception_names(argument)]
