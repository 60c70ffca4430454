"""What a module imports from its package that is never None: a class, a function or a module there."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable, Set

from nsa_lint.package.index import Index, Module
from nsa_lint.package.kept import keeps, set_elsewhere
from nsa_lint.package.names import Import, imports_of
from nsa_lint.syntax.scopes import TESTING, dotted, statements_of, walk, walk_statements

_HOPS = 8  # re-exports, or bases, that are followed for one name
# Modules whose decorators give back a function or a class, but for those that may call any other decorator
_DECORATING = frozenset(("contextlib", "dataclasses", "functools", "typing", "typing_extensions"))
_CALLING = ("partial", "partialmethod", "reduce")
_NAMING = (ast.Assign, ast.AnnAssign, ast.NamedExpr)
_OTHERWISE = re.compile(r"\bdef __getattr__\(|\bsys\.modules\b")  # what gives a module names that it does not bind
_TRUE, _OBJECT, _UNKNOWN = "true", "object", ""  # as the kinds of `nsa_lint.analysis.values.Symbol`


def tested_names(nodes: Iterable[ast.AST]) -> set[str]:
    """The names in tests, and those that are given another name; a test by a function that is called does not count."""
    found: set[str] = set()
    for each in (each for node in nodes for each in walk(node)):
        if isinstance(each, TESTING):
            found.update(part.id for part in walk(each.test) if isinstance(part, ast.Name))
        elif isinstance(each, (ast.Compare, ast.BoolOp, ast.UnaryOp)):
            found.update(part.id for part in walk(each) if isinstance(part, ast.Name))
        elif isinstance(each, _NAMING) and isinstance(each.value, ast.Name):
            found.add(each.value.id)
        elif isinstance(each, ast.Match) and isinstance(each.subject, ast.Name):
            found.add(each.subject.id)
    return found


class ImportedObjects:
    """What one module imports in blocks and functions: elsewhere, nothing but the import decides what a name is."""

    def __init__(self, module: Module, index: Index, names: Set[str]) -> None:
        """`names`: those that are tested where something is reported."""
        self._module = module
        self._index = index
        self._names = names
        self._nested: dict[int, ast.ImportFrom] | None = None
        self._known: dict[tuple[int, str], str] = {}

    @property
    def nested(self) -> dict[int, ast.ImportFrom]:
        """The imports inside blocks and functions that bind such a name, by `id`."""
        if self._nested is None:
            top = {*map(id, self._module.tree.body)}
            imports = (each for each in walk_statements(self._module.tree) if isinstance(each, ast.ImportFrom))
            self._nested = {id(each): each for each in imports if id(each) not in top and self._binds(each)}
        return self._nested

    def any(self) -> bool:
        """Whether anything is known of one of them."""
        return any(self.kind(node, alias.name) for node in self.nested.values() for alias in node.names)

    def _binds(self, node: ast.ImportFrom) -> bool:
        return any((alias.asname or alias.name) in self._names for alias in node.names)

    def kind(self, node: ast.Import | ast.ImportFrom, name: str) -> str:
        """What an import gives: "true" for what is true, "object" for what is not None; "" where it may be."""
        if id(node) not in self.nested:
            return _UNKNOWN
        key = id(node), name
        if key not in self._known:
            found = next((each for _, each in imports_of(node) if each.name == name), None)
            self._known[key] = self._imported(self._module, found, _HOPS) if found is not None else _UNKNOWN
        return self._known[key]

    def _imported(self, module: Module, imported: Import, hops: int) -> str:
        target = self._index.target(module, imported)
        name = imported.name
        if target is None or target.path == module.path or not name or not hops or _OTHERWISE.search(target.text):
            return _UNKNOWN
        again = target.imported.get(name)
        if name not in target.bound or (again is not None and self._is_member(target, again)):
            return self._member(target, name)
        if not target.names.bind_once(name):
            return _UNKNOWN
        found = self._imported(target, again, hops - 1) if again is not None else self._defined(target, name)
        return found if found is not _UNKNOWN and keeps(target, name, self._index) else _UNKNOWN

    def _is_member(self, package: Module, imported: Import) -> bool:
        """Whether a package imports a name from itself: `from . import work`."""
        target = self._index.target(package, imported)
        return target is not None and target.path == package.path

    def _member(self, package: Module, name: str) -> str:
        """A module of a package, which nothing else in the package is named as."""
        member = self._index.file_of(package, name)
        if member is None or "sys.modules" in member.text:
            return _UNKNOWN
        otherwise = package.may_bind_otherwise(name) or package.binds_by_text
        return _UNKNOWN if otherwise or set_elsewhere(package, name, self._index) else _TRUE

    def _defined(self, module: Module, name: str) -> str:
        node = next((each for each in statements_of(module.tree.body) if getattr(each, "name", "") == name), None)
        if isinstance(node, ast.ClassDef):
            return self._class(module, node, _HOPS)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and self._stays(module, node.decorator_list):
            return _TRUE
        return _UNKNOWN

    def _class(self, module: Module, node: ast.ClassDef, hops: int) -> str:
        """A class is true unless a metaclass says otherwise, perhaps that of a base from elsewhere."""
        metaclasses = [dotted(each.value) for each in node.keywords if each.arg in (None, "metaclass")]
        if any(each not in ("ABCMeta", "abc.ABCMeta") for each in metaclasses) or not hops:
            return _UNKNOWN
        if not self._stays(module, node.decorator_list):
            return _UNKNOWN
        bases = [self._base(module, base, hops) for base in node.bases]
        return _TRUE if all(each is _TRUE for each in bases) else _OBJECT

    def _base(self, module: Module, base: ast.expr, hops: int) -> str:
        name = dotted(base)
        found = self._index.class_of(module, name)
        if found is not None:
            return self._class(*found, hops - 1)
        return _TRUE if name not in module.bound and isinstance(getattr(builtins, name, None), type) else _OBJECT

    def _stays(self, module: Module, decorators: list[ast.expr]) -> bool:
        """Whether decorators give back a function or a class."""
        return all(self._is_known(module, each) for each in decorators)

    @staticmethod
    def _is_known(module: Module, decorator: ast.expr) -> bool:
        name = dotted(decorator.func if isinstance(decorator, ast.Call) else decorator)
        imported = module.imported.get(name.partition(".")[0])
        if imported is None or imported.level or imported.module not in _DECORATING:
            return False
        return (imported.name or name.rpartition(".")[2]) not in _CALLING
