"""The options of `argparse` in functions that get what was parsed: `main(args)`, where `args = parser.parse_args()`.

`main(args.backend)` hands on the value of one: that of a function with this name, which is there for the command line.
Other functions may be called with other values from elsewhere.
"""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cached_property

from nsa_lint.syntax.arguments import arguments_of
from nsa_lint.syntax.never import is_transparent
from nsa_lint.syntax.parser_uses import ParserUses, bound_once
from nsa_lint.syntax.parsers import Options, Parsers
from nsa_lint.syntax.scopes import Function, parameters, walk

Handed = Mapping[str, Options]  # by parameter
_ENTRY = "main"


class HandedOptions:
    """What the calls in one module hand to its functions."""

    def __init__(
        self, tree: ast.Module, functions: Mapping[str, Sequence[Function]], parsers: Parsers, uses: ParserUses
    ) -> None:
        self._tree = tree
        self._functions = functions
        self._parsers = parsers
        self._uses = uses
        self._known: dict[Function, Handed] = {}
        self._waiting: list[Function] = []

    def of(self, function: Function) -> Handed:
        """By the parameters of a function: the options that every call of the module hands to it, with all values.

        Nothing where the module reads the function in another way than to call it by its name, or may, by `globals()`.
        """
        if function not in self._known:
            self._waiting.append(function)
            self._known[function] = self._find(function)
            self._waiting.pop()
        return self._known[function]

    def values_of(self, function: Function) -> Options:
        """By the parameters of `main`: all values of the options that the calls of the module pass for it."""
        every = self._calls_of(function) if function.name.strip("_") == _ENTRY else []
        names = set(every[0]).intersection(*every[1:]) if every else set()
        return _together([{name: self._values(given[name]) for name in names} for given in every])

    def all(self) -> list[tuple[str, Handed, Options]]:
        """Of every function that gets any, to be compared."""
        functions = (each for named in self._functions.values() for each in named)
        found = ((each.name, self.of(each), self.values_of(each)) for each in functions)
        return [each for each in found if each[1] or each[2]]

    def _find(self, function: Function) -> Handed:
        every = self._calls_of(function)
        names = {each.arg for each in parameters(function)} if every else ()
        found = {name: _together([*self._of_calls(function, name, every)]) for name in sorted(names)}
        return {name: options for name, options in found.items() if options}

    def _calls_of(self, function: Function) -> list[dict[str, ast.expr]]:
        """The arguments of all calls of a function; nothing where it is read in another way, or there are several."""
        calls = self._calls.get(function.name, [])
        if "globals" in self._calls or not calls or len(calls) != self._reads.get(function.name, 0):
            return []
        if self._uses.only_function(function.name, self._functions.get(function.name, ())) is not function:
            return []
        if not all(map(is_transparent, function.decorator_list)):
            return []
        return [arguments_of(call, function) or {} for call in calls]

    def _values(self, value: ast.expr) -> tuple[Hashable, ...]:
        """All values of an option that is passed; nothing where they are not known."""
        return self._options(value.value).get(value.attr, ()) if isinstance(value, ast.Attribute) else ()

    def _of_calls(self, function: Function, name: str, every: Sequence[Mapping[str, ast.expr]]) -> Iterator[Options]:
        """What each call hands to a parameter; one that hands on the function's own says nothing new."""
        for given in every:
            value = given.get(name)
            if not isinstance(value, ast.Name) or value.id != name or self._parameter_of(value) is not function:
                yield self._options(value) if value is not None else {}

    def _options(self, value: ast.expr) -> Options:
        """Of an argument: a call that parses, a name that has what was parsed, or a parameter that gets it."""
        place = self._uses.place_of(value)
        if not isinstance(value, ast.Name):
            return self._parsers.of(place, value)
        function = self._parameter_of(value)
        if function is not None:
            return {} if function in self._waiting else self.of(function).get(value.id, {})
        node = bound_once(self._uses.nodes(place, value.id), value.id)
        targets, options = self._parsers.parsed(node) if node is not None else ((), {})
        return options if any(isinstance(each, ast.Name) and each.id == value.id for each in targets) else {}

    def _parameter_of(self, name: ast.Name) -> Function | None:
        """The function whose parameter a name is, and nothing else in it."""
        place = self._uses.place_of(name)
        if isinstance(place, ast.Module) or all(each.arg != name.id for each in parameters(place)):
            return None
        nodes = self._uses.nodes(place, name.id)
        stored = (each for each in nodes if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Load))
        return place if all(each.id != name.id for each in stored) else None

    @cached_property
    def _calls(self) -> dict[str, list[ast.Call]]:
        found: dict[str, list[ast.Call]] = {}
        for node in walk(self._tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                found.setdefault(node.func.id, []).append(node)
        return found

    @cached_property
    def _reads(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for node in walk(self._tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found[node.id] = found.get(node.id, 0) + 1
        return found


def _together(every: Sequence[Options]) -> Options:
    """The options that all have, with the values of any."""
    names = set(every[0]).intersection(*every[1:]) if every else set()
    found: Options = {}
    for name in sorted(names):
        values: dict[Hashable, None] = {}
        for each in every:
            values.update(dict.fromkeys(each[name]))
        if all(each[name] for each in every):
            found[name] = tuple(values)
    return found
