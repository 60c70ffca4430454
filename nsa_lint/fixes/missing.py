"""Fix: a handler of a failed import binds None, where every read of the name asks for None.

It is what upstream projects do: one name instead of a name and a flag. Only where the file shows that None is meant.
"""

from __future__ import annotations

import ast

from nsa_lint.fixes.edits import Anchor, Fix, InsertBefore
from nsa_lint.fixes.place import TRIES, Place
from nsa_lint.syntax.bindings import times_bound
from nsa_lint.syntax.imported import IMPORT_ERRORS
from nsa_lint.syntax.literals import is_none
from nsa_lint.syntax.scopes import LEAVES, bound_names


def none_in_handler(place: Place, module: ast.Module) -> Fix | None:
    """The fix for `place`, or None where some read of the name does not ask for None first."""
    chain = place.chain
    if not isinstance(chain, TRIES) or not isinstance(place.scope, ast.Module) or not place.arm:
        return None
    handler = next((each for each in chain.handlers if each.body is place.arm), None)
    if handler is None or place.name in bound_names(place.arm):
        return None
    if not _is_imported(chain, place.name) or not _every_read_asks(module, place.name):
        return None
    first = place.arm[0]
    edit = InsertBefore(Anchor(first.lineno, first.col_offset), 0, f"{place.name} = None")
    summary = f"bind '{place.name}' to None in the handler: every read of it asks for that"
    alone = bound_names([*chain.body, *chain.orelse]) == {place.name} and len(chain.body) == 1
    caught = handler.type is not None and ast.unparse(handler.type) in IMPORT_ERRORS
    once = times_bound(module)[place.name] == 1
    if alone and caught and once and len(chain.handlers) == 1:
        return Fix((edit,), summary, "safe")
    return Fix((edit,), f"{summary}, if nothing but the import of '{place.name}' fails there", "unsafe")


def _is_imported(chain: ast.Try, name: str) -> bool:
    binding = [statement for statement in chain.body if name in bound_names([statement])]
    return len(binding) == 1 and isinstance(binding[0], (ast.Import, ast.ImportFrom))


def _every_read_asks(module: ast.Module, name: str) -> bool:
    """Whether each read is a comparison with None, or runs only where one has said that it is not."""
    found = _Reads(name)
    found.visit_suite(module.body, known=False)
    return found.asked and not found.unasked


class _Reads:
    """Reads of a name that may be None, in the order of the statements; `known`: whether it is known not to be."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.asked = False
        self.unasked = False

    def visit_suite(self, suite: list[ast.stmt], known: bool) -> None:
        for statement in suite:
            known = self._statement(statement, known)

    def _statement(self, node: ast.stmt, known: bool) -> bool:
        """What is known after it."""
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            for each in ast.iter_child_nodes(node):
                if not isinstance(each, ast.stmt):
                    self._expression(each, known)
            self.visit_suite(node.body, known=False)
            return known
        if isinstance(node, ast.If):
            there, missing = self._test(node.test, known)
            self.visit_suite(node.body, there)
            self.visit_suite(node.orelse, missing)
            return known or (missing and _leaves(node.body)) or (there and bool(node.orelse) and _leaves(node.orelse))
        if isinstance(node, ast.Assert):
            there, _ = self._test(node.test, known)
            return known or there
        for field, value in ast.iter_fields(node):
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                self.visit_suite(value, known)
            elif isinstance(value, list):
                self._parts_of_statement(value, known)
            elif isinstance(value, ast.AST) and field != "ctx":
                self._expression(value, known)
        return known

    def _parts_of_statement(self, parts: list[ast.AST | str], known: bool) -> None:
        for each in parts:
            if isinstance(each, ast.ExceptHandler):
                if each.type is not None:
                    self._expression(each.type, known)
                self.visit_suite(each.body, known)
            elif isinstance(each, ast.AST):
                self._expression(each, known)

    def _test(self, node: ast.expr, known: bool) -> tuple[bool, bool]:
        """What is known where a test is true, and where it is false."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            there, missing = self._test(node.operand, known)
            return missing, there
        if isinstance(node, ast.BoolOp):
            is_and, now, other = isinstance(node.op, ast.And), known, known
            for value in node.values:
                there, missing = self._test(value, now)
                now, other = (there, other) if is_and else (missing, other)
            return (now, known) if is_and else (known, now)
        if isinstance(node, ast.Compare) and self._is_name(node.left) and _with_none(node):
            self.asked = True
            is_not = isinstance(node.ops[0], (ast.IsNot, ast.NotEq))
            return (True, known) if is_not else (known, True)
        self._expression(node, known)
        return known, known

    def _expression(self, node: ast.AST, known: bool) -> None:
        if isinstance(node, ast.IfExp):
            there, missing = self._test(node.test, known)
            self._expression(node.body, there)
            self._expression(node.orelse, missing)
        elif isinstance(node, (ast.BoolOp, ast.Compare)):
            if isinstance(node, ast.BoolOp) or self._is_name(node.left):
                self._test_or_parts(node, known)
            else:
                self._parts(node, known)
        elif self._is_name(node):
            self.unasked = self.unasked or not known
        else:
            self._parts(node, known)

    def _test_or_parts(self, node: ast.BoolOp | ast.Compare, known: bool) -> None:
        if isinstance(node, ast.Compare) and not _with_none(node):
            self._parts(node, known)
        else:
            self._test(node, known)

    def _parts(self, node: ast.AST, known: bool) -> None:
        for each in ast.iter_child_nodes(node):
            self._expression(each, known)

    def _is_name(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and node.id == self._name and isinstance(node.ctx, ast.Load)


def _with_none(node: ast.Compare) -> bool:
    return len(node.ops) == 1 and is_none(node.comparators[0])


def _leaves(suite: list[ast.stmt]) -> bool:
    return bool(suite) and isinstance(suite[-1], LEAVES)
