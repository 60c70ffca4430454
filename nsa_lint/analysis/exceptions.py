"""Statements that deal with failure: try / except / else / finally, with, raise, return.

A failure is possible at every call, attribute, subscript, operator, import, await and unpacking. Each one sends
the state of that moment to the handlers under a choice of its own, so the paths that fail and those that go
on stay disjoint: a flag set at the end of the body tells them apart afterwards.
"""

from __future__ import annotations

import ast
import builtins

from nsa_lint.analysis.bdd import FALSE
from nsa_lint.analysis.expressions import Met
from nsa_lint.analysis.machine import NAME_ERRORS, Catch, ChainRecord, Exit, Finally, Machine, Thrown
from nsa_lint.analysis.state import State, Tag
from nsa_lint.analysis.values import one
from nsa_lint.dispatch.guards import dotted, imports
from nsa_lint.model import Arm, ArmKind, ChainKind
from nsa_lint.syntax.scopes import bound_names, walk_scope


class Failures(Machine):
    """try, with, raise and return."""

    def _Return(self, node: ast.Return) -> None:
        self.stop("return", self.value(node.value) if node.value is not None else None)

    def _Raise(self, node: ast.Raise) -> None:
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        parts: list[ast.expr | None] = [node.exc, node.cause]
        if isinstance(node.exc, ast.Call) and _builtin_exception(dotted(raised)):  # making one of these does not fail
            parts = [*node.exc.args, *(keyword.value for keyword in node.exc.keywords), node.cause]
        for part in parts:
            if part is not None:
                self.effects(part)
        self.stop("raise", Thrown(dotted(raised)))

    def leave(self, node: ast.Call) -> None:
        state = self.state  # kept, not replaced: the operand of `c or exit()` may be what is being evaluated
        self.exit("raise", state.fork(state.reach), Thrown("SystemExit"))
        state.reach = FALSE

    # -- try -----------------------------------------------------------------------------------------------

    def _Try(self, node: ast.Try) -> None:
        record = self.chain(node, ChainKind.TRY)
        if not record.arms:
            record.arms += _try_arms(node)
            record.divergence.dispatch = self._is_dispatch_try(node)
        bound = bound_names([*node.body, *node.orelse])
        entry = self.state.fork(self.state.reach)
        finishing = Finally()
        if node.finalbody:
            self.contexts.append(finishing)
        catch = Catch(names=any(catches_names(handler) for handler in node.handlers))
        self.contexts.append(catch)
        self.state.raised = False
        self.run_arm(record, 0, node.body)
        self.contexts.pop()
        self.state.raised = False
        self.run_arm(record, 0, node.orelse)
        ends = [(0, self.state)]
        raised = self._by_exception(catch.raised)
        for index, handler in enumerate(node.handlers, start=1):
            caught, raised = self._select(handler, _names(handler.type), raised)
            if not caught:
                continue
            self.state = self.merge(caught)
            self._blame(record, bound, None, _body(node))
            self._run_handler(record, index, handler)
            self._blame(record, bound, (record.divergence.key, _body(node)), index)
            ends.append((index, self.state))
        for state, exception in raised:
            self.exit("raise", state, exception)
        self.meet(record, ends, entry)
        self.state.raised = False
        if node.finalbody:
            self.contexts.pop()
            self._finish(node, record, entry, finishing)

    _TryStar = _Try

    def _finish(self, node: ast.Try, record: ChainRecord, entry: State, finishing: Finally) -> None:
        """`finally` runs once, over every way out together; then each goes on where it was going."""
        conditions = self.conditions
        normal = self.state.reach
        leaving: list[tuple[Exit, int, object]] = [(kind, state.reach, extra) for kind, state, extra in finishing.exits]
        exits = [(_body(node) if kind == "raise" else 0, state) for kind, state, _ in finishing.exits]
        self.meet(record, [(0, self.state), *exits], entry)
        self.state.raised = False
        self.walk(node.finalbody)
        after = self.state
        for kind, reach, extra in leaving:
            self.exit(kind, after.fork(conditions.and_(after.reach, reach)), extra)
        self.state = after.fork(conditions.and_(after.reach, normal))

    def _by_exception(self, raised: list[tuple[State, Thrown]]) -> list[tuple[State, Thrown]]:
        """The states that a failure leaves behind, one for each exception that is known by name."""
        grouped: dict[Thrown, list[State]] = {}
        for state, exception in raised:
            grouped.setdefault(exception, []).append(state)
        return [(self.merge(states), exception) for exception, states in grouped.items()]

    def _select(
        self, node: ast.AST, names: list[str], raised: list[tuple[State, Thrown]]
    ) -> tuple[list[State], list[tuple[State, Thrown]]]:
        """What a handler for exceptions of these names catches of the failures, and what goes on to the next."""
        conditions = self.conditions
        caught: list[State] = []
        rest: list[tuple[State, Thrown]] = []
        for state, exception in raised:
            matches = _matches(names, exception)
            if matches is None:
                choice = self.facts.choice()
                line = getattr(node, "lineno", 0)
                self.met.append(Met(node, choice, state.reach, f"the handler at line {line} catches it"))
                caught.append(state.fork(conditions.and_(state.reach, choice)))
                missed = Thrown(exception.name, exception.excluded | frozenset(names))
                rest.append((state.fork(conditions.minus(state.reach, choice)), missed))
            elif matches:
                caught.append(state)
            else:
                rest.append((state, exception))
        return [state for state in caught if state.reach != FALSE], rest

    def _run_handler(self, record: ChainRecord, index: int, handler: ast.ExceptHandler) -> None:
        if handler.type is not None:
            self.effects(handler.type)
        if handler.name:
            self.bind(handler.name, one(self.facts.fresh("true")))
        leaving = Finally()
        if handler.name:
            self.contexts.append(leaving)
        self.state.raised = False
        self.run_arm(record, index, handler.body)
        if handler.name:
            self.contexts.pop()
            self._delete_exception(handler, self.state)
            for kind, state, extra in leaving.exits:
                self._delete_exception(handler, state)
                self.exit(kind, state, extra)

    def _delete_exception(self, handler: ast.ExceptHandler, state: State) -> None:
        """`except ... as name` deletes the name on every way out."""
        key = self.resolve(handler.name or "")
        if key and state.reach != FALSE and key not in state.unbound:
            deletion = self.chain(handler, ChainKind.DELETE)
            if not deletion.arms:
                deletion.arms.append(
                    Arm(ArmKind.DELETE, handler.lineno, handler.lineno, f"except ... as {handler.name}")
                )
            state.unbind(key, (deletion.divergence.key, 0))

    def _blame(self, record: ChainRecord, bound: set[str], was: Tag | None, arm: int) -> None:
        """In a handler, the part of the body before the failure is to blame; after it, the handler is."""
        unbound = self.state.unbound
        for name in bound:
            key = self.resolve(name)
            entry = unbound.get(key) if key else None
            if key and entry and was in entry:
                moved = dict(entry)
                tag = (record.divergence.key, arm)
                moved[tag] = self.conditions.or_(moved.pop(was), moved.get(tag, FALSE))
                unbound[key] = moved

    def _is_dispatch_try(self, node: ast.Try) -> bool:
        """An optimised path and its fallback: the body imports, or names a technology; a handler goes on."""
        if imports(node.body) and any(
            any(name in ("ImportError", "ModuleNotFoundError") for name in _names(handler.type))
            for handler in node.handlers
        ):
            return True
        return any(
            self.provenance.is_guard(child) or (isinstance(child, ast.Call) and self.provenance.is_optimised(child))
            for statement in node.body
            for child in walk_scope([statement])
        )

    # -- with ----------------------------------------------------------------------------------------------

    def _With(self, node: ast.With | ast.AsyncWith) -> None:
        self._items(node, 0)

    _AsyncWith = _With

    def _items(self, node: ast.With | ast.AsyncWith, index: int) -> None:
        if index == len(node.items):
            self.walk(node.body)
            return
        item = node.items[index]
        self.effects(item.context_expr)
        self.may_raise(item.context_expr)
        manager = item.context_expr.func if isinstance(item.context_expr, ast.Call) else item.context_expr
        if dotted(manager) not in self.provenance.swallowers:
            if item.optional_vars is not None:
                self.assign(item.optional_vars, None)
            self._items(node, index + 1)
            return
        record = self.chain(node, ChainKind.WITH)
        if not record.arms:
            end = node.end_lineno or node.lineno
            text = f"{ast.unparse(item.context_expr)} swallows a failure"
            record.arms += [
                Arm(ArmKind.BODY, node.lineno, end, "the body runs to its end"),
                Arm(ArmKind.HANDLER, node.lineno, end, text),
            ]
        entry = self.state.fork(self.state.reach)
        catch = Catch()
        self.contexts.append(catch)
        self.state.raised = False
        if item.optional_vars is not None:
            self.assign(item.optional_vars, None)
        self._items(node, index + 1)
        self.contexts.pop()
        self.state.raised = False
        caught, rest = self._select(node, _swallowed(item.context_expr), self._by_exception(catch.raised))
        for state, exception in rest:
            self.exit("raise", state, exception)
        self.meet(record, [(0, self.state), *((1, state) for state in caught)], entry)


