"""Statements that choose: if / elif / else, match, assert."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from functools import partial

from nsa_lint.analysis import ir
from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.chains import ArmKey, Tag
from nsa_lint.analysis.comparisons import truth
from nsa_lint.analysis.deciding import depends_on_dispatch, tests_dispatch
from nsa_lint.analysis.exits import Thrown
from nsa_lint.analysis.patterns import compared_as_flags, match, subject_of
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.state import State
from nsa_lint.analysis.variables import bind
from nsa_lint.model import Arm, ArmKind, ChainKind
from nsa_lint.syntax.scopes import bound_names


def header_line(lines: Sequence[str], keyword: str, after: int, before: int) -> int:
    """The line (from 1) on which `else:`, `finally:` and the like stand, at or above line `before`."""
    for number in range(min(before, len(lines)), after - 1, -1):
        if re.match(rf"\s*{keyword}\s*:", lines[number - 1]):
            return number
    return before


def _end_line(block: ir.Block) -> int:
    last = block[-1].node
    return last.end_lineno or last.lineno


def branch(run: Run, step: ir.Branch) -> None:
    """Arms whose tests are met in order; or, of a `match`, whose patterns are."""
    if step.kind is ChainKind.MATCH:
        _match(run, step)
    else:
        _if(run, step)


def _if(run: Run, step: ir.Branch) -> None:
    chain = run.blame.chain(step.node, ChainKind.IF, partial(_if_arms, run, step), blocks=step.blocks)
    entry = run.state
    if any(arm.test is not None and run.world.has_walrus(arm.test) for arm in step.arms):
        entry = entry.fork(entry.reach)
    ends: list[tuple[Tag, State]] = []
    for index, arm in enumerate(step.arms):
        if arm.test is None:
            continue
        test = truth(run, arm.test)
        if not chain.dispatch:
            chain.note_dispatch(tests_dispatch(run, arm.test, test))
        before = run.state
        here, left = run.split(arm.test, test)
        run.state = before.fork(here)
        run.walk_arm(chain.tag(index), arm.block)
        ends.append((chain.tag(index), run.state))
        run.state = before.rest(left)
        if run.state.reach == FALSE:
            break
    last = step.arms[-1]
    otherwise = chain.tag(len(step.arms) - (last.test is None))
    if last.test is None and run.state.reach != FALSE:
        run.state = run.state.fork(run.state.reach)
        run.walk_arm(otherwise, last.block)
    ends.append((otherwise, run.state))
    run.meet(chain, ends, entry)


def _if_arms(run: Run, step: ir.Branch) -> dict[ArmKey, Arm]:
    arms = [
        Arm(ArmKind.TEST, arm.line, _end_line(arm.block), ast.unparse(arm.test))
        for arm in step.arms
        if arm.test is not None
    ]
    tests = [arm.guard for arm in arms]
    nothing = f"not ({tests[0]})" if len(tests) == 1 else "none of: " + "; ".join(tests)
    otherwise = step.arms[-1]
    if otherwise.test is None:
        line = header_line(run.world.lines, "else", arms[-1].end_line, otherwise.block[0].node.lineno)
        arms.append(Arm(ArmKind.ELSE, line, _end_line(otherwise.block), nothing))
    else:
        arms.append(Arm(ArmKind.MISSING_ELSE, arms[0].line, arms[-1].end_line, nothing))
    return dict(enumerate(arms))


def assertion(run: Run, step: ir.Require) -> None:
    node = step.node
    test = truth(run, node.test)
    state = run.state
    holding, failing = run.split(node.test, test)
    if failing != FALSE and (node.msg is not None or run.exits.catching):
        run.state = state.fork(failing)
        if node.msg is not None:
            run.effects(node.msg)
        run.stop("raise", Thrown("AssertionError"))
        run.state = state
    state.assume(holding)


# -- match -------------------------------------------------------------------------------------------------


def _match(run: Run, step: ir.Branch) -> None:
    node = step.node
    assert step.subject is not None
    chain = run.blame.chain(node, ChainKind.MATCH, partial(_case_arms, step), blocks=step.blocks)
    subject = subject_of(run, step.subject)
    bdd = run.world.bdd
    cases = [(arm.pattern, arm.test is not None) for arm in step.arms if arm.pattern is not None]
    run.state.assume(bdd.and_(run.state.reach, compared_as_flags(run, step.subject, subject, cases)))
    chain.note_dispatch(run.world.guards.is_match(step.subject, [(arm.pattern, arm.test) for arm in step.arms]))
    entry = run.state
    ends: list[tuple[Tag, State]] = []
    for index, arm in enumerate(step.arms):
        assert arm.node is not None and arm.pattern is not None
        before = run.state
        found = match(run, arm.pattern, subject)
        matched = found.condition
        if not chain.dispatch:
            chain.note_dispatch(depends_on_dispatch(run, matched, before.reach))
        if matched > TRUE:
            run.trace.meet(arm.node, matched, before.reach, f"case {ast.unparse(arm.pattern)}")
        missed = [before.fork(bdd.minus(before.reach, matched))]
        run.state = before.fork(bdd.and_(before.reach, matched))
        for name in bound_names([arm.pattern]):
            bind(run, name, found.names.get(name))
        if arm.test is not None:
            guard = truth(run, arm.test)
            missed.append(run.state.fork(bdd.minus(run.state.reach, guard)))
            run.state.assume(bdd.and_(run.state.reach, guard))
        run.walk_arm(chain.tag(index), arm.block)
        ends.append((chain.tag(index), run.state))
        run.state = run.merge(state for state in missed if state.reach != FALSE)
        if run.state.reach == FALSE:
            break
    ends.append((chain.tag(len(step.arms)), run.state))
    run.meet(chain, ends, entry)


def _case_arms(step: ir.Branch) -> dict[ArmKey, Arm]:
    arms = []
    for arm in step.arms:
        assert arm.pattern is not None
        guard = f" if {ast.unparse(arm.test)}" if arm.test else ""
        text = f"case {ast.unparse(arm.pattern)}{guard}"
        arms.append(Arm(ArmKind.CASE, arm.pattern.lineno, _end_line(arm.block), text))
    node = step.node
    arms.append(Arm(ArmKind.MISSING_ELSE, node.lineno, node.end_lineno or node.lineno, "no case matches"))
    return dict(enumerate(arms))
