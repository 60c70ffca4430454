"""Names of a module that other modules of its package set: `from . import work`, then `work.fill = fill`.

Modules that need each other are bound that way, once both have been imported; the name itself is imported for type
checkers only. The module has to go by its own name there, so that its text can be searched for.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Collection, Iterator

from nsa_lint.package.index import Index, Module
from nsa_lint.package.layout import INIT
from nsa_lint.syntax.scopes import walk

_MOST = 24  # files that are parsed


def set_by_others(module: Module, index: Index, names: Collection[str]) -> frozenset[str]:
    """Those of a module's names that another one of its package sets."""
    place = os.path.dirname(module.path) if os.path.basename(module.path) == INIT else module.path
    stem = os.path.splitext(os.path.basename(place))[0]
    found: set[str] = set()
    for name in sorted(names):
        holding = index.mentioning([f"{stem}.{name} ="])
        paths = [path for each in holding.values() for path in each if path != module.path] if holding else []
        if len(paths) <= _MOST and any(_sets(index.module(path), module, index, name) for path in paths):
            found.add(name)
    return frozenset(found)


def _sets(other: Module | None, module: Module, index: Index, name: str) -> bool:
    """Whether a module assigns to the name of another, in whatever function."""
    if other is None:
        return False
    owners = (
        target.value
        for node in walk(other.tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == name
    )
    return any(each.path == module.path for owner in owners for each in _modules(owner, other, index))


def _modules(node: ast.expr, inside: Module, index: Index) -> Iterator[Module]:
    """The modules of the package that an expression may be, by the imports of the file that it is in."""
    if isinstance(node, ast.Attribute):
        for package in _modules(node.value, inside, index):
            member = index.file_of(package, node.attr)
            if member is not None:
                yield member
    elif isinstance(node, ast.Name) and node.id not in inside.bound_otherwise:
        for each in inside.imports.get(node.id, ()):
            found = index.member(inside, each) if each.name else index.target(inside, each)
            if found is not None:
                yield found
