"""The names of a module: what binds each. Kept for the files that are checked next, where the trees are not."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from nsa_lint.syntax.assigning import only_declares
from nsa_lint.syntax.scopes import bindings, statements_of, walk_statements

_REMEMBERED = 4_096  # modules; each is a few strings a name
_known: dict[tuple[int, int], Names] = {}  # by length and hash of the text


@dataclass(frozen=True, slots=True)
class Import:
    """One name that a module imports: `level` dots, `module`, and the name there; "" for the module itself."""

    module: str
    level: int
    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Names:
    """`times`: how often the statements of the module bind or delete each name, and others declare it `global`.

    `declared_global`: the names that some function or class declares so. Of the names that are bound once only:
    where the `imported` ones have their things from, and which are those of `functions` and `classes` of its own body.
    """

    times: Counter[str]
    declared_global: frozenset[str]
    imported: dict[str, Import]
    functions: frozenset[str]
    classes: frozenset[str]

    def bind_once(self, name: str) -> bool:
        """Whether exactly one statement of the module binds a name, and none deletes it."""
        return self.times[name] == 1


def known_names(text: str) -> Names | None:
    """The names of a module with this text, where it was parsed before."""
    return _known.get((len(text), hash(text)))


def names_of(tree: ast.Module, text: str) -> Names:
    """The names of a module, which are known from here on."""
    nodes = walk_statements(tree) if "global" in text else ()
    declared_global = frozenset(name for node in nodes if isinstance(node, ast.Global) for name in node.names)
    declared = (each for each in statements_of(tree.body) if only_declares(each))
    times = Counter((*bindings(tree.body, ":=" in text), *declared_global)) - Counter(bindings(declared, False))
    imported = {name: each for statement in statements_of(tree.body) for name, each in imports_of(statement)}
    names = Names(
        times,
        declared_global,
        {name: each for name, each in imported.items() if times[name] == 1},
        _once(tree, ast.FunctionDef, times),
        _once(tree, ast.ClassDef, times),
    )
    if len(_known) >= _REMEMBERED:
        del _known[next(iter(_known))]
    _known[len(text), hash(text)] = names
    return names


def _once(tree: ast.Module, kind: type[ast.FunctionDef | ast.ClassDef], times: Counter[str]) -> frozenset[str]:
    return frozenset(each.name for each in tree.body if isinstance(each, kind) and times[each.name] == 1)


def imports_of(statement: ast.AST) -> Iterator[tuple[str, Import]]:
    """The names that an import statement binds, with where they are from."""
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            yield alias.asname or alias.name.partition(".")[0], Import(alias.name, 0, "", statement.lineno)
    elif isinstance(statement, ast.ImportFrom):
        for alias in statement.names:
            origin = Import(statement.module or "", statement.level, alias.name, statement.lineno)
            yield alias.asname or alias.name, origin
