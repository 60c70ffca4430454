"""The table of statements, and the walk over a scope.

Keep the control flow and the guards, forget what calls compute: on that program a read is found if and only
if some valuation of the guards reaches it while its name is unbound.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nsa_lint.analysis import assignments, branches, closures, exceptions, loops
from nsa_lint.analysis.expressions import EXPRESSIONS
from nsa_lint.analysis.relevance import lifetimes
from nsa_lint.analysis.run import Language, Run, World
from nsa_lint.syntax.scopes import FunctionNode, parameters

_LONG = 200  # statements in one body

STATEMENTS: Mapping[type, Callable[[Run, Any], None]] = {
    ast.If: branches.branch,
    ast.Match: branches.match,
    ast.Assert: branches.assertion,
    ast.For: loops.for_each,
    ast.AsyncFor: loops.for_each,
    ast.While: loops.while_true,
    ast.Break: loops.break_loop,
    ast.Continue: loops.continue_loop,
    ast.Try: exceptions.try_except,
    getattr(ast, "TryStar", ast.Try): exceptions.try_except,
    ast.With: exceptions.with_items,
    ast.AsyncWith: exceptions.with_items,
    ast.Raise: exceptions.raise_exception,
    ast.Return: exceptions.return_value,
    ast.FunctionDef: closures.define_function,
    ast.AsyncFunctionDef: closures.define_function,
    ast.ClassDef: closures.define_class,
    ast.Assign: assignments.assignment,
    ast.AugAssign: assignments.augmented,
    ast.AnnAssign: assignments.annotated,
    ast.Delete: assignments.deletion,
    ast.Import: assignments.import_names,
    ast.ImportFrom: assignments.import_names,
    getattr(ast, "TypeAlias", ast.Pass): assignments.type_alias,
    ast.Expr: assignments.expression,
    ast.Pass: assignments.nothing,
    ast.Global: assignments.nothing,
    ast.Nonlocal: assignments.nothing,
}
LANGUAGE = Language(STATEMENTS, EXPRESSIONS)


def enter(world: World, node: FunctionNode) -> None:
    """The parameters: unknown, but for what their annotations and names say."""
    for argument in parameters(node):
        kind = argument.annotation.id if isinstance(argument.annotation, ast.Name) else ""
        dispatch = world.guards.is_guard(ast.Name(argument.arg, ast.Load()))
        world.values.symbol(("name", argument.arg), kind if kind in ("bool", "int") else "any", dispatch=dispatch)


def walk_body(run: Run, body: Sequence[ast.AST], forget: bool) -> None:
    """Walks the body of a scope. `forget`: whether names are dropped after their last mention."""
    statements = [child for child in body if isinstance(child, ast.stmt)]
    if len(statements) < _LONG or not forget:
        run.walk(statements)
        return
    # Every branch copies and every join compares the tables: in a long body, only what is still mentioned stays.
    lives = lifetimes(statements)
    waiting = {name: run.state.take_unbound(name) for names in lives.begin.values() for name in names}
    for index, statement in enumerate(statements):
        for name in lives.begin.get(index, ()):
            entry = waiting.get(name)
            if entry is not None:
                run.state.set_unbound(name, entry)
        run.walk([statement])
        for name in lives.end.get(index, ()):
            run.state.forget([name])
            run.state.drop_paths(name)
