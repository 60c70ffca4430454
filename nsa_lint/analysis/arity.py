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
from dataclasses import dataclass

from nsa_lint.analysis.scope import TOO_DEEP, NotAnalysed, deep_recursion
from nsa_lint.analysis.witness import span_of
from nsa_lint.dispatch.guards import DispatchGuards
from nsa_lint.model import Arm, ArmKind, Chain, ChainKind, UnboundRead, WitnessStep
from nsa_lint.syntax.completion import is_generator
from nsa_lint.syntax.definitions import Definition
from nsa_lint.syntax.returns import Return, Test, handled, returns_of, with_tests
from nsa_lint.syntax.scopes import dotted
from nsa_lint.syntax.situation import Situation

_CALL = re.compile(r"=[ \t]*(?:(?:self|cls)\.)?(\w+)[ \t]*\(")  # `= f(`, `= self.f(`
_CATCHES = frozenset(("TypeError", "ValueError", "Exception", "BaseException", ""))  # what a wrong number raises
_KEEPS = frozenset("staticmethod classmethod no_grad inference_mode lru_cache cache compile override".split())


@dataclass(frozen=True, slots=True)
class _Unpacking:
    """A statement that unpacks what a call returns, and the tests that it is under."""

    caller: Definition
    target: ast.Tuple | ast.List
    call: ast.Call
    tests: tuple[Test, ...]


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
                for unpacking in _unpackings(caller, defined):
                    yield from self._of(unpacking)

    def _of(self, unpacking: _Unpacking) -> Iterator[UnboundRead]:
        callee = self._callee(unpacking)
        if callee is None:
            return
        wanted = len(unpacking.target.elts)
        function = callee.node
        returns = self._known(function)
        right = [each for each in returns if each.count == wanted]
        wrong = [each for each in returns if each.count not in (None, wanted) and each.tests]
        if not right or not wrong or is_generator(function):
            return
        situation = Situation(callee, unpacking.call, unpacking.tests, unpacking.caller, self._module.tree)
        for each in wrong:
            if situation.may_take(each.tests):
                yield self._finding(unpacking, callee, each, right)
                return

    def _known(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[Return]:
        known = self._returns.get(id(function))
        if known is None:
            known = self._returns[id(function)] = returns_of(function)
        return known

    def _callee(self, unpacking: _Unpacking) -> Definition | None:
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

    def _finding(self, unpacking: _Unpacking, callee: Definition, wrong: Return, right: list[Return]) -> UnboundRead:
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
            counts=(wrong.count or 0, len(unpacking.target.elts)),
        )


def _unpackings(caller: Definition, defined: set[str]) -> Iterator[_Unpacking]:
    caught = {id(each) for each in handled(caller.node, _CATCHES)}
    for statement, tests in with_tests(caller.node.body):
        if (
            not isinstance(statement, ast.Assign)
            or not isinstance(statement.value, ast.Call)
            or id(statement) in caught
        ):
            continue
        root, _, name = dotted(statement.value.func).rpartition(".")
        if name not in defined or root not in ("", "self", "cls"):
            continue
        for target in statement.targets:
            if isinstance(target, (ast.Tuple, ast.List)) and not any(isinstance(x, ast.Starred) for x in target.elts):
                yield _Unpacking(caller, target, statement.value, tests)


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
