"""How an object of a class is made, as far as the class itself says: its constructor, and what that does first."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from nsa_lint.syntax.scopes import Function, dotted, may_return, walk

MADE_OTHERWISE = ("__reduce__", "__reduce_ex__", "__setstate__", "__getattr__", "__getattribute__")
MAKING = ("__init__", "__new__", "__post_init__", "__init_subclass__", "__class_getitem__")


def constructor_of(owner: ast.ClassDef) -> Function | None:
    """The constructor that a class itself defines."""
    return next((each for each in owner.body if isinstance(each, Function) and each.name == "__init__"), None)


def is_static(method: Function) -> bool:
    """Whether a method is called without an object of the class."""
    return not {dotted(each) for each in method.decorator_list}.isdisjoint(("staticmethod", "classmethod"))


def needs_object(method: Function) -> bool:
    """Whether a method runs on objects that have been made, not while one is made and not without one."""
    return method.name not in MAKING and not is_static(method)


def first_of(constructor: Function) -> Iterator[ast.stmt]:
    """The statements of a constructor that run before anything can call a method of the object."""
    for statement in constructor.body:
        if may_return(statement) or runs_methods(statement) or calls_base(statement):
            return
        yield statement


def refusing_start(owner: ast.ClassDef, module: ast.Module) -> ast.FunctionDef | None:
    """What every object of a class has run before any of its methods, where it may raise: a constructor cut short.

    None where nothing there may raise, or somebody may make an object in another way: the class says how, a subclass
    has a constructor of its own, or a decorator or a metaclass has the class in hand.
    """
    constructor = constructor_of(owner)
    if not isinstance(constructor, ast.FunctionDef) or constructor.decorator_list:
        return None
    if owner.decorator_list or owner.keywords:
        return None
    if any(isinstance(each, Function) and each.name in (*MADE_OTHERWISE, "__new__") for each in owner.body):
        return None
    start = copy.copy(constructor)
    start.body = [*first_of(constructor)]
    if not any(isinstance(each, (ast.If, ast.Assert)) for each in start.body):
        return None
    return None if any(_makes_another(node, owner.name) for node in walk(module)) else start


def _makes_another(node: ast.AST, name: str) -> bool:
    """Whether a node is a class below one of this name, asks for a bare object or gives a class another constructor."""
    if isinstance(node, ast.ClassDef):
        return any(dotted(each).rpartition(".")[2] == name for each in node.bases)
    if not isinstance(node, ast.Attribute):
        return False
    return node.attr == "__new__" or (node.attr == "__init__" and isinstance(node.ctx, ast.Store))


def calls_base(statement: ast.AST) -> bool:
    """Whether a statement calls the constructor of a base."""
    return isinstance(statement, ast.Expr) and _is_base_constructor(statement.value)


def _is_base_constructor(node: ast.AST) -> bool:
    """`super().__init__()`, `super(Class, self).__init__()`, `Base.__init__(self)`."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr != "__init__":
        return False
    return dotted(node.func.value) != "self"


def runs_methods(statement: ast.AST) -> bool:
    """Whether a statement of a constructor may call a method of the object, or hands it on."""
    for node in walk(statement):
        if isinstance(node, ast.Call) and not _is_base_constructor(node) and dotted(node.func) != "super":
            if dotted(node.func).startswith("self.") or any(dotted(each) == "self" for each in node.args):
                return True
            if any(dotted(each.value) == "self" for each in node.keywords):
                return True
    return False
