"""What holds after a statement that refuses: an assertion, a test that raises, a call of a helper that checks."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator, Sequence

from nsa_lint.package.conditions import Conditions, locals_of
from nsa_lint.package.index import Index, Module
from nsa_lint.syntax.completion import is_generator
from nsa_lint.syntax.imported import imported, left_by
from nsa_lint.syntax.scopes import statements_of

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
        if isinstance(statement, ast.Assert):
            yield from ((each, module) for each in Conditions(module).holds(statement.test, True, local))
        elif isinstance(statement, ast.If) and not statement.orelse and self.raises(module, statement.body[-1]):
            yield from ((each, module) for each in Conditions(module).holds(statement.test, False, local))
        elif isinstance(statement, ast.Expr) and depth:
            yield from self._by_helper(module, statement.value, local, depth - 1)
        elif not any(isinstance(each, ast.Return) for each in statements_of([statement])):
            facts = left_by(statement, lambda body: self.raises(module, body[-1]))
            yield from ((imported(fact), module) for fact in facts)

    def raises(self, module: Module, statement: ast.stmt) -> bool:
        """Whether a statement raises, or calls what never returns."""
        return isinstance(statement, ast.Raise) or self._index.never_returns(module, statement)

    def first(self, module: Module, body: Sequence[ast.stmt], local: Container[str], depth: int) -> Iterator[Refused]:
        """What holds after a body has run, by the statements before the first one that may return."""
        for statement in body:
            yield from self.after(module, statement, local, depth)
            if any(isinstance(each, ast.Return) for each in statements_of([statement])):
                return

    def _by_helper(self, module: Module, call: ast.expr, local: Container[str], depth: int) -> Iterator[Refused]:
        name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
        origin = self._index.origin(module, name) if name in module.bound and name not in local else None
        helper = origin.definition if origin is not None else None
        if origin is None or not isinstance(helper, ast.FunctionDef) or helper.decorator_list:
            return
        if origin.module.stays(origin.name) and not is_generator(helper):
            yield from self.first(origin.module, helper.body, locals_of(helper), depth)
