"""Counters of a loop: names that its body changes by whole numbers, and in no other way."""

from __future__ import annotations

import ast
from collections import Counter

from nsa_lint.analysis.ir import Loop
from nsa_lint.syntax.assigning import ASSIGNMENTS, targets_of
from nsa_lint.syntax.scopes import bindings, dotted, walk_scope


def counters(loop: Loop) -> dict[str, int]:
    """The names that the body of a loop only adds whole numbers to, or takes them from.

    With the direction in which each goes: 1, -1, or 0 where it is not the same everywhere.
    """
    nodes = _run_each_time(loop)
    bound = Counter(bindings(nodes))
    steps: dict[str, list[int]] = {}
    for name, by in filter(None, map(_step, walk_scope(nodes))):
        steps.setdefault(name, []).append(by)
    return {name: _direction(each) for name, each in steps.items() if bound[name] == len(each)}


def _direction(steps: list[int]) -> int:
    return 1 if min(steps) >= 0 else -1 if max(steps) <= 0 else 0


def _run_each_time(loop: Loop) -> list[ast.AST]:
    return [loop.target or loop.head, *(step.node for step in loop.body)]


def _step(node: ast.AST) -> tuple[str, int] | None:
    """The name that a statement changes by a whole number, and by which: `n += 1`, `n = n - 1`."""
    target: ast.expr
    if isinstance(node, ast.AugAssign):
        target, operator, by = node.target, node.op, node.value
    elif isinstance(node, ASSIGNMENTS) and isinstance(node.value, ast.BinOp):
        [target, *others] = targets_of(node)
        operator, by = node.value.op, node.value.right
        if others or dotted(node.value.left) != dotted(target):
            return None
    else:
        return None
    if not isinstance(target, ast.Name) or not isinstance(by, ast.Constant) or type(by.value) is not int:
        return None
    if not isinstance(operator, (ast.Add, ast.Sub)):
        return None
    return target.id, by.value if isinstance(operator, ast.Add) else -by.value
