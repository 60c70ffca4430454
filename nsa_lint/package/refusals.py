"""What holds after a statement that refuses: an assertion, a test that raises, a call of a helper that checks."""

from __future__ import annotations

import ast
from collections.abc import Callable, Container, Iterator, Sequence

from nsa_lint.package.conditions import Conditions, locals_of
from nsa_lint.package.index import Index, Module
from nsa_lint.package.kept import keeps, set_elsewhere
from nsa_lint.syntax.completion import Completion, is_generator
from nsa_lint.syntax.done import done_by
from nsa_lint.syntax.imported import imported, left_by
from nsa_lint.syntax.literals import truth_of
from nsa_lint.syntax.scopes import dotted, may_return

_DEEPEST = 3  # helpers that call helpers
Refused = tuple[ast.expr, Module]  # what holds, in terms of the module that says so


class Refusals:
    """What the functions and constructors of a package refuse."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def after(
        self, module: Module, statement: ast.stmt, local: Container[str], depth: int = _DEEPEST
    ) -> Iterator[Refused]:
        """What holds after a statement of a function. `local`: names that are not the module's there."""
        if may_return(statement):
            return  # it may have left before any of it
        for each in done_by(statement, completion_of(module, self._index)):
            if isinstance(each, tuple):
                yield from ((test, module) for test in Conditions(module, self._index).holds(*each, local))
            elif isinstance(each, ast.Expr) and depth:
                yield from self._by_helper(module, each.value, local, depth - 1)
            else:
                yield from ((imported(fact), module) for fact in left_by([each]))

    def first(self, module: Module, body: Sequence[ast.stmt], local: Container[str], depth: int) -> Iterator[Refused]:
        """What holds after a body has run, by the statements before the first one that may return."""
        for statement in body:
            yield from self.after(module, statement, local, depth)
            if may_return(statement):
                return

    def _by_helper(self, module: Module, call: ast.expr, local: Container[str], depth: int) -> Iterator[Refused]:
        name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
        origin = self._index.origin(module, name) if name in module.bound and name not in local else None
        helper = origin.definition if origin is not None else None
        if origin is None or not isinstance(helper, ast.FunctionDef) or helper.decorator_list:
            return
        kept = keeps(origin.module, origin.name, self._index) and not set_elsewhere(module, name, self._index)
        if kept and not is_generator(helper):
            yield from self.first(origin.module, helper.body, locals_of(helper), depth)


def completion_of(module: Module, index: Index, truth: Callable[[ast.expr], bool | None] = truth_of) -> Completion:
    """How the blocks of a module end, where it is known which functions of the package, and others, never return."""

    def stops(call: ast.expr) -> bool:
        name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
        origin = index.origin(module, name) if name in module.bound else None
        return (origin is not None and origin.never_returns) or module.facts.never.stops(call)

    return Completion(stops, lambda manager: _swallows(manager, module, index), truth)


def _swallows(manager: ast.expr, module: Module, index: Index) -> bool:
    """Whether a manager may swallow an exception: by its own module, where it is one of the package."""
    name = dotted(manager.func if isinstance(manager, ast.Call) else manager)
    if all(index.target(module, each) is None for each in module.imports.get(name.partition(".")[0], ())):
        return bool(module.facts.managers.swallowed(manager))
    origin = index.origin(module, name) if name in module.imported else None
    if origin is None:
        return True
    made = ast.Call(ast.Name(origin.name, ast.Load()), [], [])
    return bool(origin.module.facts.managers.swallowed(made))
