"""The values of the options of `argparse`: `choices`, flags, and types that are enums.

`args = parser.parse_args()` gives an object whose `backend` is one of the `choices` of `--backend`, or its default. The
parser is made in the same scope or by a function of the module that returns it, or what it has parsed. Nothing is known
where it is read for anything but declaring options and parsing: other code may then add to it or set other defaults;
nor where the module stores to an attribute of the option's name, but for those of `self`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property

from nsa_lint.syntax.constants import Constants
from nsa_lint.syntax.listed import ListedValues
from nsa_lint.syntax.parser_uses import ParserUses, Place, reads_attributes_only, set_once
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
    def _uses(self) -> ParserUses:
        return ParserUses(self._tree)

    @cached_property
    def _found(self) -> dict[ast.expr, Options]:
        every = [*walk(self._tree)]
        found = self._in(self._tree, _nodes(self._tree))
        for node in every:
            if isinstance(node, Function):
                found |= self._in(node, [*walk(node)])
        stores = (each for each in every if isinstance(each, ast.Attribute) and not isinstance(each.ctx, ast.Load))
        set_later = {each.attr for each in stores if dotted(each.value) != "self"}
        return {
            call: {name: values for name, values in options.items() if name not in set_later}
            for call, options in found.items()
        }

    def _in(self, scope: Place, nodes: Sequence[ast.AST]) -> dict[ast.expr, Options]:
        """By the calls of one scope that parse."""
        found: dict[ast.expr, Options] = {}
        for node in nodes:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                options = self._parsed(scope, node.value) or self._by_helper(node.value)
                if options:
                    found[node.value] = options
        return found

    def _parsed(self, scope: Place, call: ast.Call) -> Options:
        """Of `parser.parse_args()`."""
        if not isinstance(call.func, ast.Attribute) or call.func.attr != "parse_args":
            return {}
        if len(call.args) > 1 or any(each.arg != "args" for each in call.keywords):
            return {}
        made = self._uses.made(scope, call)
        declared = self._declarations(scope, dotted(call.func.value), made) if made is not None else None
        return self._declared(declared) if declared is not None else {}

    def _by_helper(self, call: ast.Call) -> Options:
        """Of `parse()`, a function of the module that returns what it has parsed."""
        helper, returned = self._helper(call)
        if helper is None:
            return {}
        value = returned
        if isinstance(returned, ast.Name):
            nodes = [*walk(helper)]
            value = set_once(nodes, returned.id) if reads_attributes_only(nodes, returned.id, returned) else None
        return self._parsed(helper, value) if isinstance(value, ast.Call) else {}

    def _helper(self, call: ast.Call) -> tuple[Function | None, ast.expr | None]:
        """A function of the module, and the one expression that it returns."""
        functions = self._functions.get(call.func.id, ()) if isinstance(call.func, ast.Name) else ()
        if len(functions) != 1 or functions[0].decorator_list:
            return None, None
        returns = [node for node in walk(functions[0]) if isinstance(node, ast.Return)]
        return functions[0], returns[0].value if len(returns) == 1 else None

    def _declarations(self, scope: Place, name: str, made: ast.Call) -> list[ast.Call] | None:
        """What declares the options of a parser; None where that is not all that is done with it."""
        declared = self._uses.declarations(scope, name)
        if declared is None:
            return None
        if self._uses.makes_parser(made):
            return declared if _is_plain(made) else None
        helper, returned = self._helper(made)
        if helper is None or not isinstance(returned, ast.Name):
            return None
        made_there = self._uses.made_as(helper, returned.id)
        if made_there is None or not self._uses.makes_parser(made_there) or not _is_plain(made_there):
            return None
        others = self._uses.declarations(helper, returned.id, returned)
        return others + declared if others is not None else None

    def _declared(self, calls: Sequence[ast.Call]) -> Options:
        """What these calls declare, each option once."""
        found: dict[str, list[tuple[Hashable, ...] | None]] = {}
        for call in calls:
            name = _name(call)
            if name is None:
                return {}
            found.setdefault(name, []).append(self._values(call))
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


def _is_plain(made: ast.Call) -> bool:
    """Whether no argument of a parser changes the values of its options."""
    return not made.args[1:] and all(each.arg in _HARMLESS for each in made.keywords)


def _nodes(tree: ast.Module) -> list[ast.AST]:
    """The nodes of the module's own statements, functions and classes left out."""
    found: list[ast.AST] = []
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        found.append(node)
        stack += [each for each in children(node) if not isinstance(each, SCOPES)]
    return found


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
