"""What the handlers of an import leave: names that they alone bind, and the flags that they set."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from nsa_lint.syntax.assigning import assigned, assigned_names
from nsa_lint.syntax.definitions import Definition
from nsa_lint.syntax.scopes import TESTING, Function, bound_names, dotted, last_word, mentioned, statements_of, walk

_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return)


class Fallbacks:
    """The imports of one module that may fail, and what happens then."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree

    @cached_property
    def alone(self) -> Mapping[str, frozenset[str]]:
        """Names that each handler of an import binds and its body does not, where no flag says which of them has run.

        With the names that body and handlers bind: all that a reader could look at to find out.
        """
        found: dict[str, frozenset[str]] = {}
        for node in self._imports:
            inside = bound_names([*node.body, *node.orelse, *node.finalbody])
            handled = [bound_names(each.body) for each in node.handlers]
            arms = [*node.body, *node.orelse, *(each for handler in node.handlers for each in handler.body)]
            if inside <= set.intersection(*handled) and not any(_flags(arms)):
                found |= dict.fromkeys(set.intersection(*handled) - inside, frozenset(inside))
        return found

    def kept(self, constructors: Sequence[Definition]) -> frozenset[str]:
        """What is bound by the imports whose flags some of these constructors keep."""
        if not any(self._flags.values()):
            return frozenset()
        stored = {name for each in constructors for name in _stored(each.node)}
        lines = {line for line, flags in self._flags.items() if not flags.isdisjoint(stored)}
        return frozenset().union(*(bound_names(each.body) for each in self._imports if each.lineno in lines))

    def keeps_flag(self, definition: Definition, line: int, read: int) -> bool:
        """Whether a constructor keeps the flag that the `try` in a line sets, so that it is meant to run without, and
        reads something in the line `read` without having tested that flag.
        """
        node = definition.node
        if definition.owner is None or not isinstance(node, Function) or node.name != "__init__":
            return False
        stored = {name: targets for name, targets in _stored(node).items() if name in self._flags.get(line, ())}
        words = {*stored, *(target for targets in stored.values() for target in targets)}
        return bool(stored) and not any(_may_test(each, read, words) for each in node.body if each.lineno <= read)

    @cached_property
    def _flags(self) -> Mapping[int, frozenset[str]]:
        """By the line of an import's `try`: the flags that are true where the body has run, and false where a handler
        has.
        """
        return {each.lineno: _telling(each) for each in self._imports}

    @cached_property
    def _imports(self) -> list[ast.Try]:
        tries = [each for each in statements_of(self._tree.body) if isinstance(each, ast.Try) and each.handlers]
        return [each for each in tries if any(isinstance(e, (ast.Import, ast.ImportFrom)) for e in each.body)]


def tests(function: ast.AST, names: frozenset[str]) -> bool:
    """Whether a function decides something by one of these names."""
    return any(not names.isdisjoint(mentioned(test)) for test in _tests(function))


def _telling(node: ast.Try) -> frozenset[str]:
    inside = {*_flags([*node.body, *node.orelse], True)}
    return frozenset(inside.intersection(*({*_flags(each.body, False)} for each in node.handlers)))


def _flags(body: Iterable[ast.stmt], value: bool | None = None) -> Iterator[str]:
    """The names that a body sets to a constant, or to this one."""
    for each in statements_of(body):
        for name, given in assigned_names(each):
            if isinstance(given, ast.Constant) and value in (None, given.value):
                yield name


def _stored(function: ast.AST) -> dict[str, set[str]]:
    """The names that a constructor stores on `self`, whatever is the case, with the attributes."""
    found: dict[str, set[str]] = {}
    for each in function.body if isinstance(function, Function) else ():
        for target, value in assigned(each):
            attribute = dotted(target).partition("self.")[2]
            if attribute and isinstance(value, ast.Name):
                found.setdefault(value.id, set()).add(attribute)
    return found


def _may_test(statement: ast.stmt, read: int, words: set[str]) -> bool:
    """Whether a statement reads something in a line under a test, or tests one of these names before that line."""
    tested = [*_tests(statement)]
    if read <= (statement.end_lineno or 0):
        return bool(tested) or not isinstance(statement, _SIMPLE)
    return any(last_word(part) in words for test in tested for part in walk(test))


def _tests(root: ast.AST) -> Iterator[ast.AST]:
    """What decides something below a node."""
    for node in walk(root):
        if isinstance(node, TESTING):
            yield node.test
        elif isinstance(node, ast.Match):
            yield node.subject
        elif isinstance(node, ast.comprehension):
            yield from node.ifs
        elif isinstance(node, (ast.BoolOp, ast.Compare)):
            yield node
