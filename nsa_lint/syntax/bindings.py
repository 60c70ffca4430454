"""The names that a single node binds, and how often a file binds each."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from nsa_lint.syntax.scopes import NAMED, imported_names, walk


def names_bound(node: ast.AST) -> Iterator[str]:
    """The names that one node binds or deletes, `*` for those of `import *`; nothing of what it contains."""
    if isinstance(node, ast.Name):
        if not isinstance(node.ctx, ast.Load):
            yield node.id
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from imported_names(node)
    elif isinstance(node, (*NAMED, ast.MatchMapping)):
        name = node.rest if isinstance(node, ast.MatchMapping) else node.name
        if name:
            yield name


def times_bound(tree: ast.Module) -> Counter[str]:
    """How often a file binds each name, in whatever scope."""
    return Counter(name for node in walk(tree) for name in names_bound(node))
