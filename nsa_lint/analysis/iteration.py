"""What a loop or comprehension runs over: whether it is empty, how long it is, and what counts its iterations."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.comparisons import compare_values
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.values import Const, singleton
from nsa_lint.analysis.variables import plain

# Calls whose result is empty exactly if their argument is.
_SAME_EMPTINESS = frozenset("enumerate reversed sorted list tuple set frozenset iter".split())


def iterate(run: Run, node: ast.expr) -> int:
    """Evaluates what a loop runs over; the condition under which it runs at least once."""
    values = run.world.values
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        run.effects(node)
        if any(not isinstance(element, ast.Starred) for element in node.elts):
            return TRUE
        return values.choice() if node.elts else FALSE
    if isinstance(node, ast.Dict):
        run.effects(node)
        return TRUE if any(key is not None for key in node.keys) else values.choice() if node.keys else FALSE
    known = _iterate_call(run, node) if isinstance(node, ast.Call) and _is_plain(node) else None
    if known is not None:
        return known
    value = plain(run, node)
    run.may_raise(node)
    if isinstance(node, (ast.Name, ast.Attribute)):
        return values.test(value, values.truth)
    if isinstance(node, ast.Constant):
        return TRUE if node.value else FALSE
    return values.test(value, lambda atom: values.truth(values.symbol(("runs", atom))))


def _iterate_call(run: Run, node: ast.Call) -> int | None:
    """As `iterate`, for a call whose emptiness is that of its arguments; None for any other, which is not evaluated."""
    bdd, values = run.world.bdd, run.world.values
    name = node.func.id if isinstance(node.func, ast.Name) and run.names.resolve(node.func.id) is None else ""
    if name in _SAME_EMPTINESS and node.args:
        first = iterate(run, node.args[0])
        for argument in (*node.args[1:], *(keyword.value for keyword in node.keywords)):
            run.effects(argument)
        if not isinstance(node.args[0], (ast.List, ast.Tuple, ast.Constant)):
            run.may_raise(node)
        return first
    if name == "zip" and node.args:
        result = TRUE
        for argument in node.args:
            result = bdd.and_(result, iterate(run, argument))
        run.may_raise(node)
        return result
    if name == "range" and 1 <= len(node.args) <= 2:
        bounds = [run.evaluate(argument) for argument in node.args]
        if not all(isinstance(argument, ast.Constant) for argument in node.args):
            run.may_raise(node)
        low, high = (singleton(Const(0)), bounds[0]) if len(bounds) == 1 else (bounds[0], bounds[1])
        return compare_values(run, ast.Lt(), low, high, node)
    if isinstance(node.func, ast.Attribute) and node.func.attr in ("items", "keys", "values") and not node.args:
        value = plain(run, node.func.value)
        run.may_raise(node)
        return values.test(value, values.truth)
    return None


def _is_plain(node: ast.Call) -> bool:
    """No starred argument, and no keyword but the start of `enumerate` and the key of `sorted`."""
    known = isinstance(node.func, ast.Name) and node.func.id in ("enumerate", "sorted")
    return (known or not node.keywords) and not any(isinstance(argument, ast.Starred) for argument in node.args)


def known_length(node: ast.expr) -> int | None:
    """How many iterations a loop over this has, where the text says so."""
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        elements: Sequence[ast.expr] = node.elts
        return None if any(isinstance(element, ast.Starred) for element in elements) else len(elements)
    if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
        return len(node.value)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return None
    if node.func.id == "range" and len(node.args) == 1:
        limit = node.args[0]
        if isinstance(limit, ast.Constant) and isinstance(limit.value, int):
            return limit.value
    if node.func.id in ("enumerate", "reversed") and node.args:
        return known_length(node.args[0])
    return None


def counter(target: ast.expr, call: ast.expr) -> tuple[ast.Name | None, int | None]:
    """The name that counts the iterations of a loop over `range` or `enumerate`, and where it starts."""
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        return None, None
    start: ast.expr | None = None
    if call.func.id == "range" and len(call.args) in (1, 2) and not call.keywords:
        start = call.args[0] if len(call.args) == 2 else None
    elif call.func.id == "enumerate" and call.args and isinstance(target, ast.Tuple) and len(target.elts) == 2:
        target = target.elts[0]
        start = call.args[1] if len(call.args) == 2 else next((each.value for each in call.keywords), None)
    else:
        return None, None
    if not isinstance(target, ast.Name):
        return None, None
    if start is None:
        return target, 0
    if isinstance(start, ast.Constant) and isinstance(start.value, int):
        return target, start.value
    return target, None
