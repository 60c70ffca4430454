"""Imports whose failure is no way on: each handler imports from the same module again, which fails too."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from functools import cached_property

from nsa_lint.package.index import Index, Module
from nsa_lint.package.kept import set_elsewhere
from nsa_lint.package.names import imports_of
from nsa_lint.package.own_imports import binding
from nsa_lint.syntax.scopes import Function, bound_names, children, dotted, imported_names

_HANDLES = (ast.Try, ast.With, ast.AsyncWith)
_TELLS = frozenset(("print", "warn", "warning", "log", "debug", "info", "error", "exception", "critical"))


class Retried:
    """What one module imports from its package in a `try`, where a failure leaves the scope by way of the handler.

    The names are there once the other module has run. So the import fails in two cases: the other module cannot be
    imported, which is so for the handler as well, or it is still running, as it imports this one. Then it has not
    bound what the handler imports either, if that comes later. A module that is named in another way may be found where
    this one is not: a relative import fails in a file that is run as a script.
    """

    def __init__(self, module: Module, index: Index) -> None:
        self._module = module
        self._index = index
        self._known: dict[int, bool] = {}

    def bind(self, names: Collection[str]) -> bool:
        """Whether such an import binds one of these names."""
        imports = (node for node, _ in self._tried.values() if not {*imported_names(node)}.isdisjoint(names))
        return any(map(self.works, imports))

    def works(self, node: ast.AST) -> bool:
        """Whether the scope of an import is left where it fails."""
        if id(node) not in self._known:
            statement, handlers = self._tried.get(id(node), (None, ()))
            self._known[id(node)] = statement is not None and self._works(statement, handlers)
        return self._known[id(node)]

    @cached_property
    def _tried(self) -> dict[int, tuple[ast.Import | ast.ImportFrom, list[ast.ExceptHandler]]]:
        """The imports that a `try` begins or goes on with, with its handlers, by `id`."""
        return {
            id(each): (each, statement.handlers)
            for statement in _outermost(self._module.tree)
            for each in statement.body
            if isinstance(each, (ast.Import, ast.ImportFrom)) and statement.handlers
        }

    def _works(self, node: ast.Import | ast.ImportFrom, handlers: Collection[ast.ExceptHandler]) -> bool:
        targets = [self._index.target(self._module, each) for _, each in imports_of(node)]
        target = targets[0]
        if target is None or any(each is not target for each in targets):
            return False
        last = _last_binding(target, node) if isinstance(node, ast.ImportFrom) else -1
        again = [_first_import(each.body) for each in handlers]
        if last is None or any(each is None or _written(each) != _written(node) for each in again):
            return False
        return all(self._fails(each, target, last) for each in again)

    def _fails(self, again: ast.Import | ast.ImportFrom | None, target: Module, last: int) -> bool:
        """Whether an import fails, too, where the module has failed, or has not run its statements up to `last`."""
        for _, each in imports_of(again) if again is not None else ():
            found = self._index.target(self._module, each)
            if found is target and (last < 0 or (each.name and self._comes_later(target, each.name, last))):
                return True
        return False

    def _comes_later(self, target: Module, name: str, last: int) -> bool:
        """Whether a module cannot have a name before it has run its statements up to `last`."""
        if name.startswith("__") or target.may_bind_otherwise(name) or target.binds_by_text:
            return False
        if name in bound_names(target.tree.body[: last + 1]) or self._index.file_of(target, name) is not None:
            return False
        return not set_elsewhere(target, name, self._index)


def _outermost(tree: ast.Module) -> Iterator[ast.Try]:
    """The `try` statements without a `finally` that nothing around them in their scope can handle the failures of."""
    stack: list[tuple[ast.AST, bool]] = [(tree, False)]
    while stack:
        node, handled = stack.pop()
        if isinstance(node, ast.Try) and not handled and not node.finalbody:
            yield node
        inside = not isinstance(node, Function) and (handled or isinstance(node, _HANDLES))
        stack += [(each, inside) for each in children(node)]


def _written(node: ast.Import | ast.ImportFrom) -> set[tuple[int, str]]:
    """The modules of an import, and the number of dots before each."""
    if isinstance(node, ast.ImportFrom):
        return {(node.level, node.module or "")}
    return {(0, alias.name) for alias in node.names}


def _first_import(body: list[ast.stmt]) -> ast.Import | ast.ImportFrom | None:
    """The import that a handler begins with, but for a text and warnings: another call may change what is found."""
    first = next((each for each in body if not _only_tells(each)), None)
    return first if isinstance(first, (ast.Import, ast.ImportFrom)) else None


def _only_tells(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.Expr):
        return False
    value = statement.value
    return isinstance(value, ast.Constant) or (
        isinstance(value, ast.Call) and dotted(value.func).rpartition(".")[2] in _TELLS
    )


def _last_binding(target: Module, node: ast.ImportFrom) -> int | None:
    """Which statement of a module binds the last of imported names; None where one need not be there at its end."""
    if "sys.modules" in target.text:
        return None
    found = [binding(target, alias.name) for alias in node.names]
    places = [target.tree.body.index(each) for each in found if each is not None]
    return max(places) if len(places) == len(found) else None
