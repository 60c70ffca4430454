"""Imports that a function makes under a guard, and whether a further test decides about what reads them."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from nsa_lint.syntax.scopes import walk, walk_scope
from nsa_lint.syntax.text_index import covers


def only_imports(node: ast.AST) -> bool:
    """Whether a chain is a lone `if` that does nothing but import."""
    if not isinstance(node, ast.If) or node.orelse:
        return False
    return all(isinstance(each, (ast.Import, ast.ImportFrom)) for each in node.body)


def is_under_a_test(body: Sequence[ast.AST], read: ast.Name, line: int) -> bool:
    """Whether a test after this line decides about a read: what that asks for may imply that the module is there."""
    return any(_decides(node, read, line) for node in walk_scope(body))


def _decides(node: ast.AST, read: ast.Name, line: int) -> bool:
    decided: Sequence[ast.stmt | ast.expr] = ()
    if isinstance(node, ast.If) and node.lineno > line:
        decided = [*node.body, *node.orelse]
    elif isinstance(node, ast.BoolOp):
        decided = node.values[1:]
    elif isinstance(node, ast.IfExp):
        decided = [node.body, node.orelse]
    within = (each for each in decided if covers(each, read.lineno))
    return any(read in walk(each) for each in within)
