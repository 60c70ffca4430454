"""Names that a module binds for type checkers."""

from __future__ import annotations

import ast
import re

from nsa_lint.syntax.scopes import bound_names, statements_of

TYPE_CHECKING = re.compile(r"\bTYPE_CHECKING\b")


def bound_for_types(module: ast.Module) -> frozenset[str]:
    """What the arms of an `if` bind that mentions `TYPE_CHECKING`, at any depth outside functions and classes."""
    found: set[str] = set()
    for node in statements_of(module.body):
        if isinstance(node, ast.If) and TYPE_CHECKING.search(ast.unparse(node.test)):
            found |= bound_names([*node.body, *node.orelse])
    return frozenset(found)
