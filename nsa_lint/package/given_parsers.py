"""Parameters that every call in the package gives a parser of `argparse`: what their `error` and `exit` end."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Iterator

from nsa_lint.package.closed import rebound
from nsa_lint.package.index import Index, Module
from nsa_lint.package.receivers import Kind, Receivers
from nsa_lint.syntax.arguments import arguments_of
from nsa_lint.syntax.bindings import times_bound
from nsa_lint.syntax.parser_names import ENDING
from nsa_lint.syntax.scopes import Function, children, dotted, parameters, walk

_MOST = 16  # files in which a function is looked for
_DEEPEST = 3  # callers that hand on what they are given


class GivenParsers:
    """Those of the functions of one module."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._receivers = Receivers(index)

    def endings(self, module: Module, asked: Collection[str]) -> Iterator[str]:
        """The calls such as `parser.error` in the functions that are `asked`, if each such call in the module ends."""
        if module.facts.text.words.isdisjoint(ENDING):
            return
        functions = module.facts.functions.all
        wanted = {path for each in functions if each.name in asked for _, path in _ended(each.node)}
        if not wanted:
            return
        calls = [(each, *said) for each in functions for said in _ended(each.node)]
        given = Counter(each.arg for each in module.nodes if isinstance(each, ast.arg))
        times = times_bound(module.tree)
        for path in sorted(wanted):
            name = path.partition(".")[0]
            calling = [each.node for each, _, other in calls if other == path]
            if times[name] == given[name] and all(self.is_parser(module, each, name) for each in calling):
                yield path

    def is_parser(self, module: Module, function: Function, name: str, depth: int = _DEEPEST) -> bool:
        """Whether every call of a function of a module passes a parser, and something calls it."""
        if module.definitions.get(function.name) is not function or name in rebound(function) or not depth:
            return False
        files = (self._index.mentioning((function.name,)) or {}).get(function.name)
        paths = [each for each in files or () if not self._index.layout.is_test(each)]
        calls: list[bool] = []
        for path in paths if len(paths) <= _MOST else ():
            other = self._index.module(path, module)
            if other is None:
                return False
            for mention in self._mentions(other, module, function.name):
                calls.append(mention is not None and self._gives(other, mention, function, name, depth))
        return bool(calls) and all(calls)

    def _gives(self, other: Module, call: ast.Call, function: Function, name: str, depth: int) -> bool:
        given = arguments_of(call, function)
        path = dotted(given.get(name)) if given is not None else ""
        if not path:
            return False
        if other.facts.never.stops(ast.Call(ast.parse(f"{path}.{ENDING[0]}", mode="eval").body, [], [])):
            return True
        around = [each.node for each in other.facts.functions.all if any(node is call for node in walk(each.node))]
        caller = next((each for each in reversed(around) if any(path == e.arg for e in parameters(each))), None)
        return caller is not None and self.is_parser(other, caller, path, depth - 1)

    def _mentions(self, other: Module, module: Module, name: str) -> Iterator[ast.Call | None]:
        """The calls of a function in a module; None for a place where it may be meant otherwise."""
        second = (each for given, imports in other.imports.items() for each in imports if given != each.name == name)
        yield from (None for _ in second)  # what has another name may be called in any file
        called = {node.func: node for node in other.nodes if isinstance(node, ast.Call)}
        for node in other.nodes:
            if isinstance(node, ast.Constant):
                if node.value == name and not _exports(other, node):
                    yield None
            elif isinstance(node, (ast.Name, ast.Attribute)) and name in (dotted(node), getattr(node, "attr", "")):
                meant = self._means(other, module, node, name)
                if meant is not False:
                    yield called.get(node) if meant else None

    def _means(self, other: Module, module: Module, node: ast.Name | ast.Attribute, name: str) -> bool | None:
        """Whether a name or an attribute is the function; None where it may be."""
        if isinstance(node, ast.Name):
            return True if other.path == module.path else self._receivers.means(other, name, (module.path, name))
        found = self._receivers.of(other, node.value)
        if found.kind is Kind.MODULE and found.module is not None:
            return found.module.path == module.path
        return None if found.kind is Kind.UNKNOWN else False


def _ended(function: Function) -> Iterator[tuple[str, str]]:
    """The parameters of which a function calls such a method in a statement, and what it calls."""
    given = {each.arg for each in parameters(function)}
    for node in walk(function):
        call = node.value if isinstance(node, ast.Expr) else None
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in ENDING:
            name = dotted(call.func.value)
            if name in given:
                yield name, f"{name}.{call.func.attr}"


def _exports(module: Module, text: ast.Constant) -> bool:
    """Whether a text stands in `__all__`."""
    return any(
        any(each is text for each in walk(node))
        for node in module.tree.body
        if any(isinstance(each, ast.Name) and each.id == "__all__" for each in children(node))
    )
