"""Which of `KeyError` and `IndexError` reading an item does not raise, by what it is read of.

An item of a list raises an IndexError, one of a dict a KeyError: `line.split(":")[1]`, and `xs[i]` under
`if isinstance(xs, list):`, are items of lists, and only a dict has `answer["choices"]`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from itertools import chain

from nsa_lint.syntax.literals import text_of
from nsa_lint.syntax.scopes import walk_scope

OF_LISTS, OF_DICTS = "IndexError", "KeyError"
_SEQUENCES = frozenset(("bytes", "list", "str", "tuple"))
_GIVING_LISTS = frozenset(("list", "sorted", "str", "tuple"))
_LIST_METHODS = frozenset(("split", "rsplit", "splitlines", "partition", "rpartition", "readlines"))
_LISTS = (ast.List, ast.Tuple, ast.ListComp, ast.JoinedStr)
_DICTS = (ast.Dict, ast.DictComp)


def spared_items(nodes: Iterable[ast.AST]) -> dict[int, str]:
    """By `id` of the items among some nodes: which of the two it does not raise."""
    found: dict[int, str] = {}
    tested: set[int] = set()
    for node in nodes:
        tested.update(map(id, _tested(node)))
        if isinstance(node, ast.Subscript):
            spared = _spared(node)
            if spared is not None:
                found[id(node)] = spared
    return found | dict.fromkeys(tested, OF_DICTS)


def _spared(node: ast.Subscript) -> str | None:
    holder = node.value
    if _is_list(holder):
        return OF_DICTS
    if isinstance(holder, _DICTS) or isinstance(node.slice, ast.JoinedStr) or text_of(node.slice) is not None:
        return OF_LISTS
    return None


def _is_list(node: ast.expr) -> bool:
    if not isinstance(node, ast.Call):
        return isinstance(node, _LISTS) or text_of(node) is not None
    function = node.func
    if isinstance(function, ast.Name):
        return function.id in _GIVING_LISTS
    return (
        isinstance(function, ast.Attribute)
        and function.attr in _LIST_METHODS
        and not (isinstance(function.value, ast.Attribute) and function.value.attr == "str")  # of a column of pandas
    )


def _tested(node: ast.AST) -> Iterator[ast.Subscript]:
    """The items of what a test has found to be a list, on the paths on which it holds."""
    if isinstance(node, ast.If):
        yield from _read_of(_found_by(node.test), node.body)
    elif isinstance(node, ast.IfExp):
        yield from _read_of(_found_by(node.test), [node.body])
    elif isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        for number, each in enumerate(node.values, 1):
            yield from _read_of(_found_by(each), node.values[number:])


def _found_by(test: ast.expr) -> frozenset[str]:
    """What a test finds to be a list or the like, where it holds."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return frozenset(chain.from_iterable(map(_found_by, test.values)))
    if not isinstance(test, ast.Call) or len(test.args) != 2 or not _is_named(test.func, {"isinstance"}):
        return frozenset()
    of, classes = test.args
    listed = classes.elts if isinstance(classes, ast.Tuple) else [classes]
    return frozenset([ast.dump(of)]) if listed and all(_is_named(each, _SEQUENCES) for each in listed) else frozenset()


def _is_named(node: ast.expr, names: Iterable[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names


def _read_of(holders: frozenset[str], body: Iterable[ast.AST]) -> Iterator[ast.Subscript]:
    """The items of some of these that are read in a body which sets none of them."""
    nodes = [*walk_scope(body)] if holders else []
    stored = {
        ast.dump(node).replace("ctx=Store()", "ctx=Load()")
        for node in nodes
        if isinstance(node, (ast.Name, ast.Attribute)) and not isinstance(node.ctx, ast.Load)
    }
    for node in nodes:
        text = ast.dump(node.value) if isinstance(node, ast.Subscript) else ""
        if text in holders and not any(each in text for each in stored):  # nor what the holder is an attribute of
            assert isinstance(node, ast.Subscript)
            yield node
