"""Whether a test is a dispatch: by the guards that it mentions, or by those that its value depends on."""

from __future__ import annotations

import ast

from nsa_lint.analysis.bdd import FALSE
from nsa_lint.analysis.run import Run
from nsa_lint.syntax.arithmetic import ORDER
from nsa_lint.syntax.scopes import walk


def tests_dispatch(run: Run, test: ast.AST, condition: int) -> bool:
    """Whether a test is a dispatch: by what it mentions, or by what its value here depends on.

    A guard that only chooses what is compared settles no order: `n <= block`, where `block` is 128 or 64.
    """
    if run.world.guards.mentions_guard(test):
        return True
    given = _by_guards(run, condition, run.state.reach)
    return given is not None and (not _orders(test) or _can_settle(run, given))


def depends_on_dispatch(run: Run, condition: int, reach: int) -> bool:
    """Whether it takes a dispatch guard to know the condition on these paths."""
    return _by_guards(run, condition, reach) is not None


def _by_guards(run: Run, condition: int, reach: int) -> int | None:
    """The condition on these paths, if it takes a guard to know it."""
    values = run.world.values
    if not values.guards_of(condition):  # most conditions depend on no dispatch guard at all
        return None
    given = run.world.bdd.given(condition, reach)
    return given if values.guards_of(given) else None


def _orders(test: ast.AST) -> bool:
    """Whether a test asks which of two values is the smaller one."""
    compared = (node for node in walk(test) if isinstance(node, ast.Compare))
    return any(isinstance(each, ORDER) for node in compared for each in node.ops)


def _can_settle(run: Run, given: int) -> bool:
    """Whether some outcome of the guards decides a condition, whatever else there is."""
    bdd = run.world.bdd
    others = bdd.support(given) - run.world.values.guards_of(given)
    return not others or any(bdd.whatever(each, others) != FALSE for each in (given, bdd.not_(given)))
