"""Who calls a function without the guard of what it reads: a caller in the package that shows a report to be right.

NSA103 is about names that a module has on some platforms only. That a public function reads one without its guard is
no bug by itself: its callers may test it. Here the calls in other files are looked at. One that has no test, no
decorator, no constructor and no import in common with the guard is not guarded. Callers in tests do not count.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from nsa_lint.model import Because
from nsa_lint.package.calls import Site, calls_in
from nsa_lint.package.guard_words import Guard, GuardWords
from nsa_lint.package.importing import unhandled_imports
from nsa_lint.package.index import Index, Module
from nsa_lint.package.outline import needs_of
from nsa_lint.syntax.scopes import Function, dotted, statements_of, walk

_MOST_FILES = 24
_DEEPEST = 3  # callers in the file of the function
_OF_TESTS = re.compile(
    r"(?:^|[/\\])(?:tests?|testing|benchmarks?|examples?|conftest|test_\w*|\w*_test|\w*test\w*_utils)(?:[/\\.]|$)"
)
_REFUSES = re.compile(r"(?:^|[._])(?:requires?|check|ensure|assert|validate|skip|importorskip|need)")


class UnguardedCallers:
    """The callers of the functions of one module."""

    def __init__(self, module: Module, index: Index, words: GuardWords) -> None:
        self._module = module
        self._index = index
        self._words = words

    def caller(self, function: Function, owner: ast.ClassDef | None, guard: Guard) -> Because | None:
        """A call in another file that reaches a function, or the constructor of a class, without the guard."""
        if self._tests(self._module, function, owner, guard):
            return None
        return self._caller(function, owner, guard, _DEEPEST)

    def _caller(self, function: Function, owner: ast.ClassDef | None, guard: Guard, depth: int) -> Because | None:
        if owner is not None and function.name != "__init__":
            return None
        name = owner.name if owner is not None else function.name
        if name not in (self._module.classes if owner is not None else self._module.definitions):
            return None
        mentioning = self._index.mentioning((name,))
        if mentioning is None or len(mentioning[name]) > _MOST_FILES:
            return None
        for path in sorted(mentioning[name], key=lambda each: each == self._module.path):  # its own file comes last
            if path == self._module.path:
                return self._through_the_file(name, guard, depth)
            module = self._index.module(path) if not self._of_tests(path) else None
            if module is None or not self._is_imported(module, name, guard):
                continue
            if guard.packages & needs_of(path, self._index.layout):
                continue
            for site in calls_in(module, name, self._index):
                if isinstance(site.call.func, ast.Name) and not self._is_guarded(module, site, guard):
                    return Because(path, site.call.lineno, f"calls {name}() without the guard")
        return None

    def _through_the_file(self, name: str, guard: Guard, depth: int) -> Because | None:
        """A call of a function of the file that calls this one, neither with the guard."""
        for site in calls_in(self._module, name, self._index) if depth else ():
            around = site.where.around
            if len(around) != 1 or around[0].name == name or not isinstance(site.call.func, ast.Name):
                continue
            if not self._is_guarded(self._module, site, guard):
                found = self._caller(around[0], site.where.owner, guard, depth - 1)
                if found is not None:
                    return found
        return None

    def _of_tests(self, path: str) -> bool:
        return bool(_OF_TESTS.search(path.removeprefix(self._index.layout.root)))

    def _is_imported(self, module: Module, name: str, guard: Guard) -> bool:
        """Whether a module imports the name from here without the guard."""
        if name not in module.imported:
            return False
        origin = self._index.origin(module, name)
        if origin is None or origin.key != (self._module.path, name):
            return False
        imports = [
            each
            for each in unhandled_imports(module.tree)
            if any((a.asname or a.name) == name for a in each.node.names)
        ]
        return bool(imports) and not any(
            self._shares(module, each.tests, guard) or each.needs & guard.packages for each in imports
        )

    # -- whether somebody tests the guard ------------------------------------------------------------------------

    def _is_guarded(self, module: Module, site: Site, guard: Guard) -> bool:
        where = site.where
        if where.caught or self._shares(module, [test for test, _, _ in where.tests], guard):
            return True
        return any(self._tests(module, function, where.owner, guard) for function in where.around)

    def _tests(self, module: Module, function: Function, owner: ast.ClassDef | None, guard: Guard) -> bool:
        """Whether a function, its decorators, its class or what it calls to refuse has a word of the guard."""
        deciding: list[ast.AST] = [*function.decorator_list, *_deciding(function.body)]
        if owner is not None:
            deciding += [*owner.decorator_list, *owner.bases]
            for each in owner.body:
                if isinstance(each, Function) and each.name in ("__init__", "__new__", "__post_init__"):
                    deciding += _deciding(each.body)
        return self._shares(module, deciding, guard)

    def _shares(self, module: Module, tests: Sequence[ast.AST], guard: Guard) -> bool:
        return not guard.words.isdisjoint(self._words.of(module, tests)) if tests else False


def _deciding(body: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    """The tests of a body, what it imports, and the calls that may refuse."""
    for statement in statements_of(body):
        if isinstance(statement, (ast.If, ast.While, ast.Assert)):
            yield statement.test
        elif isinstance(statement, (ast.Import, ast.ImportFrom)):
            yield statement
    for node in (each for statement in body for each in walk(statement)):
        if isinstance(node, ast.IfExp):
            yield node.test
        elif isinstance(node, ast.Call) and _REFUSES.search(dotted(node.func)):
            yield node
