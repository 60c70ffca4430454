"""What is sure to have happened where a statement is done: the statements that have run, and what its tests were."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from nsa_lint.syntax.completion import Completion
from nsa_lint.syntax.connectives import either
from nsa_lint.syntax.scopes import HOLDS_STATEMENTS, arms_of

Answer = tuple[ast.expr, bool]  # a test, and whether it was true


def done_by(statement: ast.stmt, completion: Completion) -> Iterator[ast.stmt | Answer]:
    """Statements that hold no others, and answers. A block that leaves is none that a statement is done by.

    What a loop does, or a `match`, may not happen at all.
    """
    if isinstance(statement, ast.If):
        yield from _by_chain(statement, completion)
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


def _by_chain(chain: ast.If, completion: Completion) -> Iterator[ast.stmt | Answer]:
    """Where an arm leaves it was another one; where all that are left have a test, one of these was true."""
    if completion.leaves(chain.body):
        yield chain.test, False
        yield from _all(chain.orelse, completion)
        return
    arms, orelse = arms_of(chain)
    staying = [arm for arm in arms if not completion.leaves(arm.body)]
    if not orelse or not completion.leaves(orelse):
        return
    yield either(arm.test for arm in staying), True
    if len(staying) == 1:
        yield from _all(chain.body, completion)


def _all(body: Iterable[ast.stmt], completion: Completion) -> Iterator[ast.stmt | Answer]:
    for statement in body:
        yield from done_by(statement, completion)
