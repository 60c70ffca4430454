"""What a module imports from the packages that it is in, or from itself.

An import of a name that the package around the module has bound before the module runs cannot fail. One of a module of
the package itself, `from app.core.io import load` in `app/core/__init__.py`, binds the name of that module there: `io`.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Collection
from functools import cached_property

from nsa_lint.package.index import Index, Module
from nsa_lint.package.layout import INIT
from nsa_lint.package.names import imports_of
from nsa_lint.syntax.assigning import assigned
from nsa_lint.syntax.scopes import bound_names, imported_names, walk

_IMPORTS_ANY = re.compile(r"\b(?:pkgutil|importlib|import_module|__import__|listdir|glob|exec|eval)\b")


class OwnImports:
    """What one module imports from the packages that it is in."""

    def __init__(self, module: Module, index: Index) -> None:
        self._module = module
        self._index = index
        self._known: dict[int, bool] = {}

    def bind(self, names: Collection[str]) -> bool:
        """Whether an import of the module that cannot fail, or is of a module of its own, binds one of these names."""
        imports = [node for node in self._module.nodes if isinstance(node, (ast.Import, ast.ImportFrom))]
        return any(not self.members(each).isdisjoint(names) for each in imports) or any(
            self.works(each) for each in imports if not {*imported_names(each)}.isdisjoint(names)
        )

    def members(self, node: ast.AST) -> frozenset[str]:
        """The names of modules of this package that an absolute import binds in it, beside the names that it says."""
        if os.path.basename(self._module.path) != INIT:
            return frozenset()
        names = (each.module.split(".") for _, each in imports_of(node) if each.level == 0)
        return frozenset(
            name for each in names for count, name in enumerate(each) if count and self._is_this(".".join(each[:count]))
        )

    def _is_this(self, package: str) -> bool:
        """Whether this is the full name of the module."""
        return self._module.path in self._index.layout.candidates(self._module.path, 0, package)

    def works(self, node: ast.AST) -> bool:
        """Whether an import cannot fail."""
        if id(node) not in self._known:
            self._known[id(node)] = isinstance(node, ast.ImportFrom) and self._works(node)
        return self._known[id(node)]

    def _works(self, node: ast.ImportFrom) -> bool:
        for _, each in imports_of(node):
            package = self._index.target(self._module, each)
            if package is None or not self._is_around(package.path):
                return False
            found = binding(package, each.name)
            if found is None or not (self._runs_after_them or self._comes_first(package, found)):
                return False
        return True

    def _is_around(self, path: str) -> bool:
        """Whether a file runs before the module does, as that of a package that it is in."""
        folder, name = os.path.split(path)
        return name == INIT and path != self._module.path and self._module.path.startswith(folder + os.sep)

    @cached_property
    def _runs_after_them(self) -> bool:
        """Whether nothing in the package imports the module: then the packages that it is in have run to their ends."""
        folder, file = os.path.split(self._module.path)
        name = os.path.basename(folder) if file == INIT else file.removesuffix(".py")
        mentioning = self._index.mentioning((name,))
        others = mentioning[name] if mentioning is not None else (INIT,)
        if any(each != self._module.path and not self._index.layout.is_test(each) for each in others):
            return False
        while folder.startswith(self._index.layout.root):
            package = self._index.module(os.path.join(folder, INIT))
            if package is not None and package.path != self._module.path and _IMPORTS_ANY.search(package.text):
                return False
            folder = os.path.dirname(folder)
        return True

    def _comes_first(self, package: Module, found: ast.stmt) -> bool:
        """Whether a package binds it before it imports anything of its own, which may import the module."""
        before = package.tree.body[: package.tree.body.index(found) + 1]
        imports = (each for statement in before for node in walk(statement) for _, each in imports_of(node))
        own = any(each.level or self._index.layout.may_be_own(each.module) for each in imports)
        return not own and not _IMPORTS_ANY.search(package.text)


def binding(package: Module, name: str) -> ast.stmt | None:
    """The statement with which a package binds a name in any case; None where it may not keep it."""
    if any(isinstance(each, ast.Delete) and name in bound_names([each]) for each in package.nodes):
        return None
    return next((each for each in package.tree.body if _binds(each, name)), None)


def _binds(statement: ast.stmt, name: str) -> bool:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return statement.name == name
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return name in imported_names(statement)
    return any(name in bound_names([target]) for target, _ in assigned(statement))
