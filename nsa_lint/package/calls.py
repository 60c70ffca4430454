"""The calls of a name in a module, and where it is taken as a value, with the tests that they are under."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import TypeGuard

from nsa_lint.package.conditions import locals_of
from nsa_lint.package.index import Index, Module
from nsa_lint.package.refusals import Refusals, Refused, completion_of
from nsa_lint.syntax.done import done_by
from nsa_lint.syntax.imported import imported, left_by
from nsa_lint.syntax.returns import catches
from nsa_lint.syntax.scopes import Function, last_word

_CAUGHT = frozenset("NameError ImportError ModuleNotFoundError RuntimeError Exception BaseException".split())
Test = tuple[ast.expr, bool, int]  # what is tested, which way it went, in how many functions


@dataclass(frozen=True, slots=True)
class Where:
    """What surrounds a statement."""

    tests: tuple[Test, ...] = ()
    around: tuple[Function, ...] = ()
    owner: ast.ClassDef | None = None
    checked: tuple[Refused, ...] = ()  # what calls before it refuse to go on without
    caught: bool = False  # whether a handler catches what is raised where something is not there

    def under(self, test: ast.expr, value: bool) -> Where:
        return replace(self, tests=(*self.tests, (test, value, len(self.around))))

    def after(self, checked: Iterable[Refused]) -> Where:
        new = tuple(checked)
        return replace(self, checked=(*self.checked, *new)) if new else self


@dataclass(frozen=True, slots=True)
class Use:
    """A place that reads a name, and what surrounds it."""

    named: ast.expr
    where: Where


@dataclass(frozen=True, slots=True)
class Site(Use):
    """A call."""

    call: ast.Call


def called(call: ast.Call) -> ast.expr:
    """What a call names: `kernel[grid](...)` calls `kernel`."""
    return call.func.value if isinstance(call.func, ast.Subscript) else call.func


def is_call_of(node: ast.AST, name: str) -> bool:
    """Whether a node calls something by its last word, on whatever object: `f()`, `super().f()`, `g()[0].f()`."""
    return isinstance(node, ast.Call) and last_word(called(node)) == name


def calls_in(module: Module, name: str, index: Index) -> Iterator[Site]:
    """The calls of a name in a module of a package."""
    return (each for each in uses_in(module, name, index) if isinstance(each, Site))


def uses_in(module: Module, name: str, index: Index) -> Iterator[Use]:
    """The places of a module that read a name, as it is or of an object."""
    return _Visit(name, module, index).body(module.tree.body, Where())


class _Visit:
    """Finds the uses of a name in a module, with the tests that they are under."""

    def __init__(self, name: str, module: Module, index: Index) -> None:
        self._name = name
        self._module = module
        self._refusals = Refusals(index)
        self._completion = completion_of(module, index)
        self._called: set[int] = set()

    def body(self, body: Sequence[ast.stmt], where: Where) -> Iterator[Use]:
        for statement in body:
            yield from self._statement(statement, where)
            where = self._after(statement, where)

    def _after(self, statement: ast.stmt, where: Where) -> Where:
        """What surrounds the statement after another one."""
        for each in done_by(statement, self._completion):
            if isinstance(each, tuple):
                where = where.under(*each)
            elif isinstance(each, ast.Expr):
                local = set().union(*map(locals_of, where.around))
                where = where.after(self._refusals.after(self._module, each, local))
            elif where.around:  # what a function has imported is there
                where = where.after((imported(fact), self._module) for fact in left_by([each]))
        return where

    def _statement(self, node: ast.stmt, where: Where) -> Iterator[Use]:
        if not self._module.mentions(self._name, node):
            return
        if isinstance(node, Function):
            for each in (*node.decorator_list, node.args, *([node.returns] if node.returns else ())):
                yield from self._expression(each, where)
            yield from self.body(node.body, replace(where, around=(*where.around, node)))
        elif isinstance(node, ast.ClassDef):
            for each in (*node.decorator_list, *node.bases, *node.keywords):
                yield from self._expression(each, where)
            yield from self.body(node.body, replace(where, owner=node))
        elif isinstance(node, (ast.If, ast.While)):
            yield from self._expression(node.test, where)
            yield from self.body(node.body, where.under(node.test, True))
            yield from self.body(node.orelse, where.under(node.test, False) if isinstance(node, ast.If) else where)
        elif isinstance(node, ast.Try):
            caught = where.caught or any(each.type is None or catches(each, _CAUGHT) for each in node.handlers)
            yield from self.body(node.body, replace(where, caught=caught))
            for handler in node.handlers:
                yield from self._parts(handler, where)
            yield from self.body(node.orelse, reduce(lambda each, part: self._after(part, each), node.body, where))
            yield from self.body(node.finalbody, where)
        else:
            yield from self._parts(node, where)

    def _parts(self, node: ast.AST, where: Where) -> Iterator[Use]:
        """What a statement, a handler or a case holds: expressions and bodies."""
        for _, value in ast.iter_fields(node):
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, ast.expr):
                    yield from self._expression(each, where)
                elif isinstance(each, (ast.excepthandler, ast.match_case, ast.withitem)):
                    yield from self._parts(each, where)
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                yield from self.body(value, where)

    def _expression(self, node: ast.AST, where: Where) -> Iterator[Use]:
        if isinstance(node, ast.IfExp):
            yield from self._expression(node.test, where)
            yield from self._expression(node.body, where.under(node.test, True))
            yield from self._expression(node.orelse, where.under(node.test, False))
        elif isinstance(node, ast.BoolOp):
            for value in node.values:
                yield from self._expression(value, where)
                where = where.under(value, isinstance(node.op, ast.And))
        else:
            if is_call_of(node, self._name) and isinstance(node, ast.Call):
                self._called.add(id(called(node)))
                yield Site(called(node), where, node)
            elif id(node) not in self._called and self._is_read(node):
                yield Use(node, where)
            for child in ast.iter_child_nodes(node):
                yield from self._expression(child, where)

    def _is_read(self, node: ast.AST) -> TypeGuard[ast.expr]:
        if isinstance(node, ast.Attribute):
            return node.attr == self._name
        return isinstance(node, ast.Name) and node.id == self._name
