"""Second names of functions, `fail = sys.exit`, in a module or in a function: of a name that is bound once."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

from nsa_lint.syntax.assigning import assigned_names
from nsa_lint.syntax.scopes import bindings, dotted, statements_of, walk_statements

_HOPS = 4
NO_NAMES: Mapping[str, ast.expr] = {}


def second_names(
    body: Sequence[ast.stmt], may_stop: Callable[[str], bool], parameters: Collection[str] = ()
) -> Mapping[str, ast.expr]:
    """What such names of a scope stand for: a name, dotted or not, of what may never return by its last word."""
    named = {name: value for each in statements_of(body) for name, value in assigned_names(each) if dotted(value)}
    found = {name: value for name, value in named.items() if may_stop(dotted(value).rpartition(".")[2])}
    if not found:  # nearly always, so that the bindings are not counted
        return NO_NAMES
    for _ in range(_HOPS):
        found |= {name: value for name, value in named.items() if dotted(value) in found}
    times = Counter((*bindings(body), *parameters))
    for node in (each for statement in body for each in (statement, *walk_statements(statement))):
        if isinstance(node, (ast.Global, ast.Nonlocal)):  # a function in this one, or of the module, may bind it again
            times.update(node.names)
    return {name: value for name, value in found.items() if times[name] == 1}


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
