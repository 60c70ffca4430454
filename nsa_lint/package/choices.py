"""The values of an option of `argparse` whose `choices` are constants, where one function declares and parses it."""

from __future__ import annotations

import ast

from nsa_lint.syntax.scopes import Function, dotted, walk

_CLOSED = frozenset(("choices", "default", "help", "metavar", "required", "dest"))


def choices_of(function: Function, read: ast.Attribute) -> list[ast.expr]:
    """All values of `args.option`, where the function sets `args` by `parse_args()` alone; nothing where not known."""
    nodes = [*walk(function)]
    stores = [node for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)]
    parsed = [node for node in nodes if isinstance(node, ast.Assign) and _is_parsed(node, dotted(read.value))]
    if len(parsed) != 1 or sum(each.id == dotted(read.value) for each in stores) != 1:
        return []
    defaults = any(isinstance(node, ast.Attribute) and node.attr == "set_defaults" for node in nodes)
    if defaults or _is_stored(nodes, read):
        return []
    calls = [node for node in nodes if isinstance(node, ast.Call) and _declares(node, read.attr)]
    return _values(calls[0]) if len(calls) == 1 else []


def _is_parsed(node: ast.Assign, name: str) -> bool:
    """`name = parser.parse_args()`."""
    value = node.value
    called = value.func.attr if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) else ""
    return called == "parse_args" and [dotted(each) for each in node.targets] == [name] and bool(name)


def _is_stored(nodes: list[ast.AST], read: ast.Attribute) -> bool:
    """Whether the function stores to the attribute, or hands the namespace on, which may be changed then."""
    for node in nodes:
        if isinstance(node, ast.Attribute) and node.attr == read.attr and not isinstance(node.ctx, ast.Load):
            return True
        if isinstance(node, ast.Call):
            given = (*node.args, *(each.value for each in node.keywords))
            if any(dotted(each) == dotted(read.value) for each in given):
                return True
    return False


def _declares(call: ast.Call, name: str) -> bool:
    """Whether this is `add_argument` for the option that a namespace has under a name."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "add_argument":
        return False
    given = next((each.value for each in call.keywords if each.arg == "dest"), None)
    if given is not None:
        return not isinstance(given, ast.Constant) or given.value == name
    flags = [each.value if isinstance(each, ast.Constant) else None for each in call.args]
    if not all(isinstance(each, str) for each in flags):
        return True  # its name is not known
    texts = [str(each) for each in flags]
    first = next((each for each in texts if each.startswith("--")), texts[0] if texts else "")
    return first.lstrip("-").replace("-", "_") == name


def _values(call: ast.Call) -> list[ast.expr]:
    given = {each.arg: each.value for each in call.keywords}
    choices = given.get("choices")
    if not given.keys() <= _CLOSED or not isinstance(choices, (ast.List, ast.Tuple, ast.Set)):
        return []
    values = [*choices.elts]
    required = given.get("required")
    default = given.get("default", ast.Constant(None))
    is_option = any(isinstance(each, ast.Constant) and str(each.value).startswith("-") for each in call.args)
    if is_option and not (isinstance(required, ast.Constant) and required.value is True):
        values.append(default)
    return values if all(isinstance(each, ast.Constant) for each in values) else []
