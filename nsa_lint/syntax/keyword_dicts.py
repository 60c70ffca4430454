"""What cannot fail of `**kwargs`: it is a dict, so that `kwargs.pop("key", default)` takes an item or the default."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from nsa_lint.syntax.bindings import names_bound
from nsa_lint.syntax.literals import text_of
from nsa_lint.syntax.scopes import FUNCTIONS, walk

# Methods that fail for no dict, with how many arguments they take then, of which the first is a key
_METHODS = {
    **dict.fromkeys(("copy", "items", "keys", "values"), (0,)),
    **dict.fromkeys(("get", "setdefault"), (1, 2)),
    "pop": (2,),
}


def receiver_of_dict(node: ast.AST) -> ast.Name | None:
    """The name of which this is a method, or calls one, that fails for no dict; None for anything else."""
    method = node.func if isinstance(node, ast.Call) else node
    if not isinstance(method, ast.Attribute) or not isinstance(method.value, ast.Name) or method.attr not in _METHODS:
        return None
    return method.value if not isinstance(node, ast.Call) or _takes(node, _METHODS[method.attr]) else None


def of_keyword_dicts(tree: ast.Module) -> frozenset[int]:
    """`id` of the names in a file that are what functions take as `**kwargs`, where nothing else binds that name."""
    takers = [node for node in walk(tree) if isinstance(node, FUNCTIONS) and node.args.kwarg is not None]
    return frozenset(id(name) for taker in takers for name in _read(taker))


def _read(function: ast.AST) -> Iterator[ast.Name]:
    name = function.args.kwarg.arg  # type: ignore[attr-defined]
    inside = [*walk(function)]
    taken = [node.args.kwarg for node in inside if isinstance(node, FUNCTIONS) and node.args.kwarg is not None]
    if all(node in taken for node in inside if name in names_bound(node)):
        yield from (node for node in inside if isinstance(node, ast.Name) and node.id == name)


def _takes(call: ast.Call, counts: tuple[int, ...]) -> bool:
    if call.keywords or len(call.args) not in counts or any(isinstance(each, ast.Starred) for each in call.args):
        return False
    return not call.args or text_of(call.args[0]) is not None
