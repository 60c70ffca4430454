"""Flags that say whether an import has worked: `READY = True` after it, `READY = False` in its handler."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nsa_lint.package.index import Index, Module
from nsa_lint.package.kept import keeps
from nsa_lint.syntax.completion import Completion
from nsa_lint.syntax.done import done_by
from nsa_lint.syntax.imported import left_by, taken_by
from nsa_lint.syntax.scopes import bound_names

_MOST = 64  # paths through what binds a flag
_NOTHING = frozenset[str]()
_COMPLETION = Completion(lambda _: False, lambda _: True)  # what calls do is not looked up


@dataclass(frozen=True, slots=True)
class ImportFlag:
    """`facts`: what has been imported where it is true. `needs`: where all of these can be, it is true; or nothing."""

    facts: frozenset[str] = _NOTHING
    needs: frozenset[str] = _NOTHING


_NO_FLAG = ImportFlag()


class ImportFlags:
    """Those of the modules of a package."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known: dict[tuple[str, str], ImportFlag] = {}

    def of(self, module: Module, name: str) -> ImportFlag:
        """What a name of a module says, where it is such a flag, of it or of the module that it is imported from."""
        origin = self._index.origin(module, name) if name in module.bound else None
        if origin is None:
            return _NO_FLAG
        if origin.key not in self._known:
            found = _flag_of(origin.module.tree, origin.name)
            # whether another module sets it is a search of the package, and most names are no such flags
            is_one = found != _NO_FLAG and keeps(origin.module, origin.name, self._index)
            self._known[origin.key] = found if is_one else _NO_FLAG
        return self._known[origin.key]


@dataclass(frozen=True, slots=True)
class _Path:
    """One way through the body of a module: what it has imported, the imports that have failed, what the flag is."""

    imported: frozenset[str] = _NOTHING
    failed: frozenset[str] = _NOTHING
    value: bool | None = None


@dataclass(frozen=True, slots=True)
class _Ends:
    """The paths that go on after some statements, and those that fail in them."""

    after: frozenset[_Path]
    raised: frozenset[_Path] = frozenset()


class _TooMany(Exception):
    pass


def _flag_of(tree: ast.Module, name: str) -> ImportFlag:
    binding = [each for each in tree.body if name in bound_names([each])]
    if not any(isinstance(each, ast.Try) for each in binding):
        return _NO_FLAG
    try:
        paths = _Walk(name).body(binding, {_Path()}).after
    except _TooMany:
        return _NO_FLAG
    on, off = [each for each in paths if each.value], [each for each in paths if each.value is False]
    if not on or not off or len(on) + len(off) < len(paths):
        return _NO_FLAG
    needs = _NOTHING.union(*(each.failed for each in off)) if all(each.failed for each in off) else _NOTHING
    return ImportFlag(frozenset.intersection(*(each.imported for each in on)), needs)


class _Walk:
    """The ways through the statements that bind one flag, and what is imported on them.

    What the module imports elsewhere does not count: without it the module fails, but the flag is not meant to say so.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def body(self, body: Sequence[ast.stmt], paths: Iterable[_Path]) -> _Ends:
        after, raised = frozenset(paths), frozenset[_Path]()
        for statement in body:
            ends = [self._statement(statement, path) for path in after]
            after = frozenset[_Path]().union(*(each.after for each in ends))
            raised = raised.union(*(each.raised for each in ends))
            if len(after) + len(raised) > _MOST:
                raise _TooMany
        return _Ends(after, raised)

    def _statement(self, node: ast.stmt, path: _Path) -> _Ends:
        if isinstance(node, (ast.Import, ast.ImportFrom)) and self._name not in bound_names([node]):
            failed = replace(path, failed=path.failed.union(taken_by(node)))
            return _Ends(frozenset((self._importing(node, path),)), frozenset((failed,)))
        if isinstance(node, ast.Raise):
            return _Ends(frozenset(), frozenset((path,)))
        if self._name not in bound_names([node]):
            return _Ends(frozenset((self._importing(node, path),)), frozenset((path,)))
        if isinstance(node, ast.Try) and all(each.name != self._name for each in node.handlers):
            return self._try(node, path)
        if isinstance(node, ast.If) and self._name not in bound_names([node.test]):
            arms = [self.body(each, {path}) for each in (node.body, node.orelse)]
            return _Ends(arms[0].after | arms[1].after, arms[0].raised | arms[1].raised | {path})
        value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None
        if isinstance(value, ast.Constant) and isinstance(value.value, bool):
            return _Ends(frozenset((replace(path, value=value.value),)))
        other = replace(path, value=None)
        return _Ends(frozenset((other,)), frozenset((path, other)))

    def _try(self, node: ast.Try, path: _Path) -> _Ends:
        tried = self.body(node.body, {path})
        done = self.body(node.orelse, tried.after)
        handled = [self.body(each.body, tried.raised) for each in node.handlers]
        after = done.after.union(*(each.after for each in handled))
        raised = tried.raised.union(done.raised, *(each.raised for each in handled))
        final = self.body(node.finalbody, after | raised) if node.finalbody else None
        return _Ends(final.after, final.raised | final.after) if final is not None else _Ends(after, raised)

    def _importing(self, node: ast.stmt, path: _Path) -> _Path:
        return replace(path, imported=path.imported.union(left_by(done_by(node, _COMPLETION))))
