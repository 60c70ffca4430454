"""Names that whoever runs a file puts into it: templates that are executed, files of build tools."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Set

from nsa_lint.syntax.scopes import walk_scope

_SEVERAL = 2  # one name that nothing binds may be misspelt, or a builtin that somebody installs
_OF_NOTEBOOKS = frozenset(("get_ipython", "display"))


def has_injected_names(tree: ast.Module, known: Set[str]) -> bool:
    """Whether statements that always run read several names that nothing in the file binds, beside those `known`."""
    if any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in walk_scope(tree.body)):
        return False
    missing: set[str] = set()
    for expression in _expressions(tree):
        names = [node for node in walk_scope([expression]) if isinstance(node, ast.Name)]
        own = {node.id for node in names if not isinstance(node.ctx, ast.Load)}  # of comprehensions
        missing |= {node.id for node in names} - own - known - _OF_NOTEBOOKS
    return len(missing) >= _SEVERAL


def _expressions(tree: ast.Module) -> Iterator[ast.expr]:
    """What the module's own statements evaluate, whatever holds: not their blocks, and no annotation."""
    for node in tree.body:
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr)) and node.value is not None:
            yield node.value
        elif isinstance(node, (ast.If, ast.While)):
            yield node.test
        elif isinstance(node, ast.For):
            yield node.iter
