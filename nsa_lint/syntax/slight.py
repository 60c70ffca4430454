"""Failures that nobody writes a `try` for: before the name is bound, a body only reads attributes of parameters.

    def run(job):
        try:
            run_id = job.run_id
            start(job)
        except Exception:
            finish(run_id)

It is `start` that fails. Such a read is reported with scope `all` alone.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from nsa_lint.model import ArmKind, ChainKind, UnboundRead
from nsa_lint.syntax.arguments import may_be_none
from nsa_lint.syntax.assigning import assigned
from nsa_lint.syntax.managers import exception_names
from nsa_lint.syntax.scopes import FUNCTIONS, bound_names, positional, walk, walk_scope

_ARMS = (ArmKind.BODY, ArmKind.HANDLER)
_RAISING = (ast.Call, ast.Attribute, ast.Subscript, ast.BinOp, ast.Await, ast.Raise, ast.Import, ast.ImportFrom)
_PLAIN = (ast.Name, ast.Constant, ast.Tuple, ast.expr_context)


def is_slight(found: UnboundRead, scope: ast.AST) -> bool:
    """Whether a read of a function's name fails only where the `try` to blame failed by such an attribute."""
    if found.chain.kind is not ChainKind.TRY or found.arm.kind not in _ARMS or not isinstance(scope, FUNCTIONS[:2]):
        return False
    nodes = [*walk_scope(scope.body)]
    tried = next((each for each in nodes if isinstance(each, ast.Try) and each.lineno == found.chain.line), None)
    if tried is None or any("AttributeError" in exception_names(each.type) for each in tried.handlers):
        return False
    first = next((index for index, each in enumerate(tried.body) if found.name in bound_names([each])), None)
    if first is None or not _is_tried(tried.body[first + 1 :]):
        return False
    given = _given(scope) - bound_names(nodes)
    return all(_only_reads(each, given) for each in tried.body[: first + 1])


def _given(scope: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """The parameters that callers give an object: not None, and not `self`, whose attributes may not be set yet."""
    by_place = positional(scope)
    required = by_place[: len(by_place) - len(scope.args.defaults)]
    return {each.arg for each in required if each.arg not in ("self", "cls") and not may_be_none(each)}


def _is_tried(statements: Sequence[ast.stmt]) -> bool:
    """Whether something is among them for which a `try` is written; nobody writes one for a comparison."""
    return any(isinstance(node, _RAISING) for node in walk_scope(statements))


def _only_reads(statement: ast.stmt, given: Iterable[str]) -> bool:
    """Whether a statement assigns names, constants and attributes of what the function is given, to names."""
    pairs = [*assigned(statement)]
    if not pairs or not all(isinstance(target, ast.Name) for target, _ in pairs):
        return False
    return all(
        isinstance(node, _PLAIN)
        or (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in given)
        for _, value in pairs
        for node in walk(value)
    )
