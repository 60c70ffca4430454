"""The functions of one module: each with its name, those around it, and what it binds."""

from __future__ import annotations

import ast
from functools import cached_property

from nsa_lint.syntax.definitions import Definition, definitions
from nsa_lint.syntax.scopes import Function, FunctionNode, Scope, body_of, scope_of
from nsa_lint.syntax.text_index import TextIndex


class ModuleFunctions:
    """Every function of a module, in the order of the text."""

    def __init__(self, tree: ast.Module, text: TextIndex) -> None:
        self._tree = tree
        self._text = text

    @cached_property
    def all(self) -> list[Definition]:
        """With those inside others."""
        return definitions(self._tree)

    @cached_property
    def by_name(self) -> dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]]:
        """The functions of the module and the methods of its classes, by the last word of their names."""
        found: dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]] = {}
        for each in self.all:
            if "<locals>" not in each.name:
                found.setdefault(each.node.name, []).append(each.node)
        return found

    def is_inner(self, node: ast.AST) -> bool:
        """Whether this is a function that another one holds."""
        return any(each.node is node and "<locals>" in each.name for each in self.all)

    def scope_of(self, node: FunctionNode) -> Scope:
        """What a function binds; its expressions are looked into only where one may bind a name or make a function."""
        body = body_of(node)
        return scope_of(node, self._text.holds(":=", body) or self._text.holds("lambda", body))

    def around(self, node: ast.AST) -> tuple[Function, ...]:
        """The functions that a function is in, the outermost first."""
        return self._around.get(id(node), ())

    @cached_property
    def _around(self) -> dict[int, tuple[Function, ...]]:
        """By functions in functions: those around each."""
        found: dict[int, tuple[Function, ...]] = {}
        outer: list[Function] = []
        for each in self.all:
            start = (each.node.lineno, each.node.col_offset)
            while outer and (outer[-1].end_lineno or 0, outer[-1].end_col_offset or 0) <= start:
                outer.pop()
            if outer:
                found[id(each.node)] = tuple(outer)
            outer.append(each.node)
        return found
