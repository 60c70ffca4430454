"""The second gate: names that a dispatch can leave unbound, by where they are bound.

Only a chain that binds a name in one of its arms can be blamed for it, or one that leaves a round of a loop before
the rest of the round binds it. So with `nsa-scope = dispatch` a name in doubt matters only if it is bound inside a
chain that may be a dispatch, or inside a loop that such a chain leaves. A test may be one if it mentions a guard, or
a name that was set from a guard or under one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nsa_lint.failures import catches_names
from nsa_lint.provenance import Provenance, imports
from nsa_lint.scopes import FUNCTIONS, arms_of, bound_names, children, mentioned, walk

_TRIES = (ast.Try, getattr(ast, "TryStar", ast.Try))
_CHAINS = frozenset((ast.If, ast.IfExp, ast.BoolOp, ast.Match, *_TRIES, ast.With, ast.AsyncWith, ast.While))
_LOOPS = frozenset((ast.For, ast.AsyncFor, ast.While))
_EXITS = frozenset((ast.Break, ast.Continue))
_SETS = frozenset((ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What stands in a test or a value: a guard for sure, and names that may turn out to be tainted."""

    guard: bool
    names: frozenset[str]

    def may_be(self, tainted: set[str]) -> bool:
        return self.guard or not self.names.isdisjoint(tainted)


def bound_by_dispatch(body: Sequence[ast.AST], provenance: Provenance) -> frozenset[str] | None:
    """Names that are bound inside a chain that may be a dispatch; None where control flow hides which."""
    chains: list[tuple[ast.AST, _Asked]] = []
    loops: dict[int, ast.AST] = {}  # by break or continue: the loop that it belongs to
    setters: list[tuple[set[str], _Asked]] = []  # names that are set, and from what
    for node in (node for root in body for node in walk(root)):
        kind = node.__class__
        if kind in _LOOPS:  # an inner loop comes later, and takes what is its own
            loops.update(dict.fromkeys(_exits(node), node))
        if kind in _SETS:
            value: ast.AST | None = node.value  # type: ignore[attr-defined]
            if value is not None:
                setters.append((_targets(node), _asked([value], provenance)))
        elif kind in _CHAINS:
            chains.append((node, _asked_by(node, provenance)))
        elif kind in FUNCTIONS[:2]:
            setters.append(({node.name}, _asked([node], provenance)))  # type: ignore[attr-defined]
        elif kind is ast.Nonlocal:
            return None
    tainted: set[str] = set()
    bound: set[str] = set()
    passed: set[int] = set()  # chains inside one that may be a dispatch: they bind nothing more
    before = -1
    while len(tainted) + len(passed) > before:
        before = len(tainted) + len(passed)
        for targets, asked in setters:
            if asked.may_be(tainted):
                tainted |= targets
        for chain, asked in chains:
            if id(chain) not in passed and asked.may_be(tainted):
                left = {id(loops[key]): loops[key] for node in walk(chain) if (key := id(node)) in loops}
                inside = set().union(*map(_set_in, (chain, *left.values())))
                passed.update(id(node) for node in walk(chain) if node.__class__ in _CHAINS)
                tainted |= inside
                bound |= inside
    return frozenset(bound)


def read_where_caught(body: Sequence[ast.AST]) -> set[str]:
    """Names of which a failed read is caught: reading them decides where a path goes on, whoever is to blame."""
    found: set[str] = set()
    for node in (node for root in body for node in walk(root)):
        if isinstance(node, _TRIES) and any(map(catches_names, node.handlers)):
            found.update(*map(mentioned, node.body))
    if found:  # a function that is called there may be defined anywhere
        found.update(*(mentioned(node) for root in body for node in walk(root) if isinstance(node, FUNCTIONS)))
    return found


def _exits(loop: Any) -> Iterator[int]:
    """Ids of the ways out of a round, those of the loops inside among them."""
    return (id(node) for statement in loop.body for node in walk(statement) if node.__class__ in _EXITS)


def _set_in(node: ast.AST) -> set[str]:
    """Names and attributes that a statement sets."""
    found = bound_names([node])
    for child in walk(node):
        if isinstance(child, ast.Attribute) and isinstance(child.ctx, ast.Store):
            found.add(child.attr)
    return found


def _asked_by(chain: ast.AST, provenance: Provenance) -> _Asked:
    """What decides a chain."""
    if isinstance(chain, ast.If):
        return _asked([arm.test for arm in arms_of(chain)[0]], provenance)
    if isinstance(chain, (ast.IfExp, ast.While)):
        return _asked([chain.test], provenance)
    if isinstance(chain, _TRIES):
        whole: Any = chain
        body: list[ast.stmt] = whole.body
        # `finally` sees on which way out it was entered
        asked = _asked([*body, *whole.handlers, *whole.orelse] if whole.finalbody else body, provenance)
        sure = asked.guard or imports(body) or any(_optimised(node, provenance) for node in body)
        return _Asked(sure, asked.names)
    if isinstance(chain, ast.Match) and provenance.match_asks(chain):
        return _Asked(True, frozenset())
    return _asked([chain], provenance)


def _asked(nodes: Sequence[ast.AST], provenance: Provenance) -> _Asked:
    names: set[str] = set()
    for root in nodes:
        for node in walk(root):
            if provenance.is_guard(node):
                return _Asked(True, frozenset())
            if node.__class__ is ast.Name:
                names.add(node.id)
            elif node.__class__ is ast.Attribute:
                names.add(node.attr)
    return _Asked(False, frozenset(names))


def _optimised(node: ast.AST, provenance: Provenance) -> bool:
    return any(isinstance(child, ast.Call) and provenance.is_optimised(child) for child in walk(node))


def _targets(node: Any) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return set().union(*(_stored(target) for target in targets))


def _stored(target: ast.AST) -> set[str]:
    if isinstance(target, ast.Name):
        return {target.id}
    if isinstance(target, ast.Attribute):
        return {target.attr}
    if isinstance(target, ast.Subscript):
        return _stored(target.value)
    return set().union(*(_stored(child) for child in children(target)))
