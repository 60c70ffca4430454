"""The second gate: names that a dispatch can leave unbound, by where they are bound.

Only a chain that binds a name in one of its arms can be blamed for it, or one that leaves a round of a loop before
the rest of the round binds it. So with `nsa-scope = dispatch` a name in doubt matters only if it is bound inside a
chain that may be a dispatch, or inside a loop that such a chain leaves. A test may be one if it mentions a guard, or
a name that was set from a guard or under one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from nsa_lint.analysis.raising import catches_names
from nsa_lint.dispatch.guards import Provenance, dotted, imports
from nsa_lint.syntax.scopes import (
    FUNCTIONS,
    arms_of,
    bound_names,
    children,
    mentioned,
    statements_of,
    targets,
    walk,
    walk_statements,
)

_TRIES = (ast.Try, getattr(ast, "TryStar", ast.Try))
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_SETS = frozenset((ast.Assign, ast.AnnAssign, ast.AugAssign))
_SILENT = frozenset((ast.Expr, ast.Return, ast.Raise, ast.Assert, ast.Import, ast.ImportFrom, ast.For))


class _Part(NamedTuple):
    """A chain, or what sets names, and the nodes that decide it."""

    node: ast.AST
    asks: Sequence[ast.AST]
    is_chain: bool


class _ByNodes:
    """What a part asks, exactly."""

    def __init__(self, provenance: Provenance) -> None:
        self._provenance = provenance

    def guard(self, part: _Part) -> bool:
        provenance = self._provenance
        if not provenance.may_ask(part.asks, isinstance(part.node, _TRIES)):
            return False
        if isinstance(part.node, ast.Match) and provenance.match_asks(part.node):
            return True
        if isinstance(part.node, _TRIES):
            body = part.node.body
            if imports(body) or any(_optimised(node, provenance) for node in body):
                return True
        return any(map(provenance.mentions_guard, part.asks))

    def names(self, part: _Part) -> set[str]:
        found: set[str] = set()
        for node in (node for root in part.asks for node in walk(root)):
            if isinstance(node, ast.Name):
                found.add(node.id)
            elif isinstance(node, ast.Attribute):
                found.add(node.attr)
        return found


class _ByText:
    """What a part may ask, by the words on its lines: more than it does, and much faster."""

    def __init__(self, provenance: Provenance) -> None:
        self._provenance = provenance

    def guard(self, part: _Part) -> bool:
        return self._provenance.may_ask(part.asks, isinstance(part.node, _TRIES))

    def names(self, part: _Part) -> set[str]:
        return self._provenance.words_in(part.asks)


def bound_by_dispatch(body: Sequence[ast.AST], provenance: Provenance) -> frozenset[str] | None:
    """Names that are bound inside a chain that may be a dispatch; None where control flow hides which."""
    parts = _parts(body, provenance)
    if parts is None:
        return None
    return frozenset().union(*_bound_by(body, parts, _ByNodes(provenance), provenance))


def may_bind_by_dispatch(body: Sequence[ast.AST], provenance: Provenance) -> bool:
    """A quick test of whether there are any."""
    parts = _parts(body, provenance)
    return parts is None or any(_bound_by(body, parts, _ByText(provenance), provenance))


def _bound_by(
    body: Sequence[ast.AST], parts: Sequence[_Part], asked: _ByNodes | _ByText, provenance: Provenance
) -> Iterator[set[str]]:
    """The names that each chain binds that may be a dispatch."""
    loops: dict[int, ast.AST] | None = None
    tainted: set[str] = set()
    passed: set[int] = set()  # what stands inside a chain that may be a dispatch binds nothing more
    waiting: list[_Part] = []
    names: list[tuple[_Part, set[str]]] | None = None
    found: Iterable[_Part] = _asking(parts, asked, waiting)
    while True:
        before = len(passed) + len(tainted)
        for part in found:
            if not part.is_chain:
                tainted |= _set_by(part.node)
            elif id(part.node) not in passed:
                if loops is None:
                    loops = _loops(body)
                chains = [part.node]
                for node in _at_any_depth([part.node]):
                    passed.add(id(node))
                    if id(node) in loops:
                        chains.append(loops[id(node)])
                bound = bound_names(chains, expressions=provenance.has_walrus(chains))
                yield bound
                tainted |= bound
                tainted.update(node.attr for node in targets(chains) if isinstance(node, ast.Attribute))
        if len(passed) + len(tainted) == before:
            return
        if names is None:
            names = [(part, asked.names(part)) for part in waiting]
        found = [part for part, asks in names if not asks.isdisjoint(tainted)]
        names = [(part, asks) for part, asks in names if asks.isdisjoint(tainted)]


def _asking(parts: Iterable[_Part], asked: _ByNodes | _ByText, others: list[_Part]) -> Iterator[_Part]:
    """The parts that ask a guard; adds the `others` to that list."""
    for part in parts:
        if asked.guard(part):
            yield part
        else:
            others.append(part)


def _parts(body: Sequence[ast.AST], provenance: Provenance) -> list[_Part] | None:
    """The chains of a scope and of the classes in it, and then what sets names there; nothing where no chain is.

    None where an inner function binds the names of this one.
    """
    if provenance.has_nonlocal and any(isinstance(node, ast.Nonlocal) for node in _at_any_depth(body)):
        return None
    found = [part for node in _statements(body) if (part := _part(node, provenance)) is not None]
    if provenance.has_walrus(body):
        for node in (node for root in body for node in walk(root)):
            if isinstance(node, ast.NamedExpr):
                found.append(_Part(node, [node.value], False))
            elif isinstance(node, ast.IfExp):
                found.append(_Part(node, [node.test], True))
            elif isinstance(node, ast.BoolOp):
                found.append(_Part(node, [node], True))
    chains = [part for part in found if part.is_chain]
    return [*chains, *(part for part in found if not part.is_chain)] if chains else []


def _at_any_depth(body: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """The statements, and those inside them, in functions too."""
    return (node for root in body for node in (root, *walk_statements(root)))


def _statements(body: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """Those of a scope and of the classes in it: a class body runs where it stands."""
    for node in statements_of(body):
        yield node
        if isinstance(node, ast.ClassDef):
            yield from _statements(node.body)


def _part(node: Any, provenance: Provenance) -> _Part | None:
    kind = node.__class__
    if kind in _SILENT:
        return None
    if kind in _SETS:
        return _Part(node, [node.value], False) if node.value is not None else None
    if kind is ast.If:
        return _Part(node, [arm.test for arm in arms_of(node)[0]], True)
    if kind is ast.While:
        return _Part(node, [node.test], True)
    if kind in FUNCTIONS[:2]:
        return _Part(node, [node], False)
    if kind in _TRIES:  # `finally` sees on which way out it was entered
        return _Part(node, [*node.body, *node.handlers, *node.orelse] if node.finalbody else node.body, True)
    if kind is ast.Match:
        cases = (part for case in node.cases for part in (case.pattern, case.guard) if part is not None)
        return _Part(node, [node.subject, *cases], True)
    if kind is ast.With or kind is ast.AsyncWith:
        managers = (getattr(item.context_expr, "func", item.context_expr) for item in node.items)
        return _Part(node, [node], True) if any(dotted(each) in provenance.swallowers for each in managers) else None
    return None


def read_where_caught(body: Sequence[ast.AST]) -> set[str]:
    """Names of which a failed read is caught: reading them decides where a path goes on, whoever is to blame."""
    found: set[str] = set()
    for node in _at_any_depth(body):
        if isinstance(node, _TRIES) and any(map(catches_names, node.handlers)):
            found.update(*map(mentioned, node.body))
    if found:  # a function that is called there may be defined anywhere
        found.update(*(mentioned(node) for root in body for node in walk(root) if isinstance(node, FUNCTIONS)))
    return found


def _loops(body: Sequence[ast.AST]) -> dict[int, ast.AST]:
    """The loop that each `break` and `continue` belongs to."""
    found: dict[int, ast.AST] = {}
    for loop in (node for node in _at_any_depth(body) if isinstance(node, _LOOPS)):
        exits = (id(node) for node in _at_any_depth(loop.body) if isinstance(node, (ast.Break, ast.Continue)))
        for key in exits:
            if key not in found or _holds(found[key], loop):
                found[key] = loop
    return found


def _holds(outer: Any, inner: Any) -> bool:
    return bool((outer.lineno, outer.col_offset) < (inner.lineno, inner.col_offset))


def _set_by(node: Any) -> set[str]:
    """What an assignment or a definition sets."""
    if isinstance(node, FUNCTIONS[:2]):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return set().union(*map(_roots, targets))


def _roots(target: ast.AST) -> set[str]:
    if isinstance(target, ast.Name):
        return {target.id}
    if isinstance(target, ast.Attribute):
        return {target.attr}
    if isinstance(target, ast.Subscript):
        return _roots(target.value)
    return set().union(*map(_roots, children(target)))


def _optimised(node: ast.AST, provenance: Provenance) -> bool:
    return any(isinstance(child, ast.Call) and provenance.is_optimised(child) for child in walk(node))
