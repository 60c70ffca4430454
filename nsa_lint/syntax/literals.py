"""What an expression is that is written out: `None`, a text, something true or false."""

from __future__ import annotations

import ast


def is_none(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def text_of(node: ast.AST | None) -> str | None:
    """The text that an expression is; None for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def truth_of(node: ast.AST | None) -> bool | None:
    """Whether a constant is true; None for what is no constant."""
    return bool(node.value) if isinstance(node, ast.Constant) else None
