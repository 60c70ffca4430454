"""Names of a module that other modules of its package set: `from . import work`, then `work.fill = fill`.

Modules that need each other are bound that way, once both have been imported; the name itself is imported for type
checkers only. That counts where it is done under no condition, by the `__init__.py` of a package around the module or
by a module that another one imports, tests left out. The module has to go by its own name there, so that its text can
be searched for.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Collection, Iterable, Iterator

from nsa_lint.package.index import Index, Module
from nsa_lint.package.layout import INIT
from nsa_lint.package.names import imports_of
from nsa_lint.syntax.assigning import assigned
from nsa_lint.syntax.for_types import taken_at_run_time
from nsa_lint.syntax.scopes import may_return

_MOST = 24  # files that are parsed


def set_by_others(module: Module, index: Index, names: Collection[str]) -> frozenset[str]:
    """Those of a module's names that another one of its package sets."""
    stem = _stem(module.path)
    found: set[str] = set()
    for name in sorted(names):
        holding = index.mentioning([f"{stem}.{name} ="])
        paths = [path for each in holding.values() for path in each] if holding else []
        if len(paths) <= _MOST and any(_sets(index.module(path), module, index, name) for path in paths):
            found.add(name)
    return frozenset(found)


def _sets(other: Module | None, module: Module, index: Index, name: str) -> bool:
    """Whether a module assigns to the name of another, under no condition, and is imported."""
    if other is None:
        return False
    owners = (
        target.value
        for node in _run_on_import(other.tree)
        for target, _ in assigned(node)
        if isinstance(target, ast.Attribute) and target.attr == name
    )
    if not any(each.path == module.path for owner in owners for each in _modules(owner, other, index)):
        return False
    return any(other.path == each.path or _imports(each, other, index) for each in _used_first(module, other, index))


def _stem(path: str) -> str:
    """The last word of the name of a module."""
    place = os.path.dirname(path) if os.path.basename(path) == INIT else path
    return os.path.splitext(os.path.basename(place))[0]


def _run_on_import(tree: ast.Module) -> Iterator[ast.stmt]:
    """The statements that run in any case where a module is imported, also in the functions that it calls."""
    functions = {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef) and not each.decorator_list}
    for statement in _always(tree.body):
        yield statement
        call = statement.value if isinstance(statement, ast.Expr) else None
        name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
        if name in functions:
            yield from _always(functions[name].body)


def _always(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a body that are under no condition, up to one that may return."""
    for statement in body:
        if may_return(statement):
            return
        yield statement
        if isinstance(statement, ast.If):
            yield from _always(taken_at_run_time(statement))


def _used_first(module: Module, other: Module, index: Index) -> Iterator[Module]:
    """The packages around a module, which is imported after them, and those that may import another."""
    folder = os.path.dirname(module.path)
    while folder.startswith(index.layout.root):
        package = index.module(os.path.join(folder, INIT))
        if package is not None:
            yield package
        folder = os.path.dirname(folder)
    mentioning = index.mentioning((_stem(other.path),)) or {}
    for path in (path for each in mentioning.values() for path in each if path != other.path):
        importing = index.module(path) if not index.layout.is_test(path) else None
        if importing is not None:
            yield importing


def _imports(importing: Module, other: Module, index: Index) -> bool:
    """Whether importing one module imports another in any case, as the names of files say."""
    for statement in _run_on_import(importing.tree):
        for _, each in imports_of(statement):
            paths = index.layout.candidates(importing.path, each.level, each.module)
            if other.path in paths or any(other.path in index.layout.members(path, each.name) for path in paths):
                return True
    return False


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
