"""What evaluating an expression once more, on another arm, may do."""

from __future__ import annotations

import ast
from typing import Literal

_QUIET_FUNCTIONS = {"len", "int", "min", "max", "abs", "bool", "float", "str", "tuple", "list", "sum"}
_QUIET_METHODS = {"size", "numel", "dim"}

Evaluation = Literal["total", "partial", "unknown"]


def evaluation(expression: ast.expr) -> Evaluation:
    """`total`: it has no effect and cannot fail, its names given; `partial`: it has no effect, as far as attributes,
    operators and a few well-known functions have none, but may fail; `unknown`: it calls, binds or awaits something."""
    worst: Evaluation = "total"
    stack: list[ast.AST] = [expression]
    while stack:
        node = stack.pop()
        if not _cannot_fail(node):
            if not _has_no_effect(node):
                return "unknown"
            worst = "partial"
        stack += ast.iter_child_nodes(node)
    return worst


def _cannot_fail(node: ast.AST) -> bool:
    if isinstance(node, ast.Compare):
        return all(isinstance(operator, (ast.Is, ast.IsNot)) for operator in node.ops)
    return isinstance(node, (ast.Constant, ast.Name, ast.Tuple, ast.List, ast.expr_context, ast.Is, ast.IsNot))


def _has_no_effect(node: ast.AST) -> bool:
    match node:
        case ast.Call(ast.Name(function), _, []):
            return function in _QUIET_FUNCTIONS
        case ast.Call(ast.Attribute(_, method), _, []):
            return method in _QUIET_METHODS
        case ast.Attribute() | ast.Subscript() | ast.Slice() | ast.BinOp() | ast.UnaryOp() | ast.BoolOp() | ast.IfExp():
            return True
        case ast.Compare() | ast.operator() | ast.unaryop() | ast.boolop() | ast.cmpop():
            return True
    return False
