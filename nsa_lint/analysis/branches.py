"""Statements that choose: if / elif / else, match, assert."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.expressions import Met
from nsa_lint.analysis.machine import Machine, Thrown
from nsa_lint.analysis.state import State
from nsa_lint.analysis.values import Const, Value
from nsa_lint.model import Arm, ArmKind, ChainKind
from nsa_lint.syntax.scopes import arms_of, walk


def header_line(lines: Sequence[str], keyword: str, after: int, before: int) -> int:
    """The line (from 1) on which `else:`, `finally:` and the like stand, at or above line `before`."""
    for number in range(min(before, len(lines)), after - 1, -1):
        if re.match(rf"\s*{keyword}\s*:", lines[number - 1]):
            return number
    return before


class Choices(Machine):
    """if, match and assert."""

    def _If(self, node: ast.If) -> None:
        record = self.chain(node, ChainKind.IF)
        tested, orelse = arms_of(node)
        if not record.arms:
            record.arms += self._if_arms(tested, orelse)
        conditions = self.conditions
        entry = self.state.fork(self.state.reach) if any(self.has_walrus(arm.test) for arm in tested) else self.state
        ends: list[tuple[int, State]] = []
        for index, arm in enumerate(tested):
            test = self.truth(arm.test)
            if not record.divergence.dispatch:
                record.divergence.dispatch = self.asks_dispatch(arm.test, test)
            rest = self.state
            reach = rest.reach
            self.state = rest.fork(conditions.and_(reach, test))
            self.run_arm(record, index, arm.body)
            ends.append((index, self.state))
            self.state = State(conditions.minus(reach, test), rest.unbound, rest.values, rest.raised)
            if self.state.reach == FALSE:
                break
        if orelse and self.state.reach != FALSE:
            self.state = self.state.fork(self.state.reach)
            self.run_arm(record, len(tested), orelse)
        ends.append((len(tested), self.state))
        self.meet(record, ends, entry)

    def _if_arms(self, tested: list[ast.If], orelse: list[ast.stmt]) -> list[Arm]:
        arms = []
        for arm in tested:
            arms.append(Arm(ArmKind.TEST, arm.lineno, arm.body[-1].end_lineno or arm.lineno, ast.unparse(arm.test)))
        tests = [arm.guard for arm in arms]
        nothing = f"not ({tests[0]})" if len(tests) == 1 else "none of: " + "; ".join(tests)
        if orelse:
            line = header_line(self.lines, "else", arms[-1].end_line, orelse[0].lineno)
            arms.append(Arm(ArmKind.ELSE, line, orelse[-1].end_lineno or line, nothing))
        else:
            arms.append(Arm(ArmKind.MISSING_ELSE, arms[0].line, arms[-1].end_line, nothing))
        return arms

    def _Assert(self, node: ast.Assert) -> None:
        test = self.truth(node.test)
        conditions, state = self.conditions, self.state
        failing = conditions.minus(state.reach, test)
        if failing != FALSE and (node.msg is not None or self.catching):
            holds, self.state = state, state.fork(failing)
            if node.msg is not None:
                self.effects(node.msg)
            self.stop("raise", Thrown("AssertionError"))
            self.state = holds
        self.state.reach = conditions.and_(state.reach, test)

    # -- match ---------------------------------------------------------------------------------------------

    def _Match(self, node: ast.Match) -> None:
        record = self.chain(node, ChainKind.MATCH)
        if not record.arms:
            record.arms += self._case_arms(node)
        subject = self.value(node.subject)
        conditions = self.conditions
        record.divergence.dispatch |= self.provenance.match_asks(node)
        entry = self.state
        ends: list[tuple[int, State]] = []
        for index, case in enumerate(node.cases):
            before = self.state
            matched = self.pattern(case.pattern, subject)
            if not record.divergence.dispatch:
                record.divergence.dispatch = self.depends_on_dispatch(matched, before.reach)
            if matched > TRUE:
                self.met.append(Met(case, matched, before.reach, f"case {ast.unparse(case.pattern)}"))
            failed = before.fork(conditions.minus(before.reach, matched))
            self.state = before.fork(conditions.and_(before.reach, matched))
            self._capture_names(case.pattern)
            if isinstance(case.pattern, ast.MatchAs) and case.pattern.name:
                self.bind(case.pattern.name, self.facts.shared(subject))
            missed = [failed]
            if case.guard is not None:
                guard = self.truth(case.guard)
                missed.append(self.state.fork(conditions.minus(self.state.reach, guard)))
                self.state.reach = conditions.and_(self.state.reach, guard)
            self.run_arm(record, index, case.body)
            ends.append((index, self.state))
            self.state = self.merge(state for state in missed if state.reach != FALSE)
            if self.state.reach == FALSE:
                break
        ends.append((len(node.cases), self.state))
        self.meet(record, ends, entry)

    def _case_arms(self, node: ast.Match) -> list[Arm]:
        arms = []
        for case in node.cases:
            guard = f" if {ast.unparse(case.guard)}" if case.guard else ""
            text = f"case {ast.unparse(case.pattern)}{guard}"
            arms.append(Arm(ArmKind.CASE, case.pattern.lineno, case.body[-1].end_lineno or case.pattern.lineno, text))
        arms.append(Arm(ArmKind.MISSING_ELSE, node.lineno, node.end_lineno or node.lineno, "no case matches"))
        return arms

    def pattern(self, node: ast.pattern, subject: Value) -> int:
        """The condition under which a pattern matches."""
        facts, conditions = self.facts, self.conditions
        if isinstance(node, ast.MatchAs):
            return TRUE if node.pattern is None else self.pattern(node.pattern, subject)
        if isinstance(node, ast.MatchOr):
            result = FALSE
            for alternative in node.patterns:
                result = conditions.or_(result, self.pattern(alternative, subject))
            return result
        if isinstance(node, ast.MatchSingleton):
            return facts.test(subject, lambda what: facts.equals(what, node.value))
        if isinstance(node, ast.MatchValue):
            value = self.value(node.value)
            if len(value) == 1 and isinstance(value[0][0], Const):
                constant = value[0][0].value
                return facts.test(subject, lambda what: facts.equals(what, constant))
            return self._compare(ast.Eq(), subject, value, ast.Compare(node.value, [], []), node.value)
        for child in walk(node):  # class names and keys are evaluated
            if isinstance(child, (ast.Name, ast.Attribute)) and isinstance(getattr(child, "ctx", None), ast.Load):
                self.effects(child)
        key = ("pattern", ast.dump(node, annotate_fields=False))
        condition = facts.test(self.derived(node, key, (subject,)), facts.truth)
        return conditions.minus(condition, facts.test(subject, facts.is_none))

    def _capture_names(self, pattern: ast.pattern) -> None:
        for child in walk(pattern):
            if isinstance(child, (ast.MatchAs, ast.MatchStar)) and child.name:
                self.bind(child.name, None)
            elif isinstance(child, ast.MatchMapping) and child.rest:
                self.bind(child.rest, None)
