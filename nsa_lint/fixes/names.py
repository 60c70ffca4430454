"""Which names a piece of syntax deletes, reads, or mentions at all; `nsa_lint.scopes` knows what it binds."""

from __future__ import annotations

import ast

from nsa_lint.scopes import bound_names, walk_scope

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
    """The names that `roots` read, inner functions included."""
    return {
        node.id
        for root in roots
        for node in ast.walk(root)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def mentioned(root: ast.AST) -> set[str]:
    """Every name that stands anywhere under `root`, whatever for: what a new name must keep clear of."""
    names: set[str] = set()
    for node in ast.walk(root):
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            names.update(node.names)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names |= {node.name} | bound_names(node.body)
    return names | bound_names([root])


def same(left: ast.AST, right: ast.AST) -> bool:
    """Whether two expressions are written the same, up to layout and load/store."""
    return ast.unparse(left) == ast.unparse(right)
