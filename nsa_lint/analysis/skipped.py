"""Tests that run on some paths only: by a decorator or `pytestmark` that may skip them, or by what prepares them."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterable, Iterator, Sequence

from nsa_lint.analysis.comparisons import truth
from nsa_lint.analysis.run import Run
from nsa_lint.syntax.assigning import assigned_names
from nsa_lint.syntax.scopes import FUNCTIONS, bindings, bound_names, dotted, may_return, mentioned, parameters, walk

_SKIPS = {"skipIf": True, "skipif": True, "skipUnless": False}  # whether they skip where their argument is true
_MARKS = "pytestmark"


def assume_not_skipped(run: Run, decorators: Iterable[ast.expr]) -> None:
    """Leaves the paths on which none of the decorators skips what it decorates."""
    bdd = run.world.bdd
    for call in decorators:
        if not isinstance(call, ast.Call) or not call.args:
            continue
        last, condition = dotted(call.func).rpartition(".")[2], call.args[0]
        if last not in _SKIPS or isinstance(condition, ast.Constant):  # a text is evaluated by pytest
            continue
        skipped = truth(run, condition)
        skipped = skipped if _SKIPS[last] else bdd.not_(skipped)
        run.state.assume(bdd.minus(run.state.reach, skipped))


def deciding_decorator(run: Run, decorator: ast.expr) -> ast.expr | None:
    """What decides whether a test runs: the decorator, what its name stands for, or what a function of its name gives.

    `gpu = pytest.mark.skipif(...)`, and `def gpu(test): return unittest.skipUnless(...)(test)`.
    """
    if not isinstance(decorator, ast.Name) or not run.names.of_module(decorator.id):
        return decorator
    body, name = run.world.module.tree.body, decorator.id
    if [*bindings(body)].count(name) != 1 or name in run.world.module.names.rebound:
        return None
    for statement in body:
        for target, value in assigned_names(statement):
            if target == name:
                return value
        if isinstance(statement, ast.FunctionDef) and statement.name == name and not statement.decorator_list:
            return _applied(statement)
    return None


def _applied(function: ast.FunctionDef) -> ast.expr | None:
    """The decorator that a function applies to its argument, in any case."""
    given = statement.value if isinstance(statement := function.body[-1], ast.Return) else None
    of = [each.arg for each in parameters(function)]
    if any(map(may_return, function.body[:-1])) or not isinstance(given, ast.Call):
        return None
    is_plain = len(of) == len(given.args) == 1 and dotted(given.args[0]) == of[0] and not given.keywords
    return given.func if is_plain and bound_names(function.body).isdisjoint(mentioned(given)) else None


def enter_test(run: Run, node: ast.AST) -> None:
    """What the decorators of a function, of its class, and the marks of both and of the module leave of its paths."""
    module = run.world.module
    if not isinstance(node, FUNCTIONS) or isinstance(node, ast.Lambda):
        return
    _assume_prepared(run, node)
    if _SKIPS.keys().isdisjoint(module.text.words):
        return
    owner = module.classes.around(node.lineno)
    around = [*(owner.decorator_list if owner else ()), *_marks(owner.body if owner else ()), *_marks(module.tree.body)]
    local = run.world.lowering.scope(node).bound
    said = (deciding_decorator(run, each) for each in (*node.decorator_list, *around))
    assume_not_skipped(run, (each for each in said if each is not None and local.isdisjoint(mentioned(each))))


def _assume_prepared(run: Run, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    """Leaves the paths on which what runs before a test goes on to it."""
    bdd, local = run.world.bdd, run.world.lowering.scope(node).bound - {"self"}
    for test, answer in run.world.module.prepared.before(node):
        if local.isdisjoint(mentioned(test)):
            condition = truth(run, _placed(test, node))
            run.state.assume(bdd.and_(run.state.reach, condition if answer else bdd.not_(condition)))


def _placed(test: ast.expr, node: ast.AST) -> ast.expr:
    """A copy of an expression at the head of a function, where a witness meets it."""
    placed = copy.deepcopy(test)
    for each in walk(placed):
        if isinstance(each, ast.expr):
            ast.copy_location(each, node)
    return placed


def _marks(body: Sequence[ast.stmt]) -> Iterator[ast.expr]:
    """The values of `pytestmark`: one, or a list of them."""
    for statement in body:
        for name, value in assigned_names(statement):
            if name == _MARKS:
                yield from value.elts if isinstance(value, (ast.List, ast.Tuple)) else [value]
