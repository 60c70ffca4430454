"""Second names of functions, `fail = sys.exit`, in a module or in a function: of a name that is bound once."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from nsa_lint.syntax.assigning import assigned_names
from nsa_lint.syntax.scopes import bindings, dotted, statements_of, walk_statements

_ASSIGNED = re.compile(r"^[ \t]*(\w+)[ \t]*(?::[^=\n]*)?=[ \t]*(?:\w+\.)*(\w+)[ \t]*(?:#.*)?$", re.MULTILINE)
_HOPS = 4
NO_NAMES: Mapping[str, ast.expr] = {}


def second_names(body: Sequence[ast.stmt], parameters: Collection[str] = ()) -> dict[str, ast.expr]:
    """What such names of a scope stand for: a name, dotted or not."""
    found = {name: value for each in statements_of(body) for name, value in assigned_names(each) if dotted(value)}
    if not found:
        return {}
    times = Counter((*bindings(body), *parameters))
    for node in (each for statement in body for each in (statement, *walk_statements(statement))):
        if isinstance(node, (ast.Global, ast.Nonlocal)):  # a function in this one, or of the module, may bind it again
            times.update(node.names)
    return {name: value for name, value in found.items() if times[name] == 1}


def last_words(text: str) -> dict[str, set[str]]:
    """By the text: of each name that may be a second one in some scope, the last words of what it is assigned."""
    found: dict[str, set[str]] = {}
    for name, last in _ASSIGNED.findall(text):
        found.setdefault(name, set()).add(last)
    return found


def called_by_first(
    call: ast.Call, own: Mapping[str, ast.expr], local: Collection[str], of_module: Mapping[str, ast.expr]
) -> ast.Call:
    """A call of a second name as one of what it stands for: a name of a function, or else of its module."""
    for _ in range(_HOPS):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        value = own.get(name) if name in local else of_module.get(name)
        if value is None:
            break
        call = ast.copy_location(ast.Call(value, call.args, call.keywords), call)
    return call
