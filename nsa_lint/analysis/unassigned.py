"""Possible assignment, forward over steps: the reads that no binding reaches, whatever the guards say.

The counterpart of `assigned`: a name may be assigned after an `if` if one arm assigns it. It over-approximates; a read
that it finds has no binding on any way that leads to it. What inner functions and classes read is left out.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
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
    Step,
)
from nsa_lint.analysis.lower import Lowering, ScopeNode
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.scopes import walk, walk_statements

Perhaps = set[str] | None  # names that some path has assigned; None where no path is left


def never_assigned(node: ScopeNode, lowering: Lowering, module: ModuleFacts) -> dict[int, str]:
    """Ids of the `Name` nodes of a scope that read a name of it which no path has assigned, with the name."""
    scope = lowering.scope(node)
    elsewhere: set[str] = set()
    if module.has_nonlocal:
        elsewhere.update(*(each.names for each in walk_statements(node) if isinstance(each, ast.Nonlocal)))
    if isinstance(node, ast.Module):
        elsewhere |= module.names.rebound
    run = _Pass(scope.bound - elsewhere)
    run.block(lowering.block(node), set(scope.parameters))
    return run.found


class _Pass:
    def __init__(self, local: frozenset[str]) -> None:
        self._local = local
        self._left: list[list[set[str]]] = []  # by loop: what is assigned where an iteration is left
        self.found: dict[int, str] = {}

    def block(self, block: Block, perhaps: Perhaps) -> Perhaps:
        for step in block:
            if perhaps is None:
                return None
            transfer = _TRANSFER.get(step.__class__)
            if transfer is None:
                known = len(self.found)
                for effects in step.effects:
                    self._do(effects, perhaps)
                if (isinstance(step, Eval) and step.ends) or (len(self.found) > known and _runs_whole(step.node)):
                    return None
            else:
                perhaps = transfer(self, step, perhaps)
        return perhaps

    # -- steps ---------------------------------------------------------------------------------------------

    def leave(self, step: Leave, perhaps: set[str]) -> Perhaps:
        self._do(step.does, perhaps)
        if self._left and step.exit in ("break", "continue"):
            self._left[-1].append(perhaps)
        return None

    def branch(self, step: Branch, perhaps: set[str]) -> Perhaps:
        self._do(step.chooses, perhaps)
        after: Perhaps = None
        rest: Perhaps = perhaps
        for arm in step.arms:
            if rest is None:
                break
            self._do(arm.matches, rest)
            self._do(arm.tests, rest)
            if arm.surely is not False:
                after = _join(after, self.block(arm.block, rest.copy()))
            if arm.surely is True:
                rest = None
        return _join(after, rest)

    def loop(self, step: Loop, perhaps: set[str]) -> Perhaps:
        self._do(step.starts, perhaps)
        inside = perhaps.copy()
        while True:  # until an earlier iteration adds nothing to what a later one may find assigned
            known = self.found
            self.found = known.copy()
            self._left.append([])
            start = inside.copy()
            self._do(step.iterates, start)
            end = self.block(step.body, start)
            after = inside.union(*self._left.pop(), end or NOTHING)
            if after == inside:
                break
            self.found = known
            inside = after
        return _join(self.block(step.orelse, inside.copy()), inside)

    def protect(self, step: Protect, perhaps: set[str]) -> Perhaps:
        after = self.block(step.orelse, self.block(step.body, perhaps.copy()))
        inside = perhaps | _binds(step.body) | _binds(step.orelse)
        for handler in step.handlers:
            start = inside.copy()
            self._do(handler.tests, start)
            if handler.name:
                start.add(handler.name)
            end = self.block(handler.block, start)
            if end is not None and handler.name:
                end.discard(handler.name)
            after = _join(after, end)
            if step.group:  # a later one may run after it
                inside |= _binds(handler.block)
        if not step.final:
            return after
        self.block(step.final, inside.union(*(_binds(handler.block) for handler in step.handlers)))
        known = self.found  # what the ways that leave bind, too: a `return` in the body may have bound what it reads
        self.found = known.copy()
        after = self.block(step.final, after)
        self.found = known
        return after

    def manage(self, step: Manage, perhaps: set[str]) -> Perhaps:
        before = perhaps | _binds(step.body)
        for item in step.items:
            self._do(item.enters, perhaps)
        swallows = any(item.swallows for item in step.items)
        after = self.block(step.body, perhaps)
        return _join(after, before | perhaps) if swallows else after

    def define(self, step: Define, perhaps: set[str]) -> Perhaps:
        self._do(step.does, perhaps)
        return perhaps | step.binds

    # -- effects -------------------------------------------------------------------------------------------

    def _do(self, effects: Effects, perhaps: set[str]) -> None:
        for effect in effects:
            if isinstance(effect, ast.Name):
                if effect.id not in perhaps and effect.id in self._local:
                    self.found[id(effect)] = effect.id
            elif isinstance(effect, str):
                perhaps |= self._local if effect == "*" else {effect}
            elif isinstance(effect, Deleted):
                perhaps.discard(effect.name)
            elif isinstance(effect, tuple):
                self._do(effect, perhaps)


def _runs_whole(node: ast.stmt) -> bool:
    """Whether every expression of a simple statement is evaluated."""
    skips = (ast.BoolOp, ast.IfExp, ast.comprehension, ast.Lambda)
    return not any(
        isinstance(each, skips) or (isinstance(each, ast.Compare) and len(each.ops) > 1) for each in walk(node)
    )


def _binds(block: Block) -> frozenset[str]:
    return NOTHING.union(*(step.binds for step in block))


def _join(first: Perhaps, second: Perhaps) -> Perhaps:
    """What either path has assigned; the first set is taken over."""
    if first is None or second is None:
        return second if first is None else first
    first |= second
    return first


_TRANSFER: dict[type[Step], Callable[[_Pass, Any, set[str]], Perhaps]] = {
    Branch: _Pass.branch,
    Define: _Pass.define,
    Leave: _Pass.leave,
    Loop: _Pass.loop,
    Manage: _Pass.manage,
    Protect: _Pass.protect,
}
