"""Holes that the file itself shows: which reads of NSA103 are reported by default.

Callers in other files are not known, so that a read without its guard is no bug by itself. It is one where the file
says that the name may be missing: it is compared with None, or imported for type checkers only; or that the read is
reached without it: a constructor keeps the flag that the failed import sets, or only the fallback binds the name and
nothing says where. That one function tests the flag and another does not says less: in released code the callers rule
most of these places out.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from nsa_lint.analysis.assigned import possibly_unassigned
from nsa_lint.analysis.lower import Lowering
from nsa_lint.dispatch.guards import DispatchGuards
from nsa_lint.model import ArmKind, ChainKind, UnboundRead
from nsa_lint.syntax.definitions import Definition
from nsa_lint.syntax.fallbacks import Fallbacks, tests
from nsa_lint.syntax.for_types import TYPE_CHECKING, bound_for_types
from nsa_lint.syntax.or_none import bound_to_none
from nsa_lint.syntax.scopes import FUNCTIONS, body_of, children
from nsa_lint.syntax.text_index import LineSet, words_of

_COMPARES = ("is", "==", "!=")
_ASSERT = len("assert ")
_OTHERWISE = re.compile(r"(?:[\w.]|\bassert )\Z")  # an attribute, another name, or an `assert`


class Shown:
    """What one module shows of its names."""

    def __init__(self, guards: DispatchGuards, lowering: Lowering) -> None:
        self._module = guards.module
        self._lowering = lowering
        self._functions = {each.name: each for each in guards.module.functions.all if "<locals>" not in each.name}
        self._lines: dict[str, LineSet] = {}  # on which each name occurs

    def candidates(self) -> frozenset[str]:
        """Names that may turn out to be shown; a quick look, before any function is walked."""
        module = self._module
        if "if" not in module.text.words and "try" not in module.text.words:
            return frozenset()
        perhaps = self._for_types.union(_compared_with_none(module.text.text))  # the text first: it costs less
        perhaps |= self._kept
        perhaps = (perhaps and perhaps & module.names.imported) | self._alone.keys()
        shown = frozenset(name for name in perhaps if self._may_show(name))
        if not shown:
            return shown
        return shown & possibly_unassigned(module.tree, self._lowering, frozenset(), at_end=True).names

    def _may_show(self, name: str) -> bool:
        shows = self._is_compared(name) or name in self._for_types or name in self._alone or name in self._kept
        return shows and any(self._reads(each, name) for each in self._functions.values())

    def evident(self, found: Iterable[UnboundRead]) -> set[UnboundRead]:
        """Those of the failing reads in functions that the file shows."""
        return {use for use in found if use.of_module and self._is_shown(use)}

    def _is_shown(self, use: UnboundRead) -> bool:
        if use.name in self._alone and use.arm.kind is ArmKind.BODY and use.chain.kind is ChainKind.TRY:
            return not self._tests(use)
        if use.name not in self._module.names.imported:
            return False
        return self._is_for_types(use) or self._is_compared(use.name) or self._keeps_flag(use)

    def _keeps_flag(self, use: UnboundRead) -> bool:
        """Whether the constructor that reads a name keeps the flag of its import."""
        function = self._functions.get(use.function)
        return function is not None and self._fallbacks.keeps_flag(function, use.chain.line, use.read.line)

    def _tests(self, use: UnboundRead) -> bool:
        """Whether the function that reads a name tests what the arms of its import bind."""
        function = self._functions.get(use.function)
        return function is None or tests(function.node, self._alone[use.name])

    @cached_property
    def _kept(self) -> frozenset[str]:
        """What the imports bind whose flags constructors keep."""
        return self._fallbacks.kept([each for each in self._functions.values() if each.node.name == "__init__"])

    @cached_property
    def _fallbacks(self) -> Fallbacks:
        return Fallbacks(self._module.tree if "try" in self._module.text.words else ast.Module([], []))

    @property
    def _alone(self) -> Mapping[str, frozenset[str]]:
        return self._fallbacks.alone

    def _is_for_types(self, use: UnboundRead) -> bool:
        return use.name in self._for_types and bool(TYPE_CHECKING.search(use.arm.guard))

    # -- what the text says of a name ------------------------------------------------------------------------

    def _reads(self, definition: Definition, name: str) -> bool:
        """Whether a function reads this name of the module."""
        lines = self._lines_of(name)
        if not lines.within(definition.node) or name in self._lowering.scope(definition.node).bound:
            return False
        nodes = _evaluated(definition.node, lines)
        return any(isinstance(each, ast.Name) and each.id == name for each in nodes)

    def _lines_of(self, name: str) -> LineSet:
        found = self._lines.get(name)
        if found is None:
            found = self._lines[name] = LineSet(self._module.text.lines_of_words([name]))
        return found

    def _is_compared(self, name: str) -> bool:
        """Whether something is done where the name is None, although nothing in the file makes it None.

        An `assert` does nothing there: it is for type checkers. A handler that binds None is what the rest asks for.
        """
        text = self._module.text.text  # a pattern that begins with the name is searched for by its letters
        found = re.finditer(rf"{re.escape(name)}\s+(?:is|==|is\s+not|!=)\s+None\b", text)
        before = (text[max(0, match.start() - _ASSERT) : match.start()] for match in found)
        return any(not _OTHERWISE.search(each) for each in before) and name not in self._none

    @cached_property
    def _none(self) -> set[str]:
        return bound_to_none(self._module.tree.body)

    @cached_property
    def _for_types(self) -> frozenset[str]:
        return bound_for_types(self._module.tree) if "TYPE_CHECKING" in self._module.text.words else frozenset()


def _compared_with_none(text: str) -> Iterator[str]:
    """The names that `_is_compared` may find, and a few more: to search for each name that is imported costs more."""
    for before in text.split("None")[:-1]:
        left = before.rstrip()
        if left.endswith("not"):
            left = left[:-3].rstrip()
        if left.endswith(_COMPARES):
            for name in left[:-2].rsplit(None, 1)[-1:]:
                yield from words_of(name)


def _evaluated(function: ast.AST, lines: LineSet) -> Iterator[ast.AST]:
    """The nodes of a function in statements on some of these lines, without its annotations.

    These are what most names for type checkers are for.
    """
    stack = [function]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.stmt) and not lines.within(node):
            continue
        yield node
        if isinstance(node, FUNCTIONS):
            stack += [*body_of(node), *node.args.defaults, *(each for each in node.args.kw_defaults if each)]
        elif isinstance(node, ast.AnnAssign):
            stack += [node.target, *([node.value] if node.value else [])]
        else:
            stack += children(node)
