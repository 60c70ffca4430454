"""Which attributes of an object a call of the file's own function leaves as they are that is given the object.

What `args.coverage = True` has stored is still there after `run(args)`, where `run` is a function or a class of the
file, hands the object to nobody else, and nothing in the file but the storing function sets an attribute `coverage`.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from functools import cached_property

from nsa_lint.syntax.arguments import arguments_of
from nsa_lint.syntax.classes import Classes
from nsa_lint.syntax.making import constructor_of, keeps_constructor
from nsa_lint.syntax.module_functions import ModuleFunctions
from nsa_lint.syntax.scopes import Function, dotted, last_word, walk, walk_scope

# What may set an attribute without naming it as one
SETTING = frozenset("setattr delattr vars __dict__ __setattr__ __delattr__ exec".split())
_MANAGERS = frozenset(("contextmanager", "asynccontextmanager"))


class KeptAttributes:
    """Of one file in which no word of `SETTING` occurs."""

    def __init__(
        self, tree: ast.Module, functions: ModuleFunctions, classes: Classes, defined: Collection[str]
    ) -> None:
        """`defined`: the functions and classes that the module assigns nothing else to."""
        self._tree = tree
        self._functions = functions
        self._classes = classes
        self._defined = defined

    def keeps(self, call: ast.Call, root: str, attribute: str) -> bool:
        """Whether a call leaves an attribute of what a name means as it is, where the function around has stored it."""
        called = self._called(call)
        if called is None or self.set_in.get(attribute, frozenset()) - {self._around(call.lineno)}:
            return False
        function, implied = called
        given = arguments_of(call, function, implied)
        return given is not None and not any(
            self._hands_on(function, parameter)
            for parameter, value in given.items()
            if any(isinstance(node, ast.Name) and node.id == root for node in walk(value))
        )

    @cached_property
    def set_in(self) -> dict[str, frozenset[str]]:
        """The functions that set or delete an attribute of a name, by attribute; "" where the module does."""
        scopes = [("", self._tree.body), *((each.name, each.node.body) for each in self._functions.all)]
        found: dict[str, set[str]] = {}
        for name, body in scopes:
            for node in walk_scope(body):
                if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
                    found.setdefault(node.attr, set()).add(name)
        return {name: frozenset(functions) for name, functions in found.items()}

    def _around(self, line: int) -> str:
        """The innermost function in which a line is."""
        found = ""
        for each in self._functions.all:  # outer ones first
            if each.node.lineno <= line <= (each.node.end_lineno or line):
                found = each.name
        return found

    def _called(self, call: ast.Call) -> tuple[Function, int] | None:
        """The function of the file that a call runs, and how many parameters get no argument."""
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if name not in self._defined:
            return None
        owner = self._classes.named(name)
        constructor = constructor_of(owner) if owner is not None and keeps_constructor(owner) else None
        if owner is not None:
            plain = constructor is not None and not owner.decorator_list and not owner.keywords
            return (constructor, 1) if constructor is not None and plain and _is_plain(constructor) else None
        named = self._functions.by_name.get(name, ())
        return (named[0], 0) if len(named) == 1 and _is_plain(named[0]) else None

    def _hands_on(self, function: Function, parameter: str) -> bool:
        """Whether a function may give what it is given to what the file does not define."""
        return any(
            last_word(call.func) not in self._defined or isinstance(call.func, ast.Attribute)
            for call in walk_scope(function.body)
            if isinstance(call, ast.Call) and parameter in _given_to(call)
        ) or any(isinstance(node, Function | ast.Lambda) for node in walk_scope(function.body))


def _given_to(call: ast.Call) -> Iterator[str]:
    """The names that a call is given as they are, or a method of which it is."""
    parts = (*call.args, *(each.value for each in call.keywords))
    for part in parts:
        for node in _whole(part):
            yield node.id
    if isinstance(call.func, ast.Attribute):
        yield dotted(call.func).partition(".")[0]


def _whole(node: ast.AST) -> Iterator[ast.Name]:
    """Names in an expression, but those of which it takes an attribute."""
    if isinstance(node, ast.Name):
        yield node
    elif not isinstance(node, ast.Attribute):
        for child in ast.iter_child_nodes(node):
            yield from _whole(child)


def _is_plain(function: Function) -> bool:
    return {last_word(each) for each in function.decorator_list} <= _MANAGERS
