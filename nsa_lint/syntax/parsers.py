"""The values of the options of `argparse`: `choices`, flags, and types that are enums.

`args = parser.parse_args()` gives an object whose `backend` is one of the `choices` of `--backend`, or its default. The
parser is made in the same scope or by a function of the module that returns it, or what it has parsed. Nothing is known
where it is handed on: somebody may add to it, or set other defaults; nor where the module stores to an attribute of the
option's name, but for those of `self`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property

from nsa_lint.syntax.constants import Constants
from nsa_lint.syntax.listed import ListedValues
from nsa_lint.syntax.scopes import SCOPES, Function, children, dotted, walk

Options = dict[str, tuple[Hashable, ...]]
_HARMLESS = frozenset(  # what a parser may be made with
    "prog usage description epilog formatter_class add_help allow_abbrev exit_on_error".split()
)
_CLOSED = frozenset("choices default help metavar required dest type action".split())
_FLAGS = ("store_true", "store_false")


class Parsers:
    """The parsers of one module."""

    def __init__(
        self,
        tree: ast.Module,
        functions: Mapping[str, Sequence[Function]],
        listed: ListedValues,
        constants: Callable[[], Constants],
    ) -> None:
        self._tree = tree
        self._functions = functions
        self._listed = listed
        self._constants = constants

    def of(self, value: ast.expr) -> Options:
        """All values of the attributes of what an assigned call gives back, as far as they are known."""
        return self._found.get(value, {})

    @cached_property
    def _found(self) -> dict[ast.expr, Options]:
        every = [*walk(self._tree)]
        found = self._in(_nodes(self._tree))
        for node in every:
            if isinstance(node, Function):
                found |= self._in([*walk(node)])
        stores = (each for each in every if isinstance(each, ast.Attribute) and not _is_load(each))
        set_later = {each.attr for each in stores if dotted(each.value) != "self"}
        return {
            call: {name: values for name, values in options.items() if name not in set_later}
            for call, options in found.items()
        }

    def _in(self, nodes: Sequence[ast.AST]) -> dict[ast.expr, Options]:
        """By the calls of one scope that parse."""
        found: dict[ast.expr, Options] = {}
        for node in nodes:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                options = self._parsed(nodes, node.value) or self._by_helper(node.value)
                if options:
                    found[node.value] = options
        return found

    def _parsed(self, nodes: Sequence[ast.AST], call: ast.Call) -> Options:
        """Of `parser.parse_args()`."""
        if not isinstance(call.func, ast.Attribute) or call.func.attr != "parse_args":
            return {}
        if len(call.args) > 1 or any(each.arg != "args" for each in call.keywords):
            return {}
        return self._of_parser(nodes, dotted(call.func.value), True)

    def _by_helper(self, call: ast.Call) -> Options:
        """Of `parse()`, a function of the module that returns what it has parsed."""
        nodes, returned = self._helper(call)
        name = returned.id if isinstance(returned, ast.Name) else ""
        value = _set_once(nodes, name) if name else returned
        if not isinstance(value, ast.Call) or (name and is_handed_on(nodes, name)):
            return {}
        return self._parsed(nodes, value)

    def _helper(self, call: ast.Call) -> tuple[Sequence[ast.AST], ast.expr | None]:
        """The nodes of a function of the module, and the one expression that it returns."""
        functions = self._functions.get(call.func.id, ()) if isinstance(call.func, ast.Name) else ()
        if len(functions) != 1 or functions[0].decorator_list:
            return (), None
        nodes = [*walk(functions[0])]
        returns = [node for node in nodes if isinstance(node, ast.Return)]
        return nodes, returns[0].value if len(returns) == 1 else None

    def _of_parser(self, nodes: Sequence[ast.AST], name: str, by_helpers: bool) -> Options:
        """Of the parser that a scope makes, or a function of the module that it calls."""
        made = _set_once(nodes, name)
        if not isinstance(made, ast.Call) or is_handed_on(nodes, name):
            return {}
        if dotted(made.func).rpartition(".")[2] == "ArgumentParser":
            return self._declared(nodes) if all(each.arg in _HARMLESS for each in made.keywords) else {}
        inner, returned = self._helper(made)
        if not by_helpers or not isinstance(returned, ast.Name) or any(map(_adds, nodes)):
            return {}
        return self._of_parser(inner, returned.id, False)

    def _declared(self, nodes: Sequence[ast.AST]) -> Options:
        """What one scope declares, each option once."""
        found: dict[str, list[tuple[Hashable, ...] | None]] = {}
        for node in nodes:
            if _adds(node) and not isinstance(node, ast.Call):
                return {}
            if isinstance(node, ast.Call) and _adds(node):
                name = _name(node)
                if name is None:
                    return {}
                found.setdefault(name, []).append(self._values(node))
        once = {name: values[0] for name, values in found.items() if len(values) == 1}
        return {name: values for name, values in once.items() if values is not None}

    def _values(self, call: ast.Call) -> tuple[Hashable, ...] | None:
        """All values of one option; None where they are not known."""
        given = {each.arg: each.value for each in call.keywords if each.arg is not None}
        if len(given) < len(call.keywords) or not given.keys() <= _CLOSED:
            return None
        default = given.get("default")
        if "action" in given:
            is_flag = getattr(given["action"], "value", "") in _FLAGS and "type" not in given
            return (False, True) if is_flag and (default is None or _is(default, bool)) else None
        kind = dotted(given["type"]) if "type" in given else "str"
        if kind not in ("str", "int"):
            values = self._members(given["type"])
        elif kind != "str" and default is not None and not _is(default, int):
            return None  # a text is converted
        else:
            values = self._listed.values_of(given["choices"]) if "choices" in given else None
        required = given.get("required")
        if values is None or not _is_option(call) or (required is not None and getattr(required, "value", 0) is True):
            return values
        others = self._default(default)
        return (*values, *(each for each in others if each not in values)) if others is not None else None

    def _members(self, annotation: ast.expr) -> tuple[Hashable, ...] | None:
        """The members of an enum of the module."""
        name = annotation.id if isinstance(annotation, ast.Name) else ""
        return self._constants().closed(annotation) if self._constants().members(name) else None

    def _default(self, node: ast.expr | None) -> tuple[Hashable, ...] | None:
        if node is None:
            return (None,)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            member = self._constants().members(node.value.id).get(node.attr)
            return None if member is None else (member,)
        return self._listed.values_of(ast.List([node], ast.Load()))


def is_handed_on(nodes: Sequence[ast.AST], name: str) -> bool:
    """Whether an object is an argument of a call."""
    given = (e for node in nodes if isinstance(node, ast.Call) for e in (*node.args, *(k.value for k in node.keywords)))
    return any(dotted(each) == name for each in given)


def _nodes(tree: ast.Module) -> list[ast.AST]:
    """The nodes of the module's own statements, functions and classes left out."""
    found: list[ast.AST] = []
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        found.append(node)
        stack += [each for each in children(node) if not isinstance(each, SCOPES)]
    return found


