"""The second gate: names that a dispatch can leave unbound, by where they are bound.

Only a chain that binds a name in one of its arms can be blamed for it, so with `nsa-scope = dispatch` a name in doubt
matters only if it is bound inside a chain that may be a dispatch. A test may be one if it mentions a guard, or a
name that was set from a guard or under one.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from nsa_lint.provenance import Provenance, imports
from nsa_lint.scopes import FUNCTIONS, bound_names, children, walk

_TRIES = (ast.Try, getattr(ast, "TryStar", ast.Try))
_CHAINS = (ast.If, ast.IfExp, ast.BoolOp, ast.Match, *_TRIES, ast.With, ast.AsyncWith, ast.While)
_EXITS = (ast.Break, ast.Continue, ast.Raise)


def bound_by_dispatch(body: Sequence[ast.AST], provenance: Provenance) -> frozenset[str] | None:
    """Names that are bound inside a chain that may be a dispatch; None where control flow hides which."""
    nodes = [node for root in body for node in walk(root)]
    chains = [node for node in nodes if isinstance(node, _CHAINS)]
    assignments = [
        node for node in nodes if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr))
    ]
    functions = [node for node in nodes if isinstance(node, FUNCTIONS[:2])]
    if any(isinstance(node, ast.Nonlocal) for node in nodes):
        return None
    tainted: set[str] = set()
    bound: set[str] = set()
    done: set[int] = set()
    while True:
        before = len(tainted) + len(done)
        for node in assignments:
            if id(node) not in done and node.value is not None and _asks(node.value, tainted, provenance):
                done.add(id(node))
                tainted |= _targets(node)
        for function in functions:
            if id(function) not in done and _asks(function, tainted, provenance):
                done.add(id(function))
                tainted.add(function.name)
        for chain in chains:
            if id(chain) not in done and _may_dispatch(chain, tainted, provenance):
                done.update(id(node) for node in walk(chain))  # what stands inside binds nothing more
                inside = bound_names([chain]) | _attributes(chain)
                tainted |= inside
                bound |= inside
                if any(isinstance(node, _EXITS) for node in walk(chain)):
                    return None
        if len(tainted) + len(done) == before:
            return frozenset(bound)


def _may_dispatch(chain: ast.AST, tainted: set[str], provenance: Provenance) -> bool:
    if isinstance(chain, (ast.If, ast.IfExp, ast.While)):
        return _asks(chain.test, tainted, provenance)
    if isinstance(chain, _TRIES):
        body: list[ast.stmt] = getattr(chain, "body", [])
        return imports(body) or any(_asks(node, tainted, provenance) or _optimised(node, provenance) for node in body)
    if isinstance(chain, ast.Match) and provenance.match_asks(chain):
        return True
    return _asks(chain, tainted, provenance)


def _optimised(node: ast.AST, provenance: Provenance) -> bool:
    return any(isinstance(child, ast.Call) and provenance.is_optimised(child) for child in walk(node))


def _asks(node: ast.AST, tainted: set[str], provenance: Provenance) -> bool:
    for child in walk(node):
        if provenance.is_guard(child):
            return True
        if isinstance(child, ast.Name):
            if child.id in tainted:
                return True
        elif isinstance(child, ast.Attribute) and child.attr in tainted:
            return True
    return False


def _targets(node: ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr) -> set[str]:
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


def _attributes(node: ast.AST) -> set[str]:
    return {child.attr for child in walk(node) if isinstance(child, ast.Attribute) and isinstance(child.ctx, ast.Store)}
