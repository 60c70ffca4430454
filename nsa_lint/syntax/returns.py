"""What a function returns, and under which tests: how many values, where that is certain."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from nsa_lint.syntax.scopes import LEAVES, arms_of, dotted, statements_of, walk

_SEVERAL = frozenset("tuple list Tuple List Sequence Collection Iterable Sized".split())


@dataclass(frozen=True, slots=True)
class Test:
    """A test that a statement is under, with the value that leads there."""

    node: ast.expr
    value: bool
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Return:
    """One way to return. `count`: how many values; 0 for none at all, None where that is not certain."""

    node: ast.Return
    count: int | None
    tests: tuple[Test, ...]


def returns_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[Return]:
    """The returns of a function."""
    found = [
        (statement, value, (*tests, *more))
        for statement, tests in with_tests(function.body)
        if isinstance(statement, ast.Return)
        for value, more in _ways(statement.value)
    ]
    firsts = {
        ast.dump(each) for _, value, _ in found if isinstance(value, (ast.Tuple, ast.List)) for each in value.elts
    }
    asserted = [node for node in statements_of(function.body) if isinstance(node, ast.Assert)]
    return [
        Return(statement, _count(value, firsts, [*tests, *_before(statement, asserted)]), tests)
        for statement, value, tests in found
    ]


def _before(statement: ast.stmt, asserted: Sequence[ast.Assert]) -> Iterator[Test]:
    """What is asserted further up than a statement."""
    for each in asserted:
        if each.lineno < statement.lineno:
            yield Test(each.test, True, each.lineno, each.end_lineno or each.lineno)


def _ways(value: ast.expr | None) -> Iterator[tuple[ast.expr | None, tuple[Test, ...]]]:
    """The values of a conditional expression, each under its test."""
    if not isinstance(value, ast.IfExp):
        yield value, ()
        return
    end = value.end_lineno or value.lineno
    for branch, truth in ((value.body, True), (value.orelse, False)):
        for each, more in _ways(branch):
            yield each, (Test(value.test, truth, value.lineno, end), *more)


def _count(value: ast.expr | None, firsts: set[str], tests: Sequence[Test]) -> int | None:
    if isinstance(value, (ast.Tuple, ast.List)):
        return length_of(value)
    if value is None or (isinstance(value, ast.Constant) and not isinstance(value.value, (str, bytes))):
        return 0
    known = ast.dump(value)
    return 1 if known in firsts and not any(_may_be_several(known, each.node, each.value) for each in tests) else None


def _may_be_several(value: str, node: ast.expr, truth: bool) -> bool:
    """Whether a test asks of what kind a value is, by any call, and its outcome does not say that it is no tuple."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return _may_be_several(value, node.operand, not truth)
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) == truth:  # each part has this outcome
        return any(_may_be_several(value, each, truth) for each in node.values)
    asking = (each for each in walk(node) if isinstance(each, ast.Call) and value in map(ast.dump, each.args))
    return any(each is not node or not _is_single(each, truth) for each in asking)


def _is_single(call: ast.Call, truth: bool) -> bool:
    """Whether it is `isinstance` of other classes than tuples, or that of a tuple is false."""
    if dotted(call.func) != "isinstance" or len(call.args) != 2:
        return False
    classes = {dotted(each).rpartition(".")[2] for each in walk(call.args[1])}
    return _SEVERAL.isdisjoint(classes) if truth else "tuple" in classes


def length_of(display: ast.Tuple | ast.List) -> int | None:
    """How many items a display has; None where one of them is unpacked."""
    return None if any(isinstance(each, ast.Starred) for each in display.elts) else len(display.elts)


def with_tests(body: Sequence[ast.stmt], tests: tuple[Test, ...] = ()) -> Iterator[tuple[ast.stmt, tuple[Test, ...]]]:
    """The statements of one scope, each with the tests that it is under, and those that left before it."""
    for statement in body:
        yield statement, tests
        if isinstance(statement, ast.If):
            tested, otherwise = arms_of(statement)
            inside = tests
            for arm in tested:
                yield from with_tests(arm.body, (*inside, _test(arm, True)))
                inside = (*inside, _test(arm, False))
            yield from with_tests(otherwise, inside)
            tests = (*tests, *(_test(arm, False) for arm in tested if leaves(arm.body)))
        elif not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            for block in _blocks(statement):
                yield from with_tests(block, tests)


def _blocks(statement: ast.AST) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        block = getattr(statement, name, None)
        if isinstance(block, list) and block:
            yield block
    for inner in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        yield inner.body


def _test(arm: ast.If, value: bool) -> Test:
    return Test(arm.test, value, arm.lineno, arm.body[-1].end_lineno or arm.lineno)


def leaves(body: Sequence[ast.stmt]) -> bool:
    """Whether every path through a block ends by leaving it, as far as its last statement shows."""
    last = body[-1]
    if isinstance(last, ast.If):
        tested, otherwise = arms_of(last)
        return bool(otherwise) and leaves(otherwise) and all(leaves(arm.body) for arm in tested)
    if isinstance(last, (ast.With, ast.AsyncWith)):
        return leaves(last.body)
    return isinstance(last, LEAVES)


def handled(function: ast.FunctionDef | ast.AsyncFunctionDef, names: Collection[str]) -> Iterator[ast.AST]:
    """The statements in a `try` of which some handler catches one of these exceptions; "" for one without a name."""
    for statement in statements_of(function.body):
        if isinstance(statement, ast.Try) and any(catches(each, names) for each in statement.handlers):
            yield from statements_of(statement.body)


def catches(handler: ast.ExceptHandler, names: Collection[str]) -> bool:
    """Whether a handler names one of these exceptions, dotted; "" stands for no name."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(dotted(each) in names for each in kinds)
