"""Reach of dispatch, forward over steps until nothing is added: the names that a dispatch can leave unassigned.

Only a chain that binds a name in one of its arms can be blamed for it, or one that leaves an iteration of a loop before
the rest of the iteration binds it. So with `nsa-scope = dispatch` a possibly unassigned name matters only if it is
bound inside a chain that may be a dispatch, or inside a loop that such a chain leaves. A test may be one if it mentions
a guard, or a name that was set from a guard or under one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from nsa_lint.analysis.ir import Bind, Block, Branch, Define, Leave, Loop, Manage, Protect, Step, Tested, flat
from nsa_lint.analysis.lower import Lowering
from nsa_lint.analysis.raising import catches_all, catches_names, caught_names, is_suppress
from nsa_lint.analysis.steps import steps_of
from nsa_lint.dispatch.guards import DispatchGuards
from nsa_lint.syntax.imported import imports
from nsa_lint.syntax.scopes import FUNCTIONS, bound_names, children, mentioned, targets, walk


class _Part(NamedTuple):
    """A chain, or what sets names, and the nodes that decide it. `step`: None for a chain inside an expression."""

    node: ast.AST
    step: Step | None
    tests: Sequence[ast.AST]
    is_chain: bool


def assigned_under_dispatch(block: Block, lowering: Lowering, guards: DispatchGuards) -> frozenset[str] | None:
    """Names that are bound inside a chain that may be a dispatch; None where control flow hides which."""
    parts = _parts(block, lowering, guards)
    if not parts:
        return None if parts is None else frozenset()
    found: set[str] = set()
    tainted: set[str] = set()  # what was set from a guard, or under one
    covered: set[int] = set()  # what is inside a chain that may be a dispatch binds nothing more
    loops = _loops(block, lowering)
    reached = [part for part in parts if _reads_guard(part, guards)]
    first = {id(part) for part in reached}
    waiting = [(part, _names(part)) for part in parts if id(part) not in first] if reached else []
    while reached:
        for part in reached:
            if not part.is_chain:
                tainted |= _set_by(part.node)
            elif id(part.node) not in covered:
                chain = _Chain(part, loops, lowering)
                covered |= chain.covers
                found |= chain.binds
                tainted |= chain.binds | chain.attributes
        reached = [part for part, names in waiting if not names.isdisjoint(tainted)]
        waiting = [(part, names) for part, names in waiting if names.isdisjoint(tainted)]
    return frozenset(found)


def read_where_caught(block: Block, lowering: Lowering) -> set[str]:
    """Names of which a failed read is caught, or of which is asked whether they are bound: that decides where a path
    goes on, whoever is to blame.
    """
    found: set[str] = set()
    for step in lowering.everywhere(block):
        found.update(each.name for does in step.effects for each in flat(does) if isinstance(each, Tested))
        caught = {*caught_names(step)}
        if isinstance(step, (Protect, Manage)) and (catches_names(caught) or catches_all(caught)):
            found.update(*(mentioned(inner.node) for inner in step.body))
    if found:  # a function that is called there may be defined anywhere
        nodes = (node for step in block for node in walk(step.node))
        found.update(*(mentioned(node) for node in nodes if isinstance(node, FUNCTIONS)))
    return found


class _Chain:
    """What a chain that may be a dispatch binds, with the loops that it leaves."""

    def __init__(self, part: _Part, loops: dict[int, Loop], lowering: Lowering) -> None:
        inside = [*_steps([part.step], lowering)] if part.step is not None else []
        left = [loops[id(step.node)] for step in inside if id(step.node) in loops]
        own = bound_names([part.node]) if part.step is None else part.step.binds
        self.covers = {id(part.node), *(id(step.node) for step in inside)}
        self.binds = own.union(*(loop.binds for loop in left))
        nodes = targets([part.node, *(loop.node for loop in left)])
        self.attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def _steps(block: Block, lowering: Lowering) -> Iterator[Step]:
    """Those of a scope and of the classes in it: a class body runs where it is defined."""
    for step in steps_of(block):
        yield step
        if isinstance(step, Define) and isinstance(step.node, ast.ClassDef):
            yield from _steps(lowering.block(step.node), lowering)


def _parts(block: Block, lowering: Lowering, guards: DispatchGuards) -> list[_Part] | None:
    """The chains of a scope and of the classes in it, and then what sets names there; nothing where no chain is.

    None where an inner function binds the names of this one.
    """
    body = [step.node for step in block]
    if guards.module.has_nonlocal and any(isinstance(node, ast.Nonlocal) for root in body for node in walk(root)):
        return None
    found = [part for step in _steps(block, lowering) if (part := _part(step)) is not None]
    if guards.module.text.holds(":=", body):
        for node in (node for root in body for node in walk(root)):
            if isinstance(node, ast.NamedExpr):
                found.append(_Part(node, None, [node.value], False))
            elif isinstance(node, ast.IfExp):
                found.append(_Part(node, None, [node.test], True))
            elif isinstance(node, ast.BoolOp):
                found.append(_Part(node, None, [node], True))
    chains = [part for part in found if part.is_chain]
    return [*chains, *(part for part in found if not part.is_chain)] if chains else []


def _part(step: Step) -> _Part | None:
    node = step.node
    if isinstance(step, Bind):
        value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)) else None
        return _Part(node, step, [value], False) if value is not None else None
    if isinstance(step, Define):
        return _Part(node, step, [node], False) if isinstance(node, FUNCTIONS) else None
    if isinstance(step, Branch):
        return _Part(node, step, step.parts, True)
    if isinstance(step, Loop):
        return _Part(node, step, [step.head], True) if step.target is None else None
    if isinstance(step, Protect):
        tried = [inner.node for inner in step.body]
        if not step.final:
            return _Part(node, step, tried, True)
        after = [*(handler.node for handler in step.handlers), *(inner.node for inner in step.orelse)]
        return _Part(node, step, [*tried, *after], True)  # `finally` sees on which way out it was entered
    if isinstance(step, Manage):
        return _Part(node, step, [node], True) if any(item.swallows for item in step.items) else None
    return None


def _reads_guard(part: _Part, guards: DispatchGuards) -> bool:
    is_try = isinstance(part.step, Protect) or _suppresses(part.step)
    if not guards.may_test(part.tests, is_try):
        return False
    step = part.step
    if isinstance(step, Branch) and step.subject is not None:
        return guards.is_match(step.subject, [(arm.pattern, arm.test) for arm in step.arms]) or any(
            map(guards.mentions_guard, part.tests)
        )
    if isinstance(part.step, (Protect, Manage)) and is_try:
        body = [step.node for step in part.step.body]
        if imports(body) or any(_optimised(node, guards) for node in body):
            return True
    return any(map(guards.mentions_guard, part.tests))


def _suppresses(step: Step | None) -> bool:
    return isinstance(step, Manage) and any(map(is_suppress, step.items))


def _optimised(node: ast.AST, guards: DispatchGuards) -> bool:
    return any(isinstance(child, ast.Call) and guards.is_optimised(child) for child in walk(node))


def _names(part: _Part) -> set[str]:
    """The names and attributes that decide a part."""
    found: set[str] = set()
    for node in (node for root in part.tests for node in walk(root)):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
    return found


def _loops(block: Block, lowering: Lowering) -> dict[int, Loop]:
    """The loop that each `break` and `continue` belongs to: the innermost whose body it is in."""
    found: dict[int, Loop] = {}
    for loop in (step for step in _steps(block, lowering) if isinstance(step, Loop)):  # the outer ones first
        for step in _steps(loop.body, lowering):
            if isinstance(step, Leave) and step.exit in ("break", "continue"):
                found[id(step.node)] = loop
    return found


def _set_by(node: Any) -> set[str]:
    """What an assignment or a definition sets."""
    if isinstance(node, FUNCTIONS[:2]):
        return {node.name}
    bound = node.targets if isinstance(node, ast.Assign) else [node.target]
    return set().union(*map(_roots, bound))


def _roots(target: ast.AST) -> set[str]:
    if isinstance(target, ast.Name):
        return {target.id}
    if isinstance(target, ast.Attribute):
        return {target.attr}
    if isinstance(target, ast.Subscript):
        return _roots(target.value)
    return set().union(*map(_roots, children(target)))
