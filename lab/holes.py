"""Holes: files of released packages in which one arm no longer binds a name that another one binds.

`name = value` becomes `value`, in the same lines. What is reported then, and which files of the package are looked at
for evidence, says more of the evidence than files do in which nothing is unbound.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from nsa_lint.syntax.scopes import bound_names, walk_scope
from nsa_lint.syntax.source import Source, Unreadable


@dataclass(frozen=True, slots=True)
class Hole:
    """The line of a binding, and the columns in bytes that are taken out there. `of_module`: whose name it binds."""

    line: int
    first: int
    last: int
    of_module: bool

    def made_in(self, source: Source) -> Source | None:
        """The source with the hole; None where it does not parse any more."""
        lines = source.text.splitlines(keepends=True)
        line = lines[self.line - 1].encode()
        lines[self.line - 1] = (line[: self.first] + line[self.last :]).decode()
        try:
            return Source.of_text(source.path, "".join(lines))
        except Unreadable:
            return None


def holes_of(source: Source) -> Iterator[Hole]:
    """All holes that can be made in a file and its functions, each one's in the order of its lines."""
    for node in ast.walk(source.tree):
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from sorted(_holes_in(node), key=lambda each: each.line)


def _holes_in(scope: ast.Module | ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Hole]:
    for node in walk_scope(scope.body):
        arms = [*_arms(node)]
        bound = [bound_names(arm) for arm in arms]
        for index, arm in enumerate(arms):
            others = set().union(*(names for other, names in enumerate(bound) if other != index))
            for statement in arm:
                if isinstance(statement, ast.Assign) and isinstance(target := statement.targets[0], ast.Name):
                    value = statement.value
                    if len(statement.targets) == 1 and target.id in others and value.lineno == statement.lineno:
                        yield Hole(statement.lineno, target.col_offset, value.col_offset, isinstance(scope, ast.Module))


def _arms(node: ast.AST) -> Iterator[list[ast.stmt]]:
    if isinstance(node, ast.If):
        yield from (node.body, node.orelse)
    elif isinstance(node, ast.Try):
        yield [*node.body, *node.orelse]
        yield from (handler.body for handler in node.handlers)