def _set_once(nodes: Sequence[ast.AST], name: str) -> ast.expr | None:
    """The value of a name that a scope assigns once, and binds in no other way."""
    if not name.isidentifier():
        return None
    stores = sum(isinstance(node, ast.Name) and node.id == name and not _is_load(node) for node in nodes)
    others = any(isinstance(node, ast.arg) and node.arg == name for node in nodes)
    values = [
        node.value for node in nodes if isinstance(node, ast.Assign) and [dotted(e) for e in node.targets] == [name]
    ]
    return values[0] if len(values) == stores == 1 and not others else None


def _is_load(node: ast.Name | ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Load)


def _adds(node: ast.AST) -> bool:
    """Whether a node declares an option, or sets the default of one."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr == "add_argument"
    return isinstance(node, ast.Attribute) and node.attr == "set_defaults"


def _name(call: ast.Call) -> str | None:
    """The attribute that has the value of an option; None where that is not known."""
    given = next((each.value for each in call.keywords if each.arg == "dest"), None)
    if given is not None:
        return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else None
    flags = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    if len(flags) < len(call.args) or not flags or any(each.arg is None for each in call.keywords):
        return None
    return next((each for each in flags if each.startswith("--")), flags[0]).lstrip("-").replace("-", "_")


def _is_option(call: ast.Call) -> bool:
    return any(isinstance(each, ast.Constant) and str(each.value).startswith("-") for each in call.args)


def _is(node: ast.expr, kind: type) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, kind)
