"""The functions of a module, with their qualified names and classes: gathered once for all who ask."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from nsa_lint.syntax.scopes import HOLDS_STATEMENTS, nested_statements


@dataclass(frozen=True, slots=True)
class Definition:
    """A function, its qualified name, and the class that it is a method of."""

    name: str
    node: ast.FunctionDef | ast.AsyncFunctionDef
    owner: ast.ClassDef | None


def definitions(tree: ast.Module) -> list[Definition]:
    """Every function at any depth of statements, in the order of the text."""
    found: list[Definition] = []
    stack: list[tuple[str, ast.ClassDef | None, ast.AST]] = [("", None, tree)]
    while stack:
        prefix, owner, node = stack.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found.append(Definition(prefix + node.name, node, owner))
            prefix, owner = f"{prefix}{node.name}.<locals>.", None
        elif isinstance(node, ast.ClassDef):
            prefix, owner = f"{prefix}{node.name}.", node
        inside = [(prefix, owner, each) for each in nested_statements(node) if each.__class__ in HOLDS_STATEMENTS]
        inside.reverse()
        stack += inside
    return found


def classes(tree: ast.Module) -> list[ast.ClassDef]:
    """Every class at any depth of statements, in the order of the text."""
    found: list[ast.ClassDef] = []
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.ClassDef):
            found.append(node)
        inside = [each for each in nested_statements(node) if each.__class__ in HOLDS_STATEMENTS]
        inside.reverse()
        stack += inside
    return found
