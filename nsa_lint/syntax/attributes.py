"""What the methods of a class read and store of their object."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from typing import TypeGuard

from nsa_lint.syntax.scopes import Function, children, may_return, positional, walk

Store = tuple[ast.Attribute, ast.ClassDef | None]  # and the class around it


def own_name(function: Function) -> str:
    """What a method calls its object; "" where it has no name for it."""
    arguments = positional(function)
    return arguments[0].arg if arguments else ""


def is_stored(node: ast.AST) -> TypeGuard[ast.Attribute]:
    """Whether a node sets an attribute, or deletes it."""
    return isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load)


def stored(function: Function) -> tuple[set[str], set[str]]:
    """The attributes of `self` that a method stores or deletes: itself, and in functions inside it."""
    owner = own_name(function)
    outside = {id(each) for each in _of_scope(function)}
    own: set[str] = set()
    inner: set[str] = set()
    for node in walk(function):
        if is_stored(node) and is_name(node.value, owner):
            (own if id(node) in outside else inner).add(node.attr)
    return own, inner


def own_attributes(function: Function) -> list[ast.Attribute]:
    """What a method reads of its object."""
    owner = own_name(function)
    return [each for each in walk(function) if isinstance(each, ast.Attribute) and is_name(each.value, owner)]


def set_always(constructor: Function) -> set[str]:
    """The attributes that statements of a constructor set which are in no other and before any return."""
    found: set[str] = set()
    for statement in constructor.body:
        if may_return(statement):
            break
        found.update(_set_by(statement, own_name(constructor)))
    return found


def _set_by(statement: ast.stmt, owner: str) -> Iterator[str]:
    """The attributes that a statement sets in any case."""
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    if not isinstance(statement, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
        return
    if isinstance(statement, ast.AnnAssign) and statement.value is None:
        return
    for target in targets:
        for node in walk(target) if target is not None else ():
            if isinstance(node, ast.Attribute) and is_name(node.value, owner):
                yield node.attr


def stores_of(tree: ast.Module) -> dict[str, list[Store]]:
    """What a module stores to attributes, by their names."""
    found: defaultdict[str, list[Store]] = defaultdict(list)
    stack: list[tuple[ast.AST, ast.ClassDef | None]] = [(tree, None)]
    while stack:
        node, around = stack.pop()
        if is_stored(node):
            found[node.attr].append((node, around))
        inside = node if isinstance(node, ast.ClassDef) else around
        stack += [(each, inside) for each in children(node)]
    return found


def is_name(node: ast.expr, name: str) -> bool:
    """Whether an expression is this name, which is not empty."""
    return bool(name) and isinstance(node, ast.Name) and node.id == name


def _of_scope(function: Function) -> Iterator[ast.AST]:
    """The nodes of a function without those of functions inside it."""
    stack: list[ast.AST] = list(function.body)
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            stack += ast.iter_child_nodes(node)
