"""Imports of a module that work where another import of it does, since that runs the same imports."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator, Set
from functools import cached_property

from nsa_lint.package.index import Import, Index, Module, imports_of
from nsa_lint.package.layout import INIT
from nsa_lint.package.own_imports import OwnImports, binding_of
from nsa_lint.syntax.completion import Completion
from nsa_lint.syntax.done import done_by
from nsa_lint.syntax.imported import left_by, taken_by
from nsa_lint.syntax.scopes import bound_names, walk_statements

_DEEPEST = 4  # modules that import each other
_MOST = 32  # modules whose imports are followed for one import
_LOOKED_FOR = 256  # files that are read for all of them: which file an import runs is seen when it is there
# What lets an import work that has failed
_CHANGES = re.compile(
    r"\bsys\.(?:path|modules|meta_path|path_hooks)(?:\[([^\]\n]*)\])?[ \t]*[-+]?=(?!=)|\baddsitedir\b"
    r"|\bsys\.(?:path|modules|meta_path|path_hooks)\.(?:append|insert|extend|update|setdefault)\b"
)
_IMPORTS = (ast.Import, ast.ImportFrom)
_COMPLETION = Completion(lambda _: False, lambda _: True)  # what calls do is not looked up


class RepeatedImports:
    """Those of one module, each by its `ast.dump`. A fact is as in `nsa_lint.syntax.imported`, with a path for what is
    of the package.
    """

    def __init__(self, module: Module, index: Index, own: OwnImports, names: Set[str]) -> None:
        """`names`: an import is looked at if its `try` binds one of these."""
        self._module = module
        self._index = index.beside(_LOOKED_FOR)
        self._own = own
        self._names = names
        self._known: dict[int, frozenset[str]] = {}
        self._changing: dict[str, bool] = {}

    @cached_property
    def all(self) -> frozenset[str]:
        return frozenset().union(*map(self.after, self._importing)) if self._needs else frozenset()

    def after(self, node: ast.Import | ast.ImportFrom) -> frozenset[str]:
        """Those that work where an import has worked."""
        if id(node) not in self._known:
            self._known[id(node)] = self._after(node)
        return self._known[id(node)]

    @cached_property
    def _importing(self) -> list[ast.Import | ast.ImportFrom]:
        """The imports of the module, those in blocks first: the files that are read are few."""
        top = {*map(id, self._module.tree.body)}
        found = [each for each in walk_statements(self._module.tree) if isinstance(each, _IMPORTS)]
        return sorted(found, key=lambda each: (id(each) in top, each.lineno))

    @cached_property
    def _needs(self) -> dict[str, frozenset[str]]:
        """What has to have been imported for each to work, of those of which that is known."""
        if _changes(self._module.text):
            return {}
        nodes = (each for each in walk_statements(self._module.tree) if isinstance(each, ast.Try))
        tries = [each for each in nodes if not self._names.isdisjoint(bound_names([each]))]
        inside = (each for node in tries for part in node.body for each in (part, *walk_statements(part)))
        needs = ((each, self._needs_of(each)) for each in inside if isinstance(each, _IMPORTS))
        return {ast.dump(each): need for each, need in needs if need}

    @cached_property
    def _in_functions(self) -> frozenset[int]:
        nodes = (each for found in self._module.facts.definitions for each in walk_statements(found.node))
        return frozenset(map(id, nodes))

    def _after(self, node: ast.Import | ast.ImportFrom) -> frozenset[str]:
        needs = {key: need for key, need in self._needs.items() if key != ast.dump(node)}
        if not needs or all(self._index.target(self._module, each) is None for _, each in imports_of(node)):
            return frozenset()
        if id(node) not in self._in_functions and not self._own.runs_after_them:
            return frozenset()  # a module that the package imports may be in a circle with what it imports
        facts: set[str] = set()
        level: list[tuple[Module, ast.stmt]] = [(self._module, node)]
        run = {self._module.path}
        for _ in range(_DEEPEST):
            following: list[tuple[Module, ast.stmt]] = []
            for module, statement in level:
                facts.update(left_by([statement]))
                for each in self._run_by(module, statement, facts):
                    facts.add(f"{each.path}:")
                    if self._changes(each):
                        return frozenset()
                    if each.path not in run and len(run) <= _MOST:
                        run.add(each.path)
                        following += [(each, done) for done in _done(each)]
            if all(need <= facts for need in needs.values()):
                break
            level = following
        return frozenset(key for key, need in needs.items() if need <= facts)

    def _changes(self, module: Module) -> bool:
        if module.path not in self._changing:
            self._changing[module.path] = _changes(module.text)
        return self._changing[module.path]

    def _run_by(self, module: Module, statement: ast.stmt, facts: set[str]) -> Iterator[Module]:
        """The modules of the package that have run where an import has worked; adds the names that it took."""
        for _, each in imports_of(statement):
            target = self._index.target(module, each)
            member = self._member(target, each) if target is not None else None
            for run in (target, member):
                if run is not None:
                    yield run
                    yield from self._packages_of(run)
            if target is not None and each.name:
                facts.add(f"{target.path}:{each.name}")

    def _packages_of(self, module: Module) -> Iterator[Module]:
        """The packages that a module is in, and the one that is looked at is not."""
        folder = os.path.dirname(module.path)
        while folder.startswith(self._index.layout.root) and not self._module.path.startswith(folder + os.sep):
            package = self._index.module(os.path.join(folder, INIT))
            if package is not None:
                yield package
            folder = os.path.dirname(folder)

    def _member(self, package: Module, imported: Import) -> Module | None:
        """The module that is imported by a name of its package."""
        name = imported.name
        return self._index.file_of(package, name) if name and name not in package.bound else None

    def _needs_of(self, node: ast.Import | ast.ImportFrom) -> frozenset[str]:
        found: set[str] = set()
        outside = [*taken_by(node)]
        for number, (_, each) in enumerate(imports_of(node)):
            target = self._index.target(self._module, each)
            member = self._member(target, each) if target is not None else None
            if target is None and outside:
                found.add(outside[number])
            elif target is None or target.path == self._module.path or each.name == "*":
                return frozenset()
            elif member is not None:
                found.add(f"{member.path}:")
            else:
                always = not each.name or binding_of(target, each.name) is not None
                found.add(f"{target.path}:" if always else f"{target.path}:{each.name}")
        return frozenset(found)


def _done(module: Module) -> Iterator[ast.stmt]:
    """The imports that a module cannot run without."""
    done = (each for statement in module.tree.body for each in done_by(statement, _COMPLETION))
    return (each for each in done if isinstance(each, _IMPORTS))


def _changes(text: str) -> bool:
    """Whether a module may change what can be imported: not where it puts something in the place of a module."""
    found = {each[1] for each in _CHANGES.finditer(text)} if "sys." in text or "addsitedir" in text else ()
    return any(not key or f"= sys.modules[{key}]" not in text for key in found)
