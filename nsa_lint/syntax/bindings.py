"""The names that a single node binds, and how often and where last each is bound."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from nsa_lint.syntax.scopes import NAMED, imported_names, targets, walk, walk_scope


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


_ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)


def last_bindings(body: Iterable[ast.AST]) -> dict[str, int]:
    """The last line on which these statements of one scope bind each name."""
    lines: dict[str, int] = {}
    node: Any
    for node in walk_scope(body):
        if isinstance(node, _ASSIGNMENTS):
            names = [child.id for child in targets([node]) if isinstance(child, ast.Name)]
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del):
            continue
        else:
            names = [*names_bound(node)]
        for name in names:
            at_its_end = isinstance(node, (ast.ClassDef, *_ASSIGNMENTS))  # its last line is evaluated before it binds
            line = node.end_lineno or node.lineno if at_its_end else node.lineno
            lines[name] = max(lines.get(name, 0), line)
    return lines
