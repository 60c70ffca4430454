"""What a test of a handler, or a method such as `self.assertEqual`, asks of the exception that was caught."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nsa_lint.syntax.scopes import bindings, dotted, walk, walk_scope

_EQUAL = (ast.Eq, ast.NotEq)
_SAME = (ast.Is, ast.IsNot, *_EQUAL)
_AMONG = (ast.In, ast.NotIn)
_BEGINS = frozenset(("startswith", "endswith"))
_METHODS: Mapping[str, type[ast.cmpop]] = {
    "self.assertEqual": ast.Eq,
    "self.assertEquals": ast.Eq,
    "self.assertIs": ast.Is,
    "self.assertIn": ast.In,
}
_IS_INSTANCE = ("isinstance", "self.assertIsInstance")
# Calls whose first two arguments are only compared with something
COMPARES = _BEGINS.union(
    "isinstance issubclass raises suppress assertRaises assertRaisesRegex assertIsInstance".split(),
    (name.partition(".")[2] for name in _METHODS),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a test asks of the exception: its text, all of it or a `part`; its class; or whether it `is` an object."""

    how: str  # "text", "part", "class" or "object"
    what: Sequence[ast.expr]


def is_assertion(node: ast.AST) -> bool:
    """Whether this is a method of a test that raises unless what it is given compares in its way."""
    return isinstance(node, ast.Call) and dotted(node.func) in (*_METHODS, _IS_INSTANCE[1])


def asserted(handler: ast.ExceptHandler) -> Iterator[ast.AST]:
    for each in walk_scope(handler.body):
        if isinstance(each, ast.Assert):
            yield from walk(each.test)
        elif is_assertion(each):
            yield each


class Handler:
    """What the tests of a handler ask of its exception."""

    def __init__(self, node: ast.ExceptHandler) -> None:
        self._name = node.name
        bound = Counter(bindings(node.body))
        self._texts = {name: value for name, value in assignments(node.body) if bound[name] == 1}

    def asked(self, test: ast.Compare | ast.Call) -> Asked | None:
        if isinstance(test, ast.Compare):
            return self._compared(type(test.ops[0]), test.left, *test.comparators)
        operator = _METHODS.get(dotted(test.func))
        return self._called(test) if operator is None else self._compared(operator, *test.args[:2])

    def _compared(self, operator: type[ast.cmpop], *sides: ast.expr) -> Asked | None:
        if len(sides) != 2:
            return None
        if operator in _AMONG:
            if self._is_args(sides[1]):
                return Asked("text", sides[:1])
            return Asked("part", sides[:1]) if self._is_text(sides[1], "repr") else None
        for about, other in (sides, sides[::-1]):
            if operator in _EQUAL and (self._is_text(about) or self._is_args(about)):
                return Asked("text", other.elts if isinstance(other, ast.Tuple) else (other,))
            if operator in _SAME and self._is_class(about):
                return Asked("class", (other,))
            if operator in _SAME and self._is_it(about):
                return Asked("object", (other,))
        return None

    def _called(self, test: ast.Call) -> Asked | None:
        function, arguments = test.func, test.args
        if isinstance(function, ast.Attribute) and function.attr in _BEGINS and len(arguments) == 1:
            return Asked("part", arguments) if self._is_text(function.value, "repr") else None
        if dotted(function) in _IS_INSTANCE and len(arguments) > 1 and self._is_it(arguments[0]):
            return Asked("class", arguments[1].elts if isinstance(arguments[1], ast.Tuple) else arguments[1:2])
        return None

    def _is_it(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id == self._name

    def _is_args(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Attribute) and node.attr == "args" and self._is_it(node.value)

    def _is_class(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Call):
            return dotted(node.func) == "type" and len(node.args) == 1 and self._is_it(node.args[0])
        return isinstance(node, ast.Attribute) and node.attr == "__class__" and self._is_it(node.value)

    def _is_text(self, node: ast.expr, *more: str) -> bool:
        """Whether this is `str(e)` or the like; `more`: functions that add something to it."""
        if isinstance(node, ast.Name) and node.id in self._texts:
            node = self._texts[node.id]
        if isinstance(node, ast.JoinedStr) and len(node.values) == 1:
            only = node.values[0]
            return isinstance(only, ast.FormattedValue) and self._is_it(only.value)
        if isinstance(node, ast.Subscript):
            return self._is_args(node.value) and isinstance(node.slice, ast.Constant)
        if isinstance(node, ast.Call) and len(node.args) == 1 and dotted(node.func) in ("str", *more):
            return self._is_it(node.args[0]) or self._is_text(node.args[0])
        return False


def assignments(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    for node in nodes:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value
