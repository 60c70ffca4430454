"""The table of steps, and the walk over a scope.

Keep the control flow and the guards, forget what calls compute: on that program a read is found if and only
if some valuation of the guards reaches it while its name is unbound.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from nsa_lint.analysis import assignments, branches, closures, exceptions, ir, loops, managers
from nsa_lint.analysis.expressions import EXPRESSIONS
from nsa_lint.analysis.members import declared
from nsa_lint.analysis.relevance import lifetimes
from nsa_lint.analysis.run import Language, Run, World
from nsa_lint.syntax.listed import Listed
from nsa_lint.syntax.scopes import FunctionNode, with_defaults

_LONG = 200  # steps in one body

STEPS: Mapping[type[ir.Step], Callable[[Run, Any], None]] = {
    ir.Eval: assignments.expression,
    ir.Bind: assignments.binding,
    ir.Unbind: assignments.deletion,
    ir.Require: branches.assertion,
    ir.Branch: branches.branch,
    ir.Loop: loops.loop,
    ir.Protect: exceptions.protect,
    ir.Manage: managers.manage,
    ir.Leave: exceptions.leave,
    ir.Define: closures.define,
}
LANGUAGE = Language(STEPS, EXPRESSIONS)


def enter(world: World, node: FunctionNode) -> None:
    """The parameters: unknown, but for what their annotations, names and decorators say."""
    listed = {} if isinstance(node, ast.Lambda) else world.module.listed.of(node) | _member(world, node)
    for argument, default in with_defaults(node):
        dispatch = world.guards.is_guard(ast.Name(argument.arg, ast.Load()))
        kind, among = declared(world.module, argument.annotation, default)
        symbol = world.values.symbol(("name", argument.arg), kind, dispatch=dispatch)
        symbol.limit_to(listed.get(argument.arg, among))
    for others in (node.args.vararg, node.args.kwarg):
        if others is not None:
            world.values.symbol(("name", others.arg), "object")


def _member(world: World, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Listed:
    """What `self` can be in a method of an enum: its members."""
    owner = world.module.classes.around(node.lineno)
    given = node.args.args[:1]
    if owner is None or node not in owner.body or node.decorator_list or not given or given[0].arg != "self":
        return {}
    members = world.module.constants.members(owner.name)
    among = world.module.constants.closed(ast.Name(owner.name)) if members else None
    return {} if among is None else {"self": among}


def walk_body(run: Run, block: ir.Block, forget: bool) -> None:
    """Walks the body of a scope. `forget`: whether names are dropped after their last mention."""
    if len(block) < _LONG or not forget:
        run.walk(block)
        return
    # Every branch copies and every join compares the tables: in a long body, only what is still mentioned stays.
    lives = lifetimes([step.node for step in block])
    waiting = {name: run.state.take_unbound(name) for names in lives.begin.values() for name in names}
    for index, step in enumerate(block):
        for name in lives.begin.get(index, ()):
            entry = waiting.get(name)
            if entry is not None:
                run.state.set_unbound(name, entry)
        run.walk([step])
        for name in lives.end.get(index, ()):
            run.state.forget([name])
            run.state.drop_paths(name)
