"""What a test depends on, in words: two tests without a word in common are taken to be independent of each other.

Flags are followed to what sets them, through the modules of the package: `_is_hip = is_hip()` and `if is_hip():` in
another file have the word `hip`, as have two imports of one library that may fail.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nsa_lint.model import ChainKind, UnboundRead
from nsa_lint.package.importing import imported_packages
from nsa_lint.package.index import Index, Module
from nsa_lint.syntax.scopes import arms_of, last_word, statements_of, targets, walk

_DEEPEST = 4  # flags of flags
_WORD = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]+")
_PRESENCE = re.compile(
    r"_*(?:is|has|have)_(\w+?)(?:_(?:available|installed))?|_*(\w+?)_(?:available|installed|is_available)", re.I
)
# Words that most tests have
_EMPTY = frozenset(
    "is are has have had not no and or in of the a to get set use used using check supports supported "
    "support available availability installed enable enabled disable env environ bool var value version "
    "name type true false none str int os sys platform self cls import importlib util utils find spec "
    "module package lib library error exception flag config settings current backend runtime parse logger "
    "warning can with for on".split()
)


@dataclass(frozen=True, slots=True)
class Guard:
    """What decides whether a module has a name: words of the tests, and packages whose absence alone may decide it."""

    words: frozenset[str]
    packages: frozenset[str]


class GuardWords:
    """The words of tests in the modules of one package."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._settings: dict[str, dict[str, list[ast.AST]]] = {}
        self._own = index.layout.name.lower()

    def of(self, module: Module, tests: Iterable[ast.AST]) -> frozenset[str]:
        """The words of tests of a module, flags followed."""
        found: set[str] = set()
        self._gather(module, tests, found, set(), _DEEPEST)
        return frozenset(found - _EMPTY - {self._own})

    def guard(self, module: Module, proof: UnboundRead) -> Guard:
        """What decides whether a module has the name that a proof is about."""
        deciding = [*_deciding(module.tree, proof)]
        return Guard(self.of(module, deciding), frozenset(_packages(deciding)))

    def _gather(
        self, module: Module, tests: Iterable[ast.AST], found: set[str], seen: set[tuple[str, str]], depth: int
    ) -> None:
        for node in (each for test in tests for each in _said(test)):
            for text in _texts(node):
                found.update(word.lower() for word in _WORD.findall(text))
            if isinstance(node, ast.Name) and depth and (module.path, node.id) not in seen:
                seen.add((module.path, node.id))
                self._follow(module, node.id, found, seen, depth - 1)

    def _follow(self, module: Module, name: str, found: set[str], seen: set[tuple[str, str]], depth: int) -> None:
        """What sets a flag, or what a predicate looks at."""
        origin = self._index.origin(module, name)
        if origin is None:
            return
        definition = origin.definition
        if isinstance(definition, ast.FunctionDef):
            self._gather(origin.module, definition.body, found, seen, depth)
        else:
            self._gather(origin.module, self._setting(origin.module, origin.name), found, seen, depth)

    def _setting(self, module: Module, name: str) -> list[ast.AST]:
        """What decides the value of a name of a module: its values, and the tests and imports that they are under."""
        settings = self._settings.get(module.path)
        if settings is None:
            settings = self._settings[module.path] = {}
            for statement in module.tree.body:
                _note(statement, settings)
        return settings.get(name, [])


def _note(statement: ast.stmt, settings: dict[str, list[ast.AST]]) -> None:
    inside = [*statements_of([statement])]
    names = {each.id for each in targets([statement]) if isinstance(each, ast.Name)}
    if not names or isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return
    deciding: list[ast.AST] = [each.test for each in inside if isinstance(each, ast.If)]
    deciding += [each for each in inside if isinstance(each, (ast.Import, ast.ImportFrom))]
    deciding += [each.value for each in inside if isinstance(each, (ast.Assign, ast.AnnAssign)) and each.value]
    for name in names:
        settings.setdefault(name, []).extend(deciding)


def _said(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes below one that do something: a docstring, or any other string by itself, decides nothing."""
    nodes = [*walk(node)]
    prose = {id(each.value) for each in nodes if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)}
    return (each for each in nodes if id(each) not in prose)


def _texts(node: ast.AST) -> Iterator[str]:
    """The identifiers and strings of one node."""
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 80:
        yield node.value
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from imported_packages(node)
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (alias.name for alias in node.names)


def _deciding(tree: ast.Module, proof: UnboundRead) -> Iterator[ast.AST]:
    """The tests of the chain that leaves a name out; of a `try`, its body."""
    for statement in statements_of(tree.body):
        if getattr(statement, "lineno", 0) != proof.chain.line:
            continue
        if isinstance(statement, ast.If):
            yield from (arm.test for arm in arms_of(statement)[0])
        elif isinstance(statement, ast.Match):
            yield statement.subject
        elif proof.chain.kind in (ChainKind.TRY, ChainKind.WITH):
            yield from getattr(statement, "body", ())


def _packages(deciding: list[ast.AST]) -> Iterator[str]:
    """The packages that are imported, and those that a flag or predicate says to be there."""
    for node in (node for each in deciding for node in walk(each)):
        yield from imported_packages(node)
        found = _PRESENCE.fullmatch(last_word(node))
        if found:
            yield (found[1] or found[2]).lower()
