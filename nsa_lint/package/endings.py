"""The functions of a package that one of its modules calls and that never return."""

from __future__ import annotations

import ast

from nsa_lint.package.index import Index, Module, Origin
from nsa_lint.package.kept import keeps
from nsa_lint.package.receivers import Kind, Receivers
from nsa_lint.syntax.assigning import assigned_names
from nsa_lint.syntax.scopes import dotted


class Endings:
    """Those of one module, by the names, dotted or not, that it has for them."""

    def __init__(self, module: Module, index: Index) -> None:
        self._module = module
        self._index = index

    def names(self) -> tuple[str, ...]:
        """What the module calls as a statement, by its own name or by a second one, and never returns."""
        nodes = self._module.nodes
        calls = (each.value for each in nodes if isinstance(each, ast.Expr) and isinstance(each.value, ast.Call))
        called = {dotted(each.func): each.func for each in calls}
        for name, value in (pair for each in nodes for pair in assigned_names(each)):
            if name in called:
                called.setdefault(dotted(value), value)
        return tuple(name for name, node in sorted(called.items()) if self._ending(node) is not None)

    def place(self, name: str) -> Origin | None:
        """Where one of them is defined."""
        return self._ending(ast.parse(name, mode="eval").body)

    def _ending(self, node: ast.expr) -> Origin | None:
        """The function that is meant, if it never returns; of a module, if the package keeps the name as it is."""
        origin = self._origin(node)
        if origin is None or not origin.never_returns:  # before the package is searched for what may set the name
            return None
        return origin if isinstance(node, ast.Name) or keeps(origin.module, origin.name, self._index) else None

    def _origin(self, node: ast.expr) -> Origin | None:
        root, dot, last = dotted(node).rpartition(".")
        if not dot:
            return self._index.origin(self._module, last) if last in self._module.imported else None
        imports = self._module.imports.get(root.partition(".")[0], ())
        if not isinstance(node, ast.Attribute) or all(
            self._index.target(self._module, each) is None for each in imports
        ):
            return None
        found = Receivers(self._index).of(self._module, node.value)
        if found.kind is not Kind.MODULE or found.module is None:
            return None
        return self._index.origin(found.module, last)
