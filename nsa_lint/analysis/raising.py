"""What can fail: calls, attributes, operators, imports, unpacking and the like; and which handler catches it."""

from __future__ import annotations

import ast

from nsa_lint.analysis.ir import Loop, Manage, Step, steps_of
from nsa_lint.syntax.scopes import dotted, walk_scope

_RAISING = (
    ast.Call, ast.Attribute, ast.Subscript, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Await, ast.Starred,
    ast.Yield, ast.YieldFrom,
)  # fmt: skip
_NAME_ERRORS = frozenset(("NameError", "UnboundLocalError", "Exception", "BaseException", ""))
_PLAIN_COMPARISONS = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot)


def can_raise(node: ast.AST) -> bool:
    """Whether evaluating this very node can fail: not a comparison that every object answers, and not `not`."""
    if isinstance(node, ast.Compare):
        return not all(
            isinstance(operator, _PLAIN_COMPARISONS)
            or (isinstance(operator, (ast.In, ast.NotIn)) and isinstance(right, (ast.Tuple, ast.List, ast.Constant)))
            for operator, right in zip(node.ops, node.comparators, strict=True)
        )
    if isinstance(node, ast.UnaryOp):
        return not isinstance(node.op, ast.Not)
    return isinstance(node, _RAISING)


def may_fail(step: Step) -> bool:
    """Whether anything in a step can fail, at any depth."""
    return any(_fails(each) for each in steps_of([step]))


def _fails(step: Step) -> bool:
    """Whether the step itself can: a loop and a `with` call methods of what they are given."""
    iterates = isinstance(step, Loop) and step.target is not None
    if iterates or isinstance(step, Manage) or isinstance(step.node, (ast.Import, ast.ImportFrom)):
        return True
    return any(can_raise(child) or isinstance(child, ast.comprehension) for child in walk_scope(step.parts))


def exception_names(node: ast.expr | None) -> list[str]:
    """The exceptions that a handler of this type names; "" for every one, "?" for one without a name."""
    if node is None:
        return [""]
    return [dotted(element) or "?" for element in (node.elts if isinstance(node, ast.Tuple) else [node])]


def catches_names(handler: ast.ExceptHandler) -> bool:
    """Whether a handler catches, on purpose or not, the failed read of a name."""
    return any(name in _NAME_ERRORS for name in exception_names(handler.type))
