"""The imports of a file that run whatever its platform and installation are, and what it tests before each."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from nsa_lint.syntax.completion import Completion
from nsa_lint.syntax.done import done_by
from nsa_lint.syntax.for_types import TYPE_CHECKING
from nsa_lint.syntax.managers import SUPPRESSORS, exception_names
from nsa_lint.syntax.returns import catches
from nsa_lint.syntax.scopes import LEAVES, arms_of, dotted, nested_statements, statements_of

_CATCHES = frozenset(("ImportError", "Exception", "BaseException"))
_EXPECTING = ("raises", "assertRaises", "assertRaisesRegex")
_EXITS = ("exit", "_exit", "skip", "fail", "xfail")
_REFUSES = ("check", "require", "requires", "assert", "ensure", "skip", "importorskip", "exit")


@dataclass(frozen=True, slots=True)
class Importing:
    """One import from a module. `tests`: what decides whether it runs; `needs`: packages that were imported before."""

    node: ast.ImportFrom
    function: str
    tests: tuple[ast.AST, ...] = ()
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a statement is."""

    function: str = ""
    tests: tuple[ast.AST, ...] = ()
    needs: frozenset[str] = frozenset()
    caught: bool = False  # whether an import that fails here is handled, or for type checkers only

    def under(self, *tests: ast.AST) -> _Place:
        return replace(self, tests=(*self.tests, *tests))

    def after(self, packages: Iterable[str]) -> _Place:
        return replace(self, needs=self.needs.union(packages))

    def inside(self, name: str) -> _Place:
        return replace(self, function=f"{self.function}.{name}" if self.function else name)


def unhandled_imports(tree: ast.Module) -> Iterator[Importing]:
    """The imports whose failure nothing in the file handles, in the order of the text."""
    return _imports(tree.body, _Place())


def _imports(body: Sequence[ast.stmt], place: _Place) -> Iterator[Importing]:
    for statement in body:
        if isinstance(statement, ast.ImportFrom):
            if not place.caught:
                yield Importing(statement, place.function or "<module>", place.tests, place.needs)
        else:
            yield from _inside(statement, place)
        place = _afterwards(statement, place)


def _inside(statement: ast.stmt, place: _Place) -> Iterator[Importing]:
    """The imports in the blocks of a statement."""
    if isinstance(statement, ast.If):
        yield from _in_arms(statement, place)
    elif isinstance(statement, ast.Try):
        yield from _in_try(statement, place)
    elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield from _imports(statement.body, place.inside(statement.name).under(*statement.decorator_list))
    elif isinstance(statement, (ast.With, ast.AsyncWith)):
        suppressed = any(_suppresses_it(item.context_expr) for item in statement.items)
        yield from _imports(statement.body, replace(place, caught=place.caught or suppressed))
    elif isinstance(statement, ast.Match):
        for case in statement.cases:
            yield from _imports(case.body, place.under(statement.subject))
    elif isinstance(statement, (ast.For, ast.AsyncFor, ast.While)):
        test = [statement.test] if isinstance(statement, ast.While) else []
        yield from _imports([*statement.body, *statement.orelse], place.under(*test))


def _in_arms(statement: ast.If, place: _Place) -> Iterator[Importing]:
    tested, otherwise = arms_of(statement)
    for arm in tested:
        place = place.under(arm.test)
        yield from _imports(arm.body, replace(place, caught=place.caught or _for_types(arm.test)))
    yield from _imports(otherwise, place)


def _in_try(statement: ast.Try, place: _Place) -> Iterator[Importing]:
    caught = place.caught or any(map(_catches, statement.handlers))
    yield from _imports(statement.body, replace(place, caught=caught))
    for handler in statement.handlers:
        yield from _imports(handler.body, place.under(*statement.body))
    yield from _imports(statement.orelse, _completed(statement, place))
    yield from _imports(statement.finalbody, place)


def _afterwards(statement: ast.stmt, place: _Place) -> _Place:
    """The place after a statement that went on."""
    if isinstance(statement, ast.If) and any(_leaves(arm.body) for arm in arms_of(statement)[0]):
        place = place.under(*(arm.test for arm in arms_of(statement)[0]))
    elif isinstance(statement, ast.Try) and all(_leaves(handler.body) for handler in statement.handlers):
        place = _completed(statement, place)
    for each in done_by(statement, _COMPLETION):
        if isinstance(each, tuple):
            place = place.under(each[0])
        elif isinstance(each, (ast.Import, ast.ImportFrom)):
            place = place.after(imported_packages(each))
        elif isinstance(each, (ast.Expr, ast.Assign, ast.AnnAssign)) and isinstance(each.value, ast.Call):
            called = dotted(each.value.func).rpartition(".")[2].strip("_").split("_")
            place = place.under(each.value) if called[0] in _REFUSES else place
    return place


def _completed(statement: ast.Try, place: _Place) -> _Place:
    """The place after the body of a `try` that did not fail."""
    inside = [*statements_of(statement.body)]
    tests = [each.test for each in inside if isinstance(each, ast.If)]
    return place.under(*tests).after(name for each in inside for name in imported_packages(each))


def imported_packages(statement: ast.AST) -> Iterator[str]:
    """The packages that an import statement needs; none for a relative import."""
    if isinstance(statement, ast.Import):
        yield from (alias.name.partition(".")[0] for alias in statement.names)
    elif isinstance(statement, ast.ImportFrom) and not statement.level:
        yield (statement.module or "").partition(".")[0]


def _leaves(body: Sequence[ast.stmt]) -> bool:
    """Whether a block ends by leaving, or by a call of what refuses, in some arm of its last statement at least."""
    last = body[-1]
    if isinstance(last, ast.Expr):
        return _exits(last.value)
    return isinstance(last, LEAVES) or any(_leaves([each]) for each in nested_statements(last)[-1:])  # type: ignore[list-item]


def _exits(call: ast.expr) -> bool:
    return isinstance(call, ast.Call) and dotted(call.func).rpartition(".")[2] in _EXITS


def _catches(handler: ast.ExceptHandler) -> bool:
    """Whether a handler catches the ImportError of a name that a module does not have."""
    return handler.type is None or catches(handler, _CATCHES)


def _suppresses(manager: ast.expr) -> bool:
    """Whether a manager swallows some exception, perhaps as one that a test expects."""
    name = dotted(manager.func) if isinstance(manager, ast.Call) else ""
    return name in SUPPRESSORS or name.rpartition(".")[2] in _EXPECTING


def _suppresses_it(manager: ast.expr) -> bool:
    """Whether a manager swallows the ImportError of a name that a module does not have."""
    given = manager.args if isinstance(manager, ast.Call) and _suppresses(manager) else ()
    return any(name in _CATCHES for each in given for name in exception_names(each))


def _for_types(test: ast.expr) -> bool:
    return bool(TYPE_CHECKING.search(ast.unparse(test)))


_COMPLETION = Completion(_exits, _suppresses)
