"""Tests of a handler that only the exception of a `raise` in the body passes: see `syntax/recognised`.

A flag of each `try` says of each such `raise` whether it was reached; where the test is true, one of them was.
"""

from __future__ import annotations

import ast

from nsa_lint.analysis import ir
from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.exits import Thrown
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.values import NO, YES, singleton
from nsa_lint.syntax.asserted import is_assertion

_NEGATIVE = (ast.NotEq, ast.IsNot, ast.NotIn)


def begin(run: Run, step: ir.Protect) -> list[str]:
    """The flags, as they are before the body; to be forgotten after the handlers."""
    known = run.world.reached
    found: list[str] = []
    for test, raised in step.recognised.items():
        flags = {each: f"@{id(step)}@{each}" for each in raised}
        known[test] = frozenset(flags.values())
        for each, flag in flags.items():
            known[each] = known.get(each, frozenset()) | {flag}
            run.state.store(flag, singleton(NO))
            found.append(flag)
    return found


def note_reached(run: Run, node: ast.Raise) -> None:
    """A `raise` is reached."""
    for flag in run.world.reached.get(id(node), ()):
        if flag in run.state.values:
            run.state.store(flag, singleton(YES))


def recognise(run: Run, node: ast.expr, condition: int) -> None:
    """A test was evaluated: no path goes on where it is true and no `raise` was reached of which it tells."""
    if id(node) in run.world.reached:
        bdd, state = run.world.bdd, run.state
        negative = isinstance(node, ast.Compare) and isinstance(node.ops[0], _NEGATIVE)
        holds = bdd.not_(condition) if negative else condition
        state.assume(bdd.minus(state.reach, bdd.minus(holds, _reached(run, node))))


def require(run: Run, node: ast.expr) -> None:
    """After a call such as `self.assertEqual(str(e), "text")`: it returns where what it compares is so."""
    if id(node) in run.world.reached and is_assertion(node):
        bdd, state, reached = run.world.bdd, run.state, _reached(run, node)
        run.leave("raise", state.fork(bdd.minus(state.reach, reached)), Thrown("AssertionError"))
        state.assume(bdd.and_(state.reach, reached))


def _reached(run: Run, node: ast.expr) -> int:
    """The condition under which one of the `raise` statements of which a test tells was reached."""
    bdd, values = run.world.bdd, run.world.values
    found = FALSE
    for flag in sorted(run.world.reached[id(node)]):
        value = run.state.values.get(flag)
        found = TRUE if value is None else bdd.or_(found, values.test(value, values.truth))
    return found
