"""Calls of a function by itself that only raise: another attempt, made for its exception.

    def backend(strict=False):
        try:
            import fast
        except ImportError:
            if strict:
                raise
            backend(strict=True)
        return fast

The second run does what the first one did, as both only import and compare, until it comes to the test of `strict`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from nsa_lint.syntax.scopes import SCOPES, Function, bindings, children, parameters, walk

_BLOCKS = ("body", "handlers", "cases", "orelse", "finalbody")
# What may be another time, or change what the next run finds
_DOES_MORE = (
    ast.Await, ast.Yield, ast.YieldFrom, ast.With, ast.AsyncWith, ast.AsyncFor, ast.AugAssign, ast.Delete, ast.Global,
    ast.Nonlocal, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef,
)  # fmt: skip
_PURE = frozenset("len isinstance hasattr getattr str repr type range enumerate zip sorted tuple list".split())
Given = Mapping[str, object]


def only_raises(function: Function, call: ast.Call) -> bool:
    """Whether a call, in a function, of that very function does not return."""
    given = _given(function, call)
    if not given or function.decorator_list or not given.keys().isdisjoint(bindings(function.body)):
        return False
    refusals = [*_refusals(function.body, given)]
    tested = {id(node) for each in refusals for part in (each.test, *each.body) for node in walk(part)}
    read = (node for node in walk(function) if isinstance(node, ast.Name) and node.id in given)
    if not all(id(node) in tested for node in read) or not _comes_after(function.body, call, refusals):
        return False
    return not any(_does_more(node) for node in _before(function.body, call) if node is not call)


def _given(function: Function, call: ast.Call) -> Given:
    """The parameters, all of them constants; nothing where they are not."""
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    pairs = [*zip(names, call.args, strict=False), *((each.arg or "", each.value) for each in call.keywords)]
    given = {name: value.value for name, value in pairs if isinstance(value, ast.Constant)}
    complete = len(given) == len(call.args) + len(call.keywords)
    return given if complete and given.keys() == {each.arg for each in parameters(function)} else {}


def _refusals(body: Sequence[ast.AST], given: Given) -> Iterator[ast.If]:
    """The tests of parameters that let the call raise, where nothing in the function catches it."""
    for node in body:
        if isinstance(node, ast.If) and _holds(node.test, given) and [*map(type, node.body)] == [ast.Raise]:
            yield node
        if not isinstance(node, SCOPES) and not getattr(node, "finalbody", ()):
            for name in _BLOCKS if not getattr(node, "handlers", ()) else ("handlers", "orelse"):
                yield from _refusals(getattr(node, name, ()), given)


def _holds(test: ast.expr, given: Given) -> bool:
    """Whether a test of one of the parameters is true."""
    negated = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    asked = test.operand if isinstance(test, ast.UnaryOp) else test
    return isinstance(asked, ast.Name) and asked.id in given and bool(given[asked.id]) is not negated


def _comes_after(body: Sequence[ast.AST], call: ast.Call, refusals: Sequence[ast.If]) -> bool:
    """Whether each path to the call passes one of these tests."""
    for index, node in enumerate(body):
        if any(each is call for each in walk(node)):
            before = any(each in refusals for each in body[: index + 1])
            return before or any(_comes_after(getattr(node, name, ()), call, refusals) for name in _BLOCKS)
    return False


def _before(body: Sequence[ast.AST], call: ast.Call) -> Iterator[ast.AST]:
    """What may run before the call, but for what is raised."""
    for statement in body:
        stack, last = [statement], False
        while stack:
            node = stack.pop()
            last |= node is call
            if not isinstance(node, ast.Raise):
                yield node
                stack += children(node)
        if last:
            return


def _does_more(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return not (isinstance(node.func, ast.Name) and node.func.id in _PURE)
    stores = isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load)
    return stores or isinstance(node, _DOES_MORE)
