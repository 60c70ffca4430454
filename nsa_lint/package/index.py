"""The modules of a package: each file is read and parsed at most once, and only when something depends on it."""

from __future__ import annotations

import ast
import hashlib
import os
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from nsa_lint.package import mentions
from nsa_lint.package.layout import Layout
from nsa_lint.package.names import Import, Names, imports_of, known_names, names_of
from nsa_lint.syntax.assigning import assigned_names
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.scopes import NAMED, walk
from nsa_lint.syntax.source import Source, Unreadable, read_bytes
from nsa_lint.syntax.text_index import span

_LARGEST = 1_000_000  # bytes; a larger neighbour is generated data, and says nothing of guards
_MOST = 64  # neighbours that are read for one file
_MOST_BYTES = 8_000_000  # of them together: the time that evidence takes is bounded
_DEFINES = ("def ", "class ", "async def ", "@")  # the first of a module ends its head
_BY_TEXT = re.compile(  # what binds names that do not stand there
    r"\bglobals\(|\b(?:locals|vars)\(\)(?:\[[^]\n]*\][ \t]*=(?!=)|\.(?:update|setdefault|__))"
    r"|\bexec\(|\beval\(compile\(|\bsetattr\([^\n]*\bmodules\[__name__\]"
)
_BINDING_WORDS = ("globals(", "locals()", "vars()", "exec(", "eval(compile(", "setattr(")  # in each one of these
_HOPS = 8  # re-exports that are followed for one name
_REMEMBERED = 800_000  # characters of the modules that are kept: their trees take some fifty times as much


class Module:
    """A file of the package. It is parsed when more is wanted than its head: one that cannot be parsed says nothing."""

    def __init__(self, path: str, lines: Sequence[str], tree: ast.Module | None = None) -> None:
        self.path = path
        self._lines = tuple(lines)
        self._tree = tree
        self.broken = ""  # why it cannot be parsed, once that has been tried

    @cached_property
    def tree(self) -> ast.Module:
        if self._tree is not None:
            return self._tree
        try:
            return Source.of_text("", self.text).tree
        except Unreadable as error:
            self.broken = error.reason
            return ast.Module([], [])

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All nodes of the tree, in the order of the text: many questions go through all of them."""
        return tuple(walk(self.tree))

    @cached_property
    def text(self) -> str:
        return "".join(self._lines)

    def text_of(self, node: ast.stmt) -> str:
        """The lines of a statement."""
        return "".join(self._lines[node.lineno - 1 : node.end_lineno])

    def mentions(self, word: str, node: ast.stmt) -> bool:
        """Whether a word may occur in a statement, or in its decorators."""
        first, last = span(node)
        return any(word in line for line in self._lines[first - 1 : last])

    @property
    def head(self) -> list[ast.stmt]:
        """The statements before the first function or class of the module."""
        return self._tree.body if self._tree is not None else self._head

    @cached_property
    def _head(self) -> list[ast.stmt]:
        first = next((index for index, line in enumerate(self._lines) if line.startswith(_DEFINES)), len(self._lines))
        head = _parsed("".join(self._lines[:first]))
        return head.body if head is not None else self.tree.body

    @cached_property
    def names(self) -> Names:
        """What binds the names of the module."""
        known = known_names(self.text)
        if known is not None:
            return known
        tree = self.tree
        return names_of(tree, self.text if not self.broken else "")

    @property
    def imported(self) -> dict[str, Import]:
        """Where the names have their things from; only names that one import binds and nothing else does."""
        return self.names.imported

    @cached_property
    def imports(self) -> dict[str, list[Import]]:
        """What each name is imported as, in functions and classes too; `import a.b` binds `a`, the package."""
        found: dict[str, list[Import]] = {}
        for node in self.nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    root = alias.name.partition(".")[0]
                    own = Import(alias.name if alias.asname else root, 0, "", node.lineno)
                    found.setdefault(alias.asname or root, []).append(own)
            else:
                for name, each in imports_of(node):
                    found.setdefault(name, []).append(each)
        return found

    @cached_property
    def bound_otherwise(self) -> Collection[str]:
        """The names that something else than an import binds, in whatever function."""
        found: set[str] = set()
        for node in self.nodes:
            if isinstance(node, ast.Name):
                found.update([] if isinstance(node.ctx, ast.Load) else [node.id])
            elif isinstance(node, ast.arg):
                found.add(node.arg)
            elif isinstance(node, NAMED):
                found.add(node.name or "")
            elif isinstance(node, ast.MatchMapping):
                found.add(node.rest or "")
        return found

    @cached_property
    def definitions(self) -> dict[str, ast.FunctionDef | ast.expr]:
        """Functions and values of names that exactly one statement of the module's own body binds."""
        found: dict[str, ast.FunctionDef | ast.expr] = {}
        for statement in self.tree.body:
            if isinstance(statement, ast.FunctionDef):
                found[statement.name] = statement
            else:
                found.update(assigned_names(statement))
        return {name: node for name, node in found.items() if self.names.bind_once(name)}

    def stays(self, name: str) -> bool:
        """Whether a name is the module's, and keeps what the module's own body binds it to."""
        return name in self.bound and name not in self.names.declared_global and not self.binds_by_text

    @cached_property
    def binds_by_text(self) -> bool:
        """Whether something may bind names of the module that do not stand there."""
        if "*" in self.bound:  # of an import
            return True
        return any(each in self.text for each in _BINDING_WORDS) and _BY_TEXT.search(self.text) is not None

    @property
    def bound(self) -> Collection[str]:
        """The names that the statements of the module bind."""
        return self.names.times

    @cached_property
    def classes(self) -> dict[str, ast.ClassDef]:
        """The classes of names that exactly one statement of the module's own body binds."""
        found = {each.name: each for each in self.tree.body if isinstance(each, ast.ClassDef)}
        return {name: node for name, node in found.items() if self.names.bind_once(name)}

    def may_bind_otherwise(self, name: str) -> bool:
        """Whether a name may be there that no statement of the module's own body binds."""
        everything = any(isinstance(each, ast.ImportFrom) and each.names[0].name == "*" for each in self.tree.body)
        return everything or "__getattr__" in self.definitions or name in self.facts.names.rebound

    @cached_property
    def values(self) -> dict[str, ast.expr]:
        """The values of names that the module's own body assigns, if more than once then the same expression."""
        found: dict[str, list[ast.expr]] = {}
        for statement in self.tree.body:
            for name, value in assigned_names(statement):
                found.setdefault(name, []).append(value)
        return {
            name: values[0]
            for name, values in found.items()
            if len(values) == self.names.times[name] and len({*map(ast.dump, values)}) == 1
        }

    @cached_property
    def facts(self) -> ModuleFacts:
        """What the module says of its functions."""
        return ModuleFacts(self.tree, self._lines)


