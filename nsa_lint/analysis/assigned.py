"""Definite assignment, forward over steps: which names may be unassigned at some read, whatever the guards say.

It is the rule that compilers apply: a name is assigned after an `if` only if both arms assign it. It over-approximates;
what it calls assigned is assigned on every path. Of the functions of a backend it lets about one in twenty through to
the analysis of conditions; there, only the names that it found are followed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from nsa_lint.analysis.ir import (
    NOTHING,
    Block,
    Branch,
    Define,
    Deleted,
    Effects,
    Eval,
    Leave,
    Loop,
    Manage,
    Protect,
    Require,
    Step,
    Tested,
)
from nsa_lint.analysis.lower import Lowering, ScopeNode
from nsa_lint.analysis.steps import steps_of
from nsa_lint.syntax.scopes import FUNCTIONS, FunctionNode, Scope, scope_of, walk, walk_scope

Assigned = set[str] | None  # names assigned on every path; None where no path is left


@dataclass(frozen=True, slots=True)
class Unassigned:
    """What the pass found."""

    names: frozenset[str]  # names that may be unassigned at some read
    reads: frozenset[int]  # ids of the `Name` nodes that read one
    anytime: frozenset[str]  # those that something else reads too: a function, or a class


def possibly_unassigned(
    node: ScopeNode, lowering: Lowering, calls: frozenset[str] | None = None, at_end: bool = False
) -> Unassigned:
    """The names of a scope that some path may leave unassigned where they are read.

    `calls`: the functions whose reads count, where not all do. `at_end`: at its end, the scope reads all its names.
    """
    scope = lowering.scope(node)
    block = lowering.block(node)
    deleted = NOTHING.union(*(step.unbinds for step in block)) if scope.deletes else NOTHING
    elsewhere = NOTHING
    if lowering.has_nonlocal:
        elsewhere = NOTHING.union(*(step.unbinds for step in steps_of(block) if isinstance(step, Define)))
    run = _Pass(scope, lowering, calls, deleted | elsewhere, elsewhere)
    end = run.block(block, set(scope.parameters))
    return run.found(scope.bound - end if at_end and end is not None else NOTHING)


class _Pass:
    def __init__(
        self,
        scope: Scope,
        lowering: Lowering,
        calls: frozenset[str] | None,
        deleted: frozenset[str],
        elsewhere: frozenset[str],
    ) -> None:
        """`deleted`: names that the scope deletes somewhere; `elsewhere`: those that a function in it does."""
        self._local = scope.bound
        self._lowering = lowering
        self._calls = calls
        self._deleted = deleted
        self._elsewhere = elsewhere
        self._breaks: list[list[Assigned]] = []
        self._names: set[str] = set()
        self._reads: set[int] = set()
        self._anytime: set[str] = set()

    def found(self, at_end: frozenset[str]) -> Unassigned:
        """What was found, and names that are read at the end."""
        return Unassigned(at_end.union(self._names), frozenset(self._reads), frozenset(self._anytime))

    def block(self, block: Block, assigned: Assigned) -> Assigned:
        for step in block:
            if assigned is None:
                return None
            transfer = _TRANSFER.get(step.__class__)
            if transfer is None:
                self._do(step.does, assigned)  # type: ignore[attr-defined]
            else:
                assigned = transfer(self, step, assigned)
        return assigned

    # -- steps ---------------------------------------------------------------------------------------------

    def eval(self, step: Eval, assigned: set[str]) -> Assigned:
        self._do(step.does, assigned)
        return None if step.ends else assigned

    def require(self, step: Require, assigned: set[str]) -> Assigned:
        self._do(step.does, assigned)
        return None if step.holds is False else assigned

    def leave(self, step: Leave, assigned: set[str]) -> Assigned:
        self._do(step.does, assigned)
        if step.exit == "break" and self._breaks:
            self._breaks[-1].append(assigned)
        return None

    def branch(self, step: Branch, assigned: set[str]) -> Assigned:
        """Each arm tests where the arms before it did not match; a pattern that did not has assigned nothing."""
        self._do(step.chooses, assigned)
        after: Assigned = None
        rest: Assigned = assigned
        for arm in step.arms:
            if rest is None:
                break
            inside = rest.copy() if arm.pattern is not None else rest
            self._do(arm.matches, inside)
            self._do(arm.tests, inside)
            if arm.surely is not False:
                after = _meet(after, self.block(arm.block, inside.copy() if inside is rest else inside))
            if arm.surely is True:
                rest = None
        return _meet(after, rest)

    def loop(self, step: Loop, assigned: set[str]) -> Assigned:
        self._do(step.starts, assigned)
        head = assigned - self._deletes(step.body)
        inside = head.copy()
        self._breaks.append([])
        self._do(step.iterates, inside)
        self.block(step.body, inside)
        breaks = self._breaks.pop()
        after: Assigned = None if step.constant is True else self.block(step.orelse, head)
        for left in breaks:
            after = _meet(after, left)
        return after

    def protect(self, step: Protect, assigned: set[str]) -> Assigned:
        after = self.block(step.body, assigned.copy())
        after = self.block(step.orelse, after)
        start = assigned - self._deletes(step.body) - self._deletes(step.orelse)
        for handler in step.handlers:
            inside = start.copy()
            self._do(handler.tests, inside)
            if handler.name:
                inside.add(handler.name)
            end = self.block(handler.block, inside)
            if end is not None and handler.name:
                end.discard(handler.name)
            after = _meet(after, end)
            if step.group:  # a later one may run after it
                start -= self._deletes(handler.block) | {handler.name or ""}
        if not step.final:
            return after
        for handler in step.handlers:
            start -= self._deletes(handler.block)
            start.discard(handler.name or "")
        self.block(step.final, start)
        return self.block(step.final, after)

    def manage(self, step: Manage, assigned: set[str]) -> Assigned:
        swallowed: Assigned = None
        for item in step.items:
            if item.swallows and swallowed is None:
                swallowed = assigned - self._deletes(step.body)
            self._do(item.enters, assigned)
        return _meet(self.block(step.body, assigned), swallowed)

    def define(self, step: Define, assigned: set[str]) -> Assigned:
        self._do(step.does, assigned)
        if isinstance(step.node, ast.ClassDef):
            self._class(step.node, assigned)
            assigned.add(step.node.name)
        return assigned

    def _class(self, node: ast.ClassDef, assigned: set[str]) -> None:
        """Its body runs now; what its functions read by the names of the class is not the class's."""
        inner = self._lowering.scope(node)
        self._at_any_time(possibly_unassigned(node, self._lowering, calls=NOTHING).names)
        for child in walk_scope(node.body):
            if child.__class__ is ast.Name:
                name: str = child.id
                if name not in inner.bound and name not in assigned and name in self._local:
                    self._at_any_time({name})
            elif isinstance(child, FUNCTIONS):
                self._later(child, assigned, node.name)

    # -- effects -------------------------------------------------------------------------------------------

    def _do(self, effects: Effects, assigned: set[str]) -> None:
        for effect in effects:
            kind = effect.__class__
            if kind is ast.Name:
                if effect.id not in assigned or effect.id in self._elsewhere:  # type: ignore[union-attr]
                    self._names.add(effect.id)  # type: ignore[union-attr]
                    self._reads.add(id(effect))
            elif isinstance(effect, str):
                if effect == "*":
                    assigned |= self._local
                else:
                    assigned.add(effect)
            elif kind is tuple:
                self._do(effect, assigned.copy())  # type: ignore[arg-type]
            elif isinstance(effect, Tested):
                if effect.name not in assigned or effect.name in self._deleted:
                    self._at_any_time({effect.name})
            elif isinstance(effect, Deleted):
                assigned.discard(effect.name)
            elif isinstance(effect, FUNCTIONS):
                self._later(effect, assigned, getattr(effect, "name", ""))

    def _later(self, node: FunctionNode, assigned: set[str], own: str) -> None:
        """What a function reads later: what is not assigned now, or is deleted somewhere, may be unassigned then."""
        if self._calls is not None and getattr(node, "name", "") not in self._calls:
            return
        found: set[str] = set()
        for child in walk(node):
            if child.__class__ is ast.Name:
                name: str = child.id
                if name != own and (name not in assigned or name in self._deleted) and name in self._local:
                    found.add(name)
        if found:
            self._at_any_time(found - scope_of(node).bound)

    def _at_any_time(self, names: Iterable[str]) -> None:
        self._names.update(names)
        self._anytime.update(names)

    def _deletes(self, block: Block) -> frozenset[str]:
        """Names that are deleted in a block."""
        return NOTHING.union(*(step.unbinds for step in block)) if self._deleted else NOTHING


def _meet(first: Assigned, second: Assigned) -> Assigned:
    if first is None:
        return second
    return first if second is None else first & second


_TRANSFER: dict[type[Step], Callable[[_Pass, Any, set[str]], Assigned]] = {
    Eval: _Pass.eval,
    Require: _Pass.require,
    Leave: _Pass.leave,
    Branch: _Pass.branch,
    Loop: _Pass.loop,
    Protect: _Pass.protect,
    Manage: _Pass.manage,
    Define: _Pass.define,
}
