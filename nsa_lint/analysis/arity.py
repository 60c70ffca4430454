"""NSA302: an arm of a function returns another number of values than a caller in the file unpacks.

It is reported where the numbers are certain on both sides: `a, b = f(...)`, and a return of a display, of nothing, or
of one value that another return has in its tuple. The arguments of the call decide the tests that they can decide.
Where the caller tests the same names before it calls, nothing is reported.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from nsa_lint.analysis.scope import TOO_DEEP, NotAnalysed, deep_recursion
from nsa_lint.analysis.witness import span_of
from nsa_lint.dispatch.guards import DispatchGuards
from nsa_lint.model import Arm, ArmKind, Chain, ChainKind, UnboundRead, WitnessStep
from nsa_lint.syntax.completion import is_generator
from nsa_lint.syntax.definitions import Definition
from nsa_lint.syntax.returns import Return, returns_of
from nsa_lint.syntax.scopes import dotted
from nsa_lint.syntax.situation import Situation
from nsa_lint.syntax.takings import Taking, pass_their_own, takings_of

_CALL = re.compile(r"=[ \t]*(?:(?:self|cls)\.)?(\w+)[ \t]*\(")  # `= f(`, `= self.f(`
_KEEPS = frozenset("staticmethod classmethod no_grad inference_mode lru_cache cache compile override".split())


class Arity:
    """The functions of one module whose results a caller in it unpacks."""

    def __init__(self, guards: DispatchGuards) -> None:
        self._guards = guards
        self._module = guards.module
        self._returns: dict[int, list[Return]] = {}

    def reads(self) -> Iterator[UnboundRead | NotAnalysed]:
        """The findings, as the checker wants them."""
        try:
            with deep_recursion():
                found = [*self.findings()]
        except RecursionError:
            yield NotAnalysed("<module>", 1, TOO_DEEP, transient=True)
        else:
            yield from found

    def findings(self) -> Iterator[UnboundRead]:
        """The first arm, for each statement that unpacks, that returns too many or too few."""
        if "return" not in self._module.text.words:
            return
        text, functions = self._module.text.text, self._module.functions.all
        defined = {each.node.name for each in functions if "<locals>" not in each.name}
        lines = [*_lines(text, _unpacked_calls(text, defined))]
        for caller in functions if lines else ():
            first = bisect_left(lines, caller.node.lineno)
            if first < len(lines) and lines[first] <= (caller.node.end_lineno or 0):
                for unpacking in takings_of(caller, defined):
                    yield from self._of(unpacking)

    def _of(self, unpacking: Taking) -> Iterator[UnboundRead]:
        callee, wanted = self._callee(unpacking), unpacking.unpacked
        if callee is None or wanted is None:
            return
        returns = self._known(callee.node)
        right = [each for each in returns if each.count == wanted]
        wrong = [each for each in returns if each.count not in (None, wanted) and each.tests]
        if not right or not wrong or is_generator(callee.node):
            return
        situation = self._situation(callee, unpacking)
        taken = (each for each in wrong if situation.may_take(each.tests))
        agreed: Return | None = None
        for each in taken:
            if not self._is_agreed(callee, unpacking, each, right):
                yield self._finding(unpacking, callee, each, right)
                return
            agreed = agreed or each
        if agreed is not None:
            yield replace(self._finding(unpacking, callee, agreed, right), agreed=True)

    def _situation(self, callee: Definition, taking: Taking) -> Situation:
        return Situation(callee, taking.call, taking.tests, taking.caller, self._module.tree)

    def _is_agreed(self, callee: Definition, unpacking: Taking, wrong: Return, right: list[Return]) -> bool:
        """Whether another call takes what is wrong here, though nothing shows that it does not get what is right here.

        One of the two would fail, whatever comes, did they not know by their arguments which arm is taken.
        """
        for other in self._takings(callee):
            situation = self._situation(callee, other) if other.takes(wrong) else None
            if situation is None or not situation.may_take(wrong.tests):
                continue
            if not any(situation.may_take(each.tests) for each in right):
                continue
            if pass_their_own(callee, wrong.tests, unpacking, other):
                return True
        return False

    def _takings(self, callee: Definition) -> Iterator[Taking]:
        """The calls of a function whose results its file keeps."""
        for caller in self._module.functions.all:
            for taking in takings_of(caller, {callee.node.name}):
                if self._callee(taking) is callee:
                    yield taking

    def _known(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[Return]:
        known = self._returns.get(id(function))
        if known is None:
            known = self._returns[id(function)] = returns_of(function)
        return known

    def _callee(self, unpacking: Taking) -> Definition | None:
        """The one function of the file that a call is of; None where a decorator may change what it returns."""
        _, dot, name = dotted(unpacking.call.func).rpartition(".")
        named = [each for each in self._module.functions.all if each.node.name == name and "<locals>" not in each.name]
        if not dot:
            found = [each for each in named if each.owner is None] if self._module.names.defines(name) else []
        else:
            owner = unpacking.caller.owner
            found = [each for each in named if owner is not None and each.owner is owner]
            if not found and owner is not None:
                bases = {dotted(each) for each in owner.bases}
                found = [each for each in named if each.owner is not None and each.owner.name in bases]
        if len(found) != 1 or isinstance(found[0].node, ast.AsyncFunctionDef):
            return None
        return found[0] if all(map(_keeps, found[0].node.decorator_list)) else None

    def _finding(self, unpacking: Taking, callee: Definition, wrong: Return, right: list[Return]) -> UnboundRead:
        test = wrong.tests[-1]
        guard = ast.unparse(test.node)
        kind = ArmKind.TEST if test.value else ArmKind.ELSE
        arm = Arm(kind, wrong.node.lineno, wrong.node.end_lineno or 0, guard if test.value else f"not ({guard})")
        others = tuple(sorted({each.node.lineno for each in right} - {wrong.node.lineno}))
        dispatch = any(self._guards.mentions_guard(each.node) for each in wrong.tests)
        return UnboundRead(
            callee.node.name,
            span_of(self._module.lines, unpacking.target),
            unpacking.caller.name,
            Chain(ChainKind.IF, test.line, test.end_line, (arm,), dispatch),
            arm,
            others,
            tuple(WitnessStep(ast.unparse(each.node), each.line, each.value) for each in wrong.tests),
            counts=(wrong.count or 0, unpacking.unpacked or 0),
        )


def _unpacked_calls(text: str, defined: set[str]) -> Iterator[int]:
    """Where the text calls one of these functions with several targets before it, or one in brackets."""
    for call in _CALL.finditer(text):
        if call[1] in defined:
            targets = text[text.rfind("\n", 0, call.start()) + 1 : call.start()]
            if max(map(targets.rfind, ",)]")) > max(map(targets.rfind, "=(")):
                yield call.start(1)


def _lines(text: str, places: Iterable[int]) -> Iterator[int]:
    """The lines of places in a text, which are in order."""
    line, before = 1, 0
    for place in places:
        line += text.count("\n", before, place)
        before = place
        yield line


def _keeps(decorator: ast.expr) -> bool:
    """Whether a decorator leaves what a function returns as it is."""
    node = decorator.func if isinstance(decorator, ast.Call) else decorator
    return dotted(node).rpartition(".")[2] in _KEEPS
