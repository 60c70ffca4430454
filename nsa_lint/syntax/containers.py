"""Containers that a module fills where it makes them, and never empties or never changes."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Hashable, Iterator

from nsa_lint.syntax.assigning import assigned_names
from nsa_lint.syntax.scopes import dotted, last_word, walk

_EMPTYING = frozenset(
    "clear pop popitem popleft remove discard difference_update intersection_update symmetric_difference_update".split()
)
_FILLING = frozenset("append appendleft extend extendleft insert add update setdefault".split())
# What changes a container, after its name
_CHANGE = re.compile(
    r"\s*(?:\.\s*(?:append|extend|insert|remove|pop|clear|sort|add|update|discard)\b|\[[^\]]*\]\s*=[^=])"
)
_TABLE = re.compile(r"^\w+[ \t]*(?::[^=\n]*)?=[ \t]*\{", re.MULTILINE)
_MOST = 24  # in a longer one, `in` is not worked out
_MAKERS = frozenset("frozenset set tuple list".split())


def filled(tree: ast.Module) -> frozenset[str]:
    """Names of the module, and `Class.name` of its classes, that are bound once, to a display that holds something.

    Those from which something is taken, under any name that ends in theirs, are left out.
    """
    found = {name for name, value in _bound_once(tree) if _holds_something(value)}
    emptied = _emptied(tree) if found else frozenset()
    return frozenset(name for name in found if name.rpartition(".")[2] not in emptied)


def is_changed(name: str, text: str) -> bool:
    """Whether a text changes what the container of a name holds.

    The name is searched for by its letters: a pattern of each name costs more to compile than to search with.
    """
    place = text.find(name)
    while place >= 0:
        end = place + len(name)
        before = text[place - 1 : place]
        if not (before.isalnum() or before == "_") and _CHANGE.match(text, end):
            return True
        place = text.find(name, end)
    return False


def changed(tree: ast.Module) -> frozenset[str]:
    """The last words of what gets or loses items somewhere: `self.items.append(x)`, `items[0] = x`, `del items[0]`."""
    found: set[str] = set()
    for node in walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in _EMPTYING or node.func.attr in _FILLING:
                found.add(last_word(node.func.value))
        elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            found.add(last_word(node.value))
    return frozenset(found)


def members(tree: ast.Module, text: str) -> dict[str, tuple[Hashable, ...]]:
    """All that the containers of a module hold, by the name that one is bound to, once: constants alone.

    One that the file changes is left out; a dict holds its keys.
    """
    found: dict[str, tuple[Hashable, ...]] = {}
    for name, value in _bound_once(tree):
        held = _constants_in(value) if "." not in name else None
        if held is not None and (isinstance(value, ast.Tuple) or not is_changed(name, text)):
            found[name] = held
    return found


def may_have_tables(text: str) -> bool:
    """Whether a module may bind a name to a dict that is written out, by its text."""
    return _TABLE.search(text) is not None


def dicts(tree: ast.Module) -> frozenset[str]:
    """The names of a module that are bound once, to a dict that is written out."""
    return frozenset(name for name, value in _bound_once(tree) if isinstance(value, ast.Dict))


def fields(tree: ast.Module, text: str) -> dict[tuple[str, str], tuple[Hashable, ...]]:
    """By the name of a dict of dicts and a key of the inner ones: all that these hold under it, constants alone."""
    found: dict[tuple[str, str], tuple[Hashable, ...]] = {}
    for name, value in _bound_once(tree):
        if not isinstance(value, ast.Dict) or "." in name or is_changed(name, text):
            continue
        rows = [_row(each) for each in value.values]
        keys = set(rows[0]).intersection(*rows[1:]) if rows and None not in value.keys else ()
        for key in keys:
            cells = [row[key] for row in rows]
            if all(isinstance(cell, ast.Constant) for cell in cells):
                found[name, key] = tuple(dict.fromkeys(cell.value for cell in cells if isinstance(cell, ast.Constant)))
    return found


def _row(node: ast.expr) -> dict[str, ast.expr]:
    """What a dict that is written out holds under texts."""
    if isinstance(node, ast.Dict) and None not in node.keys:
        keys = (key.value if isinstance(key, ast.Constant) else None for key in node.keys)
        return {key: value for key, value in zip(keys, node.values, strict=True) if isinstance(key, str)}
    if isinstance(node, ast.Call) and dotted(node.func) == "dict" and not node.args:
        return {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
    return {}


def _constants_in(node: ast.expr) -> tuple[Hashable, ...] | None:
    if isinstance(node, ast.Call) and dotted(node.func) in _MAKERS and len(node.args) == 1 and not node.keywords:
        return _constants_in(node.args[0])
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        elements: list[ast.expr | None] = [*node.elts]
    elif isinstance(node, ast.Dict):
        elements = [*node.keys]
    else:
        return None
    constants = [each.value for each in elements if isinstance(each, ast.Constant)]
    return tuple(constants) if len(constants) == len(elements) <= _MOST else None


def _bound_once(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    stores = Counter(
        node.id if isinstance(node, ast.Name) else f".{node.attr}"
        for node in walk(tree)
        if isinstance(node, (ast.Name, ast.Attribute)) and not isinstance(node.ctx, ast.Load)
    )
    for statement in tree.body:
        if isinstance(statement, ast.ClassDef):
            for name, value in _bindings(statement.body):
                if not stores[f".{name}"]:
                    yield f"{statement.name}.{name}", value
    for name, value in _bindings(tree.body):
        if stores[name] == 1:
            yield name, value


def _bindings(body: list[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    """The names that statements assign, one each, and the value of each that is assigned once."""
    found: dict[str, list[ast.expr]] = {}
    for node in body:
        for name, value in assigned_names(node):
            found.setdefault(name, []).append(value)
    yield from ((name, values[0]) for name, values in found.items() if len(values) == 1)


def _holds_something(node: ast.expr) -> bool:
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return any(not isinstance(element, ast.Starred) for element in node.elts)
    return isinstance(node, ast.Dict) and any(key is not None for key in node.keys)


def _emptied(tree: ast.Module) -> set[str]:
    """The last words of what loses items somewhere."""
    found: set[str] = set()
    for node in walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _EMPTYING:
            found.add(dotted(node.func.value).rpartition(".")[2])
        elif isinstance(node, ast.Subscript) and (
            isinstance(node.ctx, ast.Del) or (isinstance(node.ctx, ast.Store) and isinstance(node.slice, ast.Slice))
        ):
            found.add(dotted(node.value).rpartition(".")[2])
    return found
