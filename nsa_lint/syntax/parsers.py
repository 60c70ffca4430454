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

from nsa_lint.syntax.assigning import ASSIGNMENTS, Assignment, targets_of
from nsa_lint.syntax.attributes import is_stored
from nsa_lint.syntax.constants import Constants
from nsa_lint.syntax.listed import ListedValues
from nsa_lint.syntax.parser_uses import (
    PARSES,
    ParserUses,
    Place,
    bound_once,
    first_of_two,
    reads_attributes_only,
)
from nsa_lint.syntax.scopes import SCOPES, Function, children, dotted, walk

Options = dict[str, tuple[Hashable, ...]]
_HARMLESS = frozenset(  # what a parser may be made with
    "prog usage description epilog formatter_class add_help allow_abbrev exit_on_error".split()
)
_CLOSED = frozenset("choices default help metavar required dest type action".split())
_DEEPEST = 2  # functions that return what another one has parsed
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

    def parsed(self, node: Assignment) -> tuple[Sequence[ast.expr], Options]:
        """Which targets of an assignment have parsed options, and all values of those that are known."""
        return self._found.get(node, ((), {}))

    def of(self, scope: Place, value: ast.expr) -> Options:
        """The options of what an expression parses itself, `parser.parse_args()`."""
        return self._that_stay(self._options(scope, value, False, _DEEPEST)) if isinstance(value, ast.Call) else {}

    @cached_property
    def uses(self) -> ParserUses:
        """What is done with the parsers."""
        return ParserUses(self._tree)

    @cached_property
    def _found(self) -> dict[Assignment, tuple[Sequence[ast.expr], Options]]:
        found = self._in(self._tree, _nodes(self._tree))
        for node in walk(self._tree):
            if isinstance(node, Function):
                found |= self._in(node, [*walk(node)])
        return {node: (targets, self._that_stay(options)) for node, (targets, options) in found.items()}

    def _that_stay(self, options: Options) -> Options:
        """Of some options those that nothing in the module sets."""
        return {name: values for name, values in options.items() if name not in self._set_later}

    @cached_property
    def _set_later(self) -> set[str]:
        stores = filter(is_stored, walk(self._tree))
        return {each.attr for each in stores if dotted(each.value) != "self"}

    def _in(self, scope: Place, nodes: Sequence[ast.AST]) -> dict[Assignment, tuple[Sequence[ast.expr], Options]]:
        """By the assignments of one scope that parse."""
        found: dict[Assignment, tuple[Sequence[ast.expr], Options]] = {}
        for node in nodes:
            if isinstance(node, ASSIGNMENTS) and isinstance(node.value, (ast.Call, ast.Subscript)):
                targets = targets_of(node)
                firsts = [first_of_two(target) for target in targets]
                is_pair = None not in firsts
                options = self._options(scope, node.value, is_pair, _DEEPEST)
                if options:
                    found[node] = ([each for each in firsts if each is not None] if is_pair else targets, options)
        return found

    def _options(self, scope: Place, value: ast.expr, is_pair: bool, depth: int) -> Options:
        """Of a value that is what was parsed, or a pair of that and the rest of the words."""
        if isinstance(value, ast.Subscript) and not is_pair:
            is_first = isinstance(value.slice, ast.Constant) and value.slice.value == 0
            value, is_pair = value.value, is_first
            if not is_first:
                return {}
        name = first_of_two(value) if is_pair else value
        if isinstance(name, ast.Name):
            return self._of_name(scope, name, depth)
        if not isinstance(value, ast.Call):
            return {}
        return self._parsed(scope, value, is_pair) or (self._by_helper(value, is_pair, depth - 1) if depth else {})

    def _parsed(self, scope: Place, call: ast.Call, is_pair: bool) -> Options:
        """Of `parser.parse_args()`, or of `parser.parse_known_args()`, which gives a pair."""
        if not isinstance(call.func, ast.Attribute) or call.func.attr != PARSES[is_pair]:
            return {}
        if len(call.args) > 1 or any(each.arg != "args" for each in call.keywords):
            return {}
        if isinstance(call.func.value, ast.Call):
            declared = self._declared_by_helper(call.func.value)
        else:
            made = self.uses.made(scope, call)
            declared = self._declarations(scope, dotted(call.func.value), made) if made is not None else None
        return self._declared(declared) if declared is not None else {}

    def _by_helper(self, call: ast.Call, is_pair: bool, depth: int) -> Options:
        """Of `parse()`, a function of the module that returns what it has parsed."""
        helper, returned = self._helper(call)
        return self._options(helper, returned, is_pair, depth) if helper is not None and returned is not None else {}

    def _of_name(self, scope: Place, returned: ast.Name, depth: int) -> Options:
        """Of a name that a helper returns: it is bound once, and nothing but its attributes is read."""
        nodes = [*walk(scope)]
        node = bound_once(nodes, returned.id)
        if isinstance(scope, ast.Module) or node is None or not reads_attributes_only(nodes, returned.id, returned):
            return {}
        is_pair = first_of_two(targets_of(node)[0]) is not None
        value = node.value
        return self._options(scope, value, is_pair, depth) if isinstance(value, (ast.Call, ast.Subscript)) else {}

    def _helper(self, call: ast.Call) -> tuple[Function | None, ast.expr | None]:
        """A function of the module, and the one expression that it returns."""
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        function = self.uses.only_function(name, self._functions.get(name, ()))
        if function is None or function.decorator_list:
            return None, None
        returns = [node for node in walk(function) if isinstance(node, ast.Return)]
        return function, returns[0].value if len(returns) == 1 else None

    def _declarations(self, scope: Place, name: str, made: ast.Call) -> list[ast.Call] | None:
        """What declares the options of a parser; None where that is not all that is done with it."""
        declared = self.uses.declarations(scope, name)
        if declared is None:
            return None
        if self.uses.makes_parser(made):
            return declared if _is_plain(made) else None
        others = self._declared_by_helper(made)
        return others + declared if others is not None else None

    def _declared_by_helper(self, call: ast.Call) -> list[ast.Call] | None:
        """What declares the options of a parser that a function of the module makes and returns."""
        helper, returned = self._helper(call)
        if helper is None or not isinstance(returned, ast.Name):
            return None
        made = self.uses.made_as(helper, returned.id)
        if made is None or not self.uses.makes_parser(made) or not _is_plain(made):
            return None
        return self.uses.declarations(helper, returned.id, returned)

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