def _body(node: ast.Try) -> int:
    """The arm that stands for the part of the body before the failure."""
    return len(node.handlers) + 1


def _try_arms(node: ast.Try) -> list[Arm]:
    end = node.body[-1].end_lineno or node.lineno
    arms = [Arm(ArmKind.BODY, node.lineno, end, "the body runs to its end")]
    for handler in node.handlers:
        text = f"except {ast.unparse(handler.type)}" if handler.type else "except"
        arms.append(Arm(ArmKind.HANDLER, handler.lineno, handler.end_lineno or handler.lineno, text))
    arms.append(Arm(ArmKind.BODY, node.lineno, end, "the body fails before it binds it"))
    return arms


def _names(node: ast.expr | None) -> list[str]:
    if node is None:
        return [""]
    return [dotted(element) or "?" for element in (node.elts if isinstance(node, ast.Tuple) else [node])]


def catches_names(handler: ast.ExceptHandler) -> bool:
    """Whether a handler catches, on purpose or not, the failed read of a name."""
    return any(name in NAME_ERRORS for name in _names(handler.type))


def _builtin_exception(name: str) -> type[BaseException] | None:
    found = getattr(builtins, name, None)
    return found if isinstance(found, type) and issubclass(found, BaseException) else None


def _is_a(name: str, other: str) -> bool:
    """Whether an exception of this name is surely one of the other."""
    if name == other:
        return True
    one, two = _builtin_exception(name), _builtin_exception(other)
    return one is not None and two is not None and issubclass(one, two)


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
    return [name for argument in given for name in _names(argument)]
