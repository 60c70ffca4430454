"""What `object` in `object.name` is: a module of the package, something from outside it, a class, or not known."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from nsa_lint.package.index import Index, Module
from nsa_lint.package.layout import INIT
from nsa_lint.package.names import Import
from nsa_lint.syntax.scopes import dotted

_HOPS = 8  # re-exports that are followed for one name


class Kind(Enum):
    """`OUTSIDE`: a module that is not of the package, or something in it: no module of the package has its name."""

    MODULE = auto()
    OUTSIDE = auto()
    CLASS = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Receiver:
    """`module`: the one that is meant, or that defines the class."""

    kind: Kind
    module: Module | None = None
    name: str = ""  # of the class


# What looks a module up by a text
_LOOK_UP = ("import_module", "__import__", "modules", "module_from_spec", "ModuleType", "getmodule")
_UNKNOWN = Receiver(Kind.UNKNOWN)
_OUTSIDE = Receiver(Kind.OUTSIDE)


class Receivers:
    """What the objects are in the modules of one package."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def of(self, module: Module, node: ast.expr) -> Receiver:
        """What an expression is, by the imports of its module at any depth."""
        root, *rest = dotted(node).split(".")
        found = self._of_name(module, root)
        for part in rest:
            if found.kind is Kind.MODULE and found.module is not None:
                found = self._member(found.module, part, _HOPS)
            elif found.kind is not Kind.OUTSIDE or self._index.may_hold(part):
                found = _UNKNOWN
        return found

    def has(self, module: Module, wanted: Module) -> bool:
        """Whether a module may have another one at hand, by what it imports or looks up."""
        if any(word in module.text for word in _LOOK_UP):
            return True
        return any(self._gives(module, each, wanted) for imports in module.imports.values() for each in imports)

    def _gives(self, module: Module, imported: Import, wanted: Module) -> bool:
        """Whether an import may give a module, or a package that it is in; others are not looked up: it takes files."""
        words = {imported.name} if imported.name else {*imported.module.split(".")}
        if words.isdisjoint(_words(wanted.path)):
            return False
        found = self._of_import(module, imported, _HOPS)
        if found.kind is Kind.UNKNOWN:
            return self._index.target(module, imported) is None
        if found.kind is not Kind.MODULE or found.module is None:
            return False
        around, is_package = os.path.split(found.module.path)
        return found.module.path == wanted.path or (is_package == INIT and wanted.path.startswith(f"{around}{os.sep}"))

    def means(self, module: Module, name: str, key: tuple[str, str]) -> bool | None:
        """Whether a name of a module is what another defines under `key`; None where it may be."""
        known = {self._leads_to(module, each, key) for each in module.imports.get(name, ())} or {False}
        if known == {True} and name in module.bound_otherwise:
            return None
        return known.pop() if len(known) == 1 else None

    def _leads_to(self, module: Module, imported: Import, key: tuple[str, str]) -> bool | None:
        origin = self._index.origin_of(module, imported)
        if origin is None:
            return False if self._of_import(module, imported, _HOPS).kind in (Kind.OUTSIDE, Kind.MODULE) else None
        if origin.key == key:
            return True
        return False if origin.name in origin.module.bound or self._index.file_of(origin.module, origin.name) else None

    def _of_name(self, module: Module, name: str) -> Receiver:
        imports = module.imports.get(name, ())
        if name in module.bound_otherwise or not imports:
            own = name in module.classes and not imports
            return Receiver(Kind.CLASS, module, name) if own else _UNKNOWN
        return _the_one(self._of_import(module, each, _HOPS) for each in imports)

    def _of_import(self, module: Module, imported: Import, hops: int) -> Receiver:
        target = self._index.target(module, imported)
        if target is None:
            return _UNKNOWN if self._may_be_own(imported) else _OUTSIDE
        return self._member(target, imported.name, hops) if imported.name else Receiver(Kind.MODULE, target)

    def _may_be_own(self, imported: Import) -> bool:
        """Whether a module may be of the package that is not found in it: a script names those beside it alone."""
        if imported.level or self._index.layout.may_be_own(imported.module):
            return True
        return any(map(self._index.may_hold, filter(None, (imported.module, imported.name))))

    def _member(self, module: Module, name: str, hops: int) -> Receiver:
        """What a name of a module is; a file of a package is one of its names, if nothing else is."""
        if name in module.classes:
            return Receiver(Kind.CLASS, module, name)
        if name in module.imported and hops:
            return self._of_import(module, module.imported[name], hops - 1)
        found = self._index.file_of(module, name) if name not in module.bound else None
        return Receiver(Kind.MODULE, found) if found is not None else _UNKNOWN


def _words(path: str) -> set[str]:
    """The names of a module and of the packages that it may be in."""
    return {*os.path.splitext(path)[0].split(os.sep)} - {""}


def _the_one(receivers: Iterable[Receiver]) -> Receiver:
    found = set(receivers)
    return found.pop() if len(found) == 1 else _UNKNOWN


def is_of_class(node: ast.expr) -> bool:
    """`cls`, `type(self)`, `self.__class__`: what is the first parameter of a method is passed as it is written."""
    return dotted(node).rpartition(".")[2] in ("cls", "__class__") or (
        isinstance(node, ast.Call) and dotted(node.func) == "type"
    )
