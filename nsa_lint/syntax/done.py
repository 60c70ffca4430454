"""What is sure to have happened where a statement is done: the statements that have run, and what its tests were."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from nsa_lint.syntax.completion import Completion
from nsa_lint.syntax.scopes import HOLDS_STATEMENTS

Answer = tuple[ast.expr, bool]  # a test, and whether it was true


def done_by(statement: ast.stmt, completion: Completion) -> Iterator[ast.stmt | Answer]:
    """Statements that hold no others, and answers. A block that leaves is none that a statement is done by.

    What a loop does, or a `match`, may not happen at all.
    """
    if isinstance(statement, ast.If):
        if completion.leaves(statement.body):
            yield statement.test, False
            yield from _all(statement.orelse, completion)
        elif completion.leaves(statement.orelse):
            yield statement.test, True
            yield from _all(statement.body, completion)
    elif isinstance(statement, ast.Try):
        if all(completion.leaves(handler.body) for handler in statement.handlers):
            yield from _all((*statement.body, *statement.orelse), completion)
        yield from _all(statement.finalbody, completion)
    elif isinstance(statement, (ast.With, ast.AsyncWith)):
        inside = [*_all(statement.body, completion)]
        if inside and not completion.swallowed_by(statement):
            yield from inside
    elif isinstance(statement, ast.Assert):
        yield statement.test, True
    elif statement.__class__ not in HOLDS_STATEMENTS:
        yield statement


def _all(body: Iterable[ast.stmt], completion: Completion) -> Iterator[ast.stmt | Answer]:
    for statement in body:
        yield from done_by(statement, completion)
