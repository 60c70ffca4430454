"""Attributes that the constructor of a class, or of a base to which it hands a parameter on, sets from a parameter."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from nsa_lint.package.attributes import attribute_set
from nsa_lint.package.below import Class
from nsa_lint.package.closed import rebound
from nsa_lint.package.index import Index, Module
from nsa_lint.syntax.making import constructor_of
from nsa_lint.syntax.scopes import Function, dotted, parameters

_DEEPEST = 4  # bases of bases


@dataclass(frozen=True, slots=True)
class Type:
    """An annotation, in the module that has it."""

    module: Module
    annotation: ast.expr


@dataclass(frozen=True, slots=True)
class Setter:
    """The class whose constructor sets an attribute, and what the constructors on the way say that its type is."""

    owner: Class
    types: Sequence[Type]


def setter_of(index: Index, owner: Class, name: str) -> Setter | None:
    """Which constructor sets an attribute from a parameter, by the first bases; None where another value may be it."""
    below: list[tuple[Module, Function]] = []
    found: Class | None = owner
    for _ in range(_DEEPEST):
        if found is None:
            return None
        module, node = found
        constructor = constructor_of(node)
        if constructor is not None:
            parameter = _set_from(constructor, name)
            if parameter:
                return Setter(found, _types([*below, (module, constructor)], parameter))
            below.append((module, constructor))
        found = index.class_of(module, dotted(node.bases[0])) if node.bases else None
    return None


def type_of(module: Module, function: Function, name: str) -> Type | None:
    """What a function says of a parameter that keeps its value."""
    if name in rebound(function):
        return None
    annotations = (each.annotation for each in parameters(function) if each.arg == name)
    annotation = next(annotations, None)
    return Type(module, annotation) if annotation is not None else None


def _set_from(constructor: Function, name: str) -> str:
    """The parameter from which a constructor sets an attribute."""
    for statement in constructor.body:
        found, value = attribute_set(statement)
        if found == name and isinstance(value, ast.Name) and value.id not in rebound(constructor):
            return value.id
    return ""


def _types(constructors: Sequence[tuple[Module, Function]], parameter: str) -> list[Type]:
    """The types of a parameter of the last constructor, and of those of others that are handed on as it."""
    module, constructor = constructors[-1]
    found = [type_of(module, constructor, parameter)]
    for module, below in reversed(constructors[:-1]):
        calls = [each for each in map(_base_call, below.body) if each is not None]
        value = _argument(calls[0], constructor, parameter) if len(calls) == 1 else None
        if not isinstance(value, ast.Name):
            break
        constructor, parameter = below, value.id
        found.append(type_of(module, constructor, parameter))
    return [each for each in found if each is not None]


def _base_call(statement: ast.stmt) -> ast.Call | None:
    """`super().__init__(...)`, as a statement."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or call.func.attr != "__init__":
        return None
    made_by = call.func.value
    return call if isinstance(made_by, ast.Call) and dotted(made_by.func) == "super" else None


def _argument(call: ast.Call, constructor: Function, name: str) -> ast.expr | None:
    """What a call of a constructor passes as a parameter, by name or before anything that is unpacked."""
    positional = [each.arg for each in (*constructor.args.posonlyargs, *constructor.args.args)][1:]
    place = positional.index(name) if name in positional else len(call.args)
    passed = call.args[: place + 1]
    if len(passed) > place:
        return passed[place] if not any(isinstance(each, ast.Starred) for each in passed) else None
    return next((each.value for each in call.keywords if each.arg == name), None)
