"""What has been imported where a statement is done, and what an import needs: one that has worked works again.

A fact is `module:` for a module and `module:name` for what `from module import name` takes of it. Among the expressions
that hold where a function is entered it is written `__import__("module:name")`, which no program says.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from nsa_lint.syntax.done import Answer
from nsa_lint.syntax.scopes import walk_scope, walk_statements

# What an import raises where there is nothing to import
IMPORT_ERRORS = frozenset(("ImportError", "ModuleNotFoundError"))
IMPORT = "__import__"  # among the names of an expression
_ITERTOOLS = "count cycle repeat chain product".split()


def imported_from(nodes: Iterable[ast.AST]) -> dict[str, str]:
    """Of import statements, what each name stands for: the full name of a module, or of something in one."""
    found: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.partition(".")[0]
                found[alias.asname or root] = alias.name if alias.asname else root
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            found.update((alias.asname or alias.name, f"{module}.{alias.name}") for alias in node.names)
    return found


def taken_by(node: ast.AST) -> Iterator[str]:
    """What an import statement takes; nothing for a relative import, and for any other statement."""
    if isinstance(node, ast.Import):
        yield from (f"{alias.name}:" for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and not node.level:
        module = node.module or ""
        yield from (f"{module}:" if alias.name == "*" else f"{module}:{alias.name}" for alias in node.names)


def left_by(done: Iterable[ast.stmt | Answer]) -> Iterator[str]:
    """What has been imported where this has happened."""
    for taken in (fact for each in done if isinstance(each, ast.stmt) for fact in taken_by(each)):
        yield taken
        yield from _with_its_packages(taken)


def _with_its_packages(taken: str) -> Iterator[str]:
    """`a.b.c:` needs `a.b:` and `a:`, and makes `b` of `a` and `c` of `a.b`; `a.b:c` may be no module."""
    module, _, name = taken.partition(":")
    if name:
        yield f"{module}:"
    while "." in module:
        module, _, last = module.rpartition(".")
        yield from (f"{module}:{last}", f"{module}:")


def imported(fact: str) -> ast.expr:
    """A fact as an expression."""
    return ast.Call(ast.Name(IMPORT, ast.Load()), [ast.Constant(fact)], [])


def fact_of(test: ast.AST) -> str:
    """The fact that an expression is; "" for any other."""
    if not isinstance(test, ast.Call) or not isinstance(test.func, ast.Name) or test.func.id != IMPORT:
        return ""
    given = test.args[0].value if len(test.args) == 1 and isinstance(test.args[0], ast.Constant) else ""
    return given if isinstance(given, str) and ":" in given else ""


def names_of_itertools(tree: ast.Module) -> dict[str, str]:
    """The functions of `itertools` by the names that a module has for them."""
    found = {}
    for node in walk_statements(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "itertools":
            found.update({alias.asname or alias.name: alias.name for alias in node.names})
        elif isinstance(node, ast.Import):
            for alias in (alias for alias in node.names if alias.name == "itertools"):
                found.update({f"{alias.asname or alias.name}.{name}": name for name in _ITERTOOLS})
    return found


def imports(body: Iterable[ast.AST]) -> bool:
    """Whether these statements of one scope import something."""
    return any(isinstance(node, (ast.Import, ast.ImportFrom)) for node in walk_scope(body))
