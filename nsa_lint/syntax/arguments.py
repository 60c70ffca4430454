"""What a call gives the parameters of a function."""

from __future__ import annotations

import ast

from nsa_lint.syntax.scopes import FunctionNode, positional, with_defaults
from nsa_lint.syntax.text_index import words_of

_NONE = frozenset(("None", "Optional"))


def arguments_of(call: ast.Call, function: FunctionNode, implied: int = 0) -> dict[str, ast.expr] | None:
    """What a call gives each parameter, defaults included; None where that is not clear.

    `implied`: how many parameters get no argument of the call: 1 for `self`.
    """
    if any(isinstance(each, ast.Starred) for each in call.args) or any(each.arg is None for each in call.keywords):
        return None
    by_place = positional(function)[implied:]
    if len(call.args) > len(by_place) and function.args.vararg is None:
        return None
    found = {each.arg: value for each, value in with_defaults(function) if value is not None}
    named = {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}
    found |= {each.arg: value for each, value in zip(by_place, call.args, strict=False)}
    return found | {each.arg: each.value for each in call.keywords if each.arg in named}


def may_be_none(parameter: ast.arg) -> bool:
    """Whether the annotation of a parameter allows None."""
    return parameter.annotation is not None and not _NONE.isdisjoint(words_of(ast.unparse(parameter.annotation)))