# By path and digest, the last one that was looked at last: a file that is checked again asks the same modules
_recent: dict[tuple[str, str], Module] = {}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a name is defined: the module, and the name there."""

    module: Module
    name: str

    @property
    def key(self) -> tuple[str, str]:
        return self.module.path, self.name

    @property
    def never_returns(self) -> bool:
        """Whether this is a function that never returns."""
        never = self.module.facts.never
        function = never.function(self.name)
        if function is None:
            return self.module.stays(self.name) and never.stops_by_second_name(self.name)
        return isinstance(function, ast.FunctionDef) and never.never(function)

    @property
    def line(self) -> int:
        """Where it is defined; 1 where that is not one statement."""
        function = self.module.facts.never.function(self.name) or self.module.values.get(self.name)
        return getattr(function, "lineno", 1)

    @property
    def definition(self) -> ast.FunctionDef | ast.expr | None:
        return self.module.definitions.get(self.name)


@dataclass(slots=True)
class Index:
    """The modules of one package. `consulted`: the files that were looked for, with a digest of what they held."""

    layout: Layout
    consulted: dict[str, str] = field(default_factory=dict)
    kept: dict[tuple[str, str], bool] = field(default_factory=dict)  # of names: whether no other module sets them
    _modules: dict[str, Module | None] = field(default_factory=dict)
    _refused: dict[str, str] = field(default_factory=dict)  # files that are there and are not read, and why
    _bytes: int = 0

    @property
    def unread(self) -> dict[str, str]:
        """The files that would have been evidence and say nothing, each with the reason."""
        broken = {each.path: each.broken for each in self._modules.values() if each is not None and each.broken}
        return self._refused | broken

    def origin(self, module: Module, name: str) -> Origin | None:
        """Where a name of a module is defined, through re-exports; None for what is not of the package."""
        for _ in range(_HOPS):
            imported = module.imported.get(name)
            if imported is None:
                return Origin(module, name)
            target = self.target(module, imported)
            if target is None or not imported.name:
                return None
            module, name = target, imported.name
        return None

    def origin_of(self, module: Module, imported: Import) -> Origin | None:
        """Where a name is defined that a module imports, in whatever function of it."""
        target = self.target(module, imported) if imported.name else None
        return self.origin(target, imported.name) if target is not None else None

    def member(self, module: Module, imported: Import) -> Module | None:
        """The module of the package that an imported name means, where it means one."""
        target = self.target(module, imported)
        return self.file_of(target, imported.name) if target and imported.name else None

    def file_of(self, package: Module, name: str) -> Module | None:
        """A module of a package, by the names of files alone."""
        return self._first(self.layout.members(package.path, name))

    def class_of(self, module: Module, name: str) -> tuple[Module, ast.ClassDef] | None:
        """A class of the package by its name in a module, and the module that defines it."""
        if name in module.names.classes:
            return module, module.classes[name]
        origin = self.origin(module, name) if name in module.imported else None
        if origin is None or origin.name not in origin.module.names.classes:
            return None
        return origin.module, origin.module.classes[origin.name]

    def module(self, path: str, own: Module | None = None) -> Module | None:
        """A file of the package; `own`: the module that is looked at, which is not read again."""
        return own if own is not None and path == own.path else self._first([path])

    def mentioning(self, words: Collection[str]) -> dict[str, tuple[str, ...]] | None:
        """The files of the package in whose text each word occurs; None where they are too many to look at."""
        found = mentions.mentioning(self.layout, words)
        self.consulted.update((each, digest(each)) for each in (mentions.mark(self.layout, word) for word in words))
        return found

    def setting(self, name: str) -> tuple[str, ...] | None:
        """The files that may set a name of a module from outside it; None where they are too many to look at."""
        mark = mentions.mark_of_setting(self.layout, name)
        self.consulted[mark] = digest(mark)
        return mentions.setting(self.layout, name)

    def storing(self, name: str) -> tuple[str, ...]:
        """The files that may set an attribute of something else than `self`, of those that mention its name."""
        self.mentioning((name,))  # the answer depends on these files
        return mentions.storing(self.layout, name)

    def defining(self, name: str) -> tuple[str, ...] | None:
        """The files that may define or store an attribute, of those that mention its name; None of a huge package."""
        self.mentioning((name,))
        return mentions.defining(self.layout, name)

    def deriving(self, name: str) -> tuple[str, ...]:
        """The files that may make a class of one, of those that mention its name."""
        self.mentioning((name,))
        return mentions.deriving(self.layout, name)

    def may_hold(self, module: str) -> bool:
        """Whether an absolute import may run a file of the package, from a script or a path of its own."""
        name = module.rpartition(".")[2]
        mark = mentions.mark_of_module(self.layout, name)
        self.consulted[mark] = digest(mark)
        return mentions.has_module(self.layout, name)

    def target(self, module: Module, imported: Import) -> Module | None:
        return self._first(self.layout.candidates(module.path, imported.level, imported.module))

    def _first(self, paths: list[str]) -> Module | None:
        for path in paths:
            if path not in self._modules and len(self._modules) < _MOST:
                self._modules[path] = self._read(path)
            if self._modules.get(path) is not None:
                return self._modules[path]
        return None

    def _read(self, path: str) -> Module | None:
        self.consulted[path] = digest(path)
        if not self.layout.holds_target(path):
            return None
        size = _size(path)
        if size > _LARGEST:
            self._refused[path] = f"is larger than {_LARGEST // 1_000_000} MB"
        elif self._bytes + size > _MOST_BYTES:
            self._refused[path] = f"is left out, as {_MOST_BYTES // 1_000_000} MB of other files were read"
        elif self.consulted[path]:
            self._bytes += size
            return _module(path, self.consulted[path])
        return None


def forget() -> None:
    """Let the trees of the modules go."""
    _recent.clear()


def _module(path: str, digest: str) -> Module | None:
    """A file as it was last read, if it still has the same content, and could be parsed."""
    module = _recent.pop((path, digest), None)
    if module is None or module.broken:
        try:
            module = Module(path, Source.not_parsed(path, read_bytes(path)).lines)
        except Unreadable:
            return None
    _recent[path, digest] = module  # the last one
    while sum(len(each.text) for each in _recent.values()) > _REMEMBERED:
        del _recent[next(iter(_recent))]
    return module


def _parsed(text: str) -> ast.Module | None:
    try:
        return Source.of_text("", text).tree
    except Unreadable:
        return None


def digest(path: str) -> str:
    """A hash of a file's content; "" for a file that does not exist or is too large to be read."""
    marked = mentions.digest_of_mark(path)
    if marked is not None:
        return marked
    try:
        return hashlib.blake2b(read_bytes(path), digest_size=16).hexdigest() if _size(path) <= _LARGEST else ""
    except Unreadable:
        return ""


def unchanged(path: str, digest_before: str) -> bool:
    """Whether a file has this digest still, or all that hold a word have."""
    marked = mentions.unchanged(path, digest_before)
    return marked if marked is not None else digest(path) == digest_before


def _size(path: str) -> int:
    """Of a file, in bytes; 0 where there is none."""
    try:
        return os.stat(path).st_size
    except OSError:
        return 0
