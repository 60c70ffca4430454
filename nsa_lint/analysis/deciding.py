"""Whether a test is a dispatch: by the guards that it mentions, or by those that its value depends on."""

from __future__ import annotations

import ast

from nsa_lint.analysis.bdd import FALSE
from nsa_lint.analysis.run import Run
from nsa_lint.syntax.scopes import walk

_ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def tests_dispatch(run: Run, test: ast.AST, condition: int) -> bool:
    """Whether a test is a dispatch: by what it mentions, or by what its value here depends on.

    A guard that only chooses what is compared settles no order: `n <= block`, where `block` is 128 or 64.
    """
    if run.world.guards.mentions_guard(test):
        return True
    reach = run.state.reach
    return depends_on_dispatch(run, condition, reach) and (not _orders(test) or _can_settle(run, condition, reach))


def depends_on_dispatch(run: Run, condition: int, reach: int) -> bool:
    """Whether it takes a dispatch guard to know the condition on these paths."""
    values = run.world.values  # most conditions depend on no dispatch guard at all
    return bool(values.guards_of(condition) and values.guards_of(run.world.bdd.given(condition, reach)))


def _orders(test: ast.AST) -> bool:
    """Whether a test asks which of two values is the smaller one."""
    compared = (node for node in walk(test) if isinstance(node, ast.Compare))
    return any(isinstance(each, _ORDER) for node in compared for each in node.ops)


def _can_settle(run: Run, condition: int, reach: int) -> bool:
    """Whether some outcome of the guards decides the condition, whatever else there is."""
    bdd = run.world.bdd
    given = bdd.given(condition, reach)
    others = bdd.support(given) - run.world.values.guards_of(given)
    return not others or any(bdd.whatever(each, others) != FALSE for each in (given, bdd.not_(given)))
