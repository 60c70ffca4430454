"""What the handlers of an import leave: names that they alone bind, and the flags that they set."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import cached_property

from nsa_lint.syntax.definitions import Definition
from nsa_lint.syntax.scopes import Function, bound_names, dotted, statements_of


class Fallbacks:
    """The imports of one module that may fail, and what happens then."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree

    @cached_property
    def untold(self) -> frozenset[str]:
        """Names that each handler of an import binds and its body does not, where nothing says which of them has run.

        Who reads such a name where the import has worked cannot have looked: the body binds nothing that the handlers
        do not bind too, and no arm sets a flag.
        """
        found: set[str] = set()
        for node in self._imports:
            inside = bound_names([*node.body, *node.orelse, *node.finalbody])
            handled = [bound_names(each.body) for each in node.handlers]
            arms = [*node.body, *node.orelse, *(each for handler in node.handlers for each in handler.body)]
            if inside <= set.intersection(*handled) and not any(_flags(arms)):
                found |= set.intersection(*handled) - inside
        return frozenset(found)

    def kept(self, constructors: Sequence[Definition]) -> frozenset[str]:
        """What is bound by the imports whose flags some of these constructors keep."""
        told = [each for each in self._imports if self._told(each)]
        found = (bound_names(each.body) for each in told for one in constructors if self.keeps_flag(one, each.lineno))
        return frozenset().union(*found)

    def keeps_flag(self, definition: Definition, line: int) -> bool:
        """Whether a constructor keeps the flag that the `try` in a line sets, and is meant to run without."""
        node = definition.node
        if definition.owner is None or not isinstance(node, Function) or node.name != "__init__":
            return False
        flags = {name for each in self._imports if each.lineno == line for name in self._told(each)}
        return any(isinstance(each, ast.Name) and each.id in flags for each in _kept(node))

    def _told(self, node: ast.Try) -> set[str]:
        """The flags that are true where the body has run, and false where a handler has."""
        inside = {*_flags([*node.body, *node.orelse], True)}
        return inside.intersection(*({*_flags(each.body, False)} for each in node.handlers))

    @cached_property
    def _imports(self) -> list[ast.Try]:
        tries = [each for each in statements_of(self._tree.body) if isinstance(each, ast.Try) and each.handlers]
        return [each for each in tries if any(isinstance(e, (ast.Import, ast.ImportFrom)) for e in each.body)]


def _flags(body: list[ast.stmt], value: bool | None = None) -> Iterator[str]:
    """The names that a body sets to a constant, or to this one."""
    for each in statements_of(body):
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant) and value in (None, each.value.value):
            yield from (target.id for target in each.targets if isinstance(target, ast.Name))


def _kept(function: Function) -> Iterator[ast.expr]:
    """What a constructor stores in attributes of `self`, whatever is the case."""
    for each in function.body:
        if isinstance(each, ast.Assign) and any(dotted(target).startswith("self.") for target in each.targets):
            yield each.value
