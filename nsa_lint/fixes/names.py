"""Which names a piece of syntax binds and reads, in the scope that it stands in."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module
Suite = list[ast.stmt]


def nodes_of_scope(roots: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Every node under `roots` that runs in their own scope: bodies of inner functions and classes are left out."""
    stack: list[ast.AST] = list(roots)
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            stack += [*node.decorator_list, *node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)]
        elif isinstance(node, ast.Lambda):
            stack += [*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)]
        elif isinstance(node, ast.ClassDef):
            stack += [*node.decorator_list, *node.bases, *(k.value for k in node.keywords)]
        elif isinstance(node, ast.comprehension):
            stack += [node.iter, *node.ifs]  # its target is bound in a scope of its own
        else:
            stack += ast.iter_child_nodes(node)


def _bound_by(node: ast.AST) -> Iterable[str]:
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        return (node.id,)
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return (node.name,)
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return (alias.asname or alias.name.split(".")[0] for alias in node.names)
    if isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
        return (node.name,) if node.name else ()
    if isinstance(node, ast.MatchMapping):
        return (node.rest,) if node.rest else ()
    return ()


def bound(*roots: ast.AST) -> set[str]:
    """The names that `roots` may bind or delete."""
    return {name for node in nodes_of_scope(roots) for name in _bound_by(node)}


def unbound_again(*roots: ast.AST) -> set[str]:
    """The names that `roots` may delete, by `del` or at the end of `except ... as name`."""
    names: set[str] = set()
    for node in nodes_of_scope(roots):
        if isinstance(node, ast.Delete):
            names |= bound(node)
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
        names.update(_bound_by(node))
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            names.update(node.names)
    return names


def same(left: ast.AST, right: ast.AST) -> bool:
    """Whether two expressions are written the same, up to layout and load/store."""
    return ast.unparse(left) == ast.unparse(right)
