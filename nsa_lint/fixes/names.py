"""Which names a piece of syntax deletes, reads, or mentions at all; `nsa_lint.syntax.scopes` knows what it binds."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable

from nsa_lint.syntax.scopes import bound_names, walk_scope

Suite = list[ast.stmt]


def unbound_again(*roots: ast.AST) -> set[str]:
    """The names that `roots` may delete, by `del` or at the end of `except ... as name`."""
    names: set[str] = set()
    for node in walk_scope(roots):
        if isinstance(node, ast.Delete):
            names |= bound_names([node])
        elif isinstance(node, ast.ExceptHandler) and node.name:
            names.add(node.name)
    return names


def read(*roots: ast.AST) -> set[str]:
    """The names that `roots` read or delete (`x += 1` reads x), inner functions included."""
    names: set[str] = set()
    for root in roots:
        for node in ast.walk(root):
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                names.add(node.target.id)
            elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
                names.add(node.id)
    return names


def mentions(roots: Iterable[ast.AST]) -> Counter[str]:
    """How often each name stands anywhere under `roots`, whatever for: what a new name must keep clear of."""
    found: Counter[str] = Counter()
    for root in roots:
        for node in ast.walk(root):
            if isinstance(node, (ast.Name, ast.arg)):
                found[node.id if isinstance(node, ast.Name) else node.arg] += 1
            elif isinstance(node, (ast.Global, ast.Nonlocal)):
                found.update(node.names)
            elif not isinstance(node, ast.expr):
                found.update(_named(node))
    return found


def _named(node: ast.AST) -> list[str]:
    """Names that a node binds without a `Name` node for it: definitions, imports, handlers, patterns."""
    names = [getattr(node, field, None) for field in ("name", "asname", "rest")]
    return [name.partition(".")[0] for name in names if isinstance(name, str)]


def same(left: ast.AST, right: ast.AST) -> bool:
    """Whether two expressions are written the same, up to layout and load/store."""
    return ast.unparse(left) == ast.unparse(right)
