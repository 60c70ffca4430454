"""What a handler is there for, where its body shows it: an item that is looked up, a text that is read as JSON.

`except KeyError` round a request and `response["choices"]` is there for the item. Any code may raise a KeyError,
and so may what makes the request; but then the handler is wrong in every case. So a call of what another package
defines is not taken to raise what something else in the body shows. The file's own functions and calls of what
it does not import, a parameter for instance, may raise anything.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from nsa_lint.syntax.scopes import last_word, walk_scope

_TAKES_ITEMS = frozenset("pop popitem popleft remove __getitem__ getitem itemgetter".split())
_READS_JSON = frozenset("decode load loads raw_decode".split())


def _looks_up(node: ast.AST) -> bool:
    if isinstance(node, ast.Subscript):
        return not isinstance(node.ctx, ast.Store) and not isinstance(node.slice, ast.Slice)
    return isinstance(node, ast.Call) and last_word(node.func) in _TAKES_ITEMS


def _reads_json(node: ast.AST) -> bool:
    called = last_word(node.func) if isinstance(node, ast.Call) else ""
    return called in _READS_JSON or "json" in called


def _divides(node: ast.AST) -> bool:
    return isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, (ast.Div, ast.FloorDiv, ast.Mod))


def _goes_on(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and last_word(node.func) in ("next", "send", "throw", "__next__")


# By the last word of an exception
_SOURCES: dict[str, Callable[[ast.AST], bool]] = {
    **dict.fromkeys(("KeyError", "IndexError", "LookupError"), _looks_up),
    "JSONDecodeError": _reads_json,
    "StopIteration": _goes_on,
    "ZeroDivisionError": _divides,
}


def spared_calls(
    body: Iterable[ast.AST], names: Iterable[str], foreign: Callable[[ast.Call], bool]
) -> dict[int, frozenset[str]]:
    """By `id` of the calls of a body that are `foreign`: the exceptions of these names that something else shows."""
    known = {name: source for name in names if (source := _SOURCES.get(name.rpartition(".")[2])) is not None}
    if not known:
        return {}
    nodes = [*walk_scope(body)]
    shown = {name: source for name, source in known.items() if any(map(source, nodes))}
    calls = [node for node in nodes if isinstance(node, ast.Call) and foreign(node)] if shown else []
    return {id(call): frozenset(name for name, source in shown.items() if not source(call)) for call in calls}
