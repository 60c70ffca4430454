"""What a module cannot be imported without: the packages that it imports in any case, and those of guarded names."""

from __future__ import annotations

import ast
import re

from nsa_lint.package.index import Index, Module
from nsa_lint.package.names import imports_of
from nsa_lint.package.predicates import packages_of
from nsa_lint.syntax.scopes import bound_names


class Needs:
    """Which packages are there once a line of one module has run: without them, an import before it has failed.

    That the import of another module fails without a package does not count: it may change, and the guard that this
    module tests is then wrong. A name that the other module has only with the package is another matter.
    """

    def __init__(self, module: Module, index: Index) -> None:
        self._module = module
        self._index = index
        self._lines: dict[str, int | None] = {}

    def line(self, package: str) -> int | None:
        """The line of the module after which a package is there; None where it may be missing."""
        if package not in self._lines:
            needing = (each.lineno for each in self._module.tree.body if self._needs(each, package))
            self._lines[package] = next(needing, None)
        return self._lines[package]

    def _needs(self, statement: ast.stmt, package: str) -> bool:
        """Whether an import statement of the module fails without a package."""
        for _, each in imports_of(statement):
            if not each.level and each.module.partition(".")[0] == package:
                return True
            target = self._index.target(self._module, each)
            if target is not None and each.name and self._of_name(target, each.name, package):
                return True
        return False

    def _of_name(self, module: Module, name: str, package: str) -> bool:
        """Whether a module has a name only with a package: to import the name fails without it."""
        if re.search(rf"^(?:(?:async )?def |class )?{re.escape(name)}\b", module.text, re.MULTILINE):
            return False  # no arm binds it: seen without parsing
        binding = [each for each in module.tree.body if name in bound_names([each])]
        if not binding or module.may_bind_otherwise(name):
            return False
        for statement in binding:
            if not isinstance(statement, ast.If) or name in bound_names(statement.orelse):
                return False
            if package not in self._tested(module, statement.test):
                return False
        return True

    def _tested(self, module: Module, test: ast.expr) -> set[str]:
        """The packages that are there where a test is true."""
        parts = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]
        found: set[str] = set()
        for part in parts:
            if isinstance(part, ast.Call) and not part.args and not part.keywords:
                part = part.func
            origin = self._index.origin(module, part.id) if isinstance(part, ast.Name) else None
            found |= (packages_of(origin, self._index) or frozenset()) if origin is not None else set()
        return found
