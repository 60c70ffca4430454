"""What names of a module stay, and what the lists under them hold: what `+=` adds, what a second name may change."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from nsa_lint.syntax.containers import is_changed
from nsa_lint.syntax.managers import assigned_values
from nsa_lint.syntax.scopes import statements_of, walk_statements
from nsa_lint.syntax.sharing import Sharing


class ModuleLists:
    """The names of one module, with what all of the file does to them."""

    def __init__(self, tree: ast.Module, text: str) -> None:
        self._tree = tree
        self._text = text
        self._changed: dict[str, bool] = {}

    @cached_property
    def assigned(self) -> dict[str, list[ast.expr | None]]:
        """What the statements of the module bind to each name; None for what is not an expression."""
        return assigned_values(self._tree.body)

    def assigned_once(self, name: str) -> ast.expr | None:
        """What a name of the module stays."""
        values = self.assigned.get(name, ())
        return values[0] if len(values) == 1 and not self._may_change(name, values[0]) else None

    def put_in(self, name: str) -> Sequence[ast.expr | None]:
        """The list that a name of the module is, and those that `+=` adds to it."""
        values, added = self.assigned.get(name, []), self._uses.added.get(name, [])
        if not added:
            return [self.assigned_once(name)]
        made = [each for each in values if each is not None]
        known = len(made) == 1 and len(values) == 1 + len(added) and not self._may_change(name, made[0])
        return [*made, *added] if known and not isinstance(made[0], ast.Name) else [None]  # a second name shares it

    def _may_change(self, name: str, value: ast.expr | None) -> bool:
        """Whether something else than a statement of the module may change what a name is or holds."""
        if name in self._uses.declared or is_changed(name, self._text):
            return True
        if isinstance(value, (ast.Constant, ast.Tuple)):
            return False
        if name not in self._changed:
            self._changed[name] = self._sharing.may_change(name)
        return self._changed[name]

    @cached_property
    def _sharing(self) -> Sharing:
        return Sharing(self._tree)

    @cached_property
    def _uses(self) -> _Uses:
        return _uses(self._tree)


@dataclass(frozen=True, slots=True)
class _Uses:
    """What is added to the names of a module by `+=` in its statements, and which of them a function declares."""

    added: dict[str, list[ast.expr]]
    declared: frozenset[str]


def _uses(tree: ast.Module) -> _Uses:
    added: dict[str, list[ast.expr]] = {}
    for node in statements_of(tree.body):
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and isinstance(node.op, ast.Add):
            added.setdefault(node.target.id, []).append(node.value)
    declared = (name for node in walk_statements(tree) if isinstance(node, ast.Global) for name in node.names)
    return _Uses(added, frozenset(declared))
