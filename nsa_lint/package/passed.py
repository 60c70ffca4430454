"""Which values a call may pass: constants, members of enums, and what the function around it says of its own names."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from nsa_lint.package.calls import Site, Where
from nsa_lint.package.choices import choices_of
from nsa_lint.package.closed import ClosedTypes, closed_type, rebound
from nsa_lint.package.conditions import Translation, locals_of
from nsa_lint.package.index import Index, Module, Origin
from nsa_lint.package.kept import keeps
from nsa_lint.syntax.assigning import assigned
from nsa_lint.syntax.bindings import names_bound
from nsa_lint.syntax.scopes import Function, bound_names, dotted, parameters, walk

_MOST = 12  # ways of one call
_DEEPEST = 3  # locals that are set from locals
Values = Mapping[str, ast.expr]


class Passed:
    """What calls pass to the functions of one module, in its terms."""

    def __init__(self, module: Module, index: Index, translation: Translation) -> None:
        self._module = module
        self._index = index
        self._translation = translation
        self._closed = ClosedTypes(index, translation)

    def ways(self, module: Module, site: Site, given: Values, known: Values) -> Iterator[dict[str, ast.expr]]:
        """The known arguments of a call, in each way; equal arguments have equal values. `known`: the caller's own."""
        texts = {name: ast.dump(value) for name, value in given.items()}
        ways: list[dict[str, ast.expr]] = [{}]
        for name, text in texts.items():
            if text not in ways[0]:
                values = self._values(module, site.where, given[name], known, _DEEPEST)
                if values and len(values) * len(ways) <= _MOST:
                    ways = [{**way, text: value} for way in ways for value in values]
        for way in ways:
            yield {name: way[text] for name, text in texts.items() if text in way}

    def _values(self, module: Module, where: Where, value: ast.expr, known: Values, depth: int) -> list[ast.expr]:
        """All values of an expression; nothing where they are not known."""
        if is_constant(value):
            return [value]
        if isinstance(value, ast.IfExp):
            return self._all_of(module, where, [value.body, value.orelse], known, depth)
        function = where.around[-1] if where.around else None
        root = dotted(value).partition(".")[0]
        if root in set().union(*(locals_of(each) | rebound(each) for each in where.around)):
            if function is None or len(where.around) != 1 or not depth:
                return []
            if isinstance(value, ast.Name):
                return self._of_local(module, where, function, value.id, known, depth - 1)
            return choices_of(module, function, value) if isinstance(value, ast.Attribute) else []
        if isinstance(value, ast.Name):
            return self._constant(module, value.id)
        return self._member(module, value) if isinstance(value, ast.Attribute) else []

    def _all_of(
        self, module: Module, where: Where, values: list[ast.expr], known: Values, depth: int
    ) -> list[ast.expr]:
        parts = [self._values(module, where, each, known, depth) for each in values]
        found = {ast.dump(each): each for part in parts for each in part}
        return [*found.values()] if all(parts) else []

    def _of_local(
        self, module: Module, where: Where, function: Function, name: str, known: Values, depth: int
    ) -> list[ast.expr]:
        """The values of a parameter that keeps its value, or of a variable that is only assigned such."""
        changed = name in rebound(function)
        if any(each.arg == name for each in parameters(function)):
            if changed:
                return []
            if name in known:
                return [known[name]]
            return self._closed.of_parameter(module, function, name) or self._tested(module, where, name)
        nodes = [node for statement in function.body for node in walk(statement)]
        set_to = [value for node in nodes for target, value in assigned(node) if dotted(target) == name]
        stores = [node for node in nodes if isinstance(node, ast.Name) and node.id == name]
        if sum(not isinstance(node.ctx, ast.Load) for node in stores) != len(set_to):
            return []
        if any(isinstance(node, (ast.Global, ast.Nonlocal)) and name in node.names for node in nodes):
            return []
        return self._all_of(module, where, set_to, known, depth) if set_to and not _is_hidden(nodes, name) else []

    def _tested(self, module: Module, where: Where, name: str) -> list[ast.expr]:
        """The texts and members with which the tests around a call compare a parameter."""
        for test, truth, depth in where.tests if len(where.around) == 1 else ():
            for compared in _compared(test, truth, name) if depth else ():
                values = [value for each in compared for value in self._text_or_member(module, each)]
                if values and len(values) == len(compared):
                    return values
        return []

    def _text_or_member(self, module: Module, value: ast.expr) -> list[ast.expr]:
        if isinstance(value, ast.Constant):
            return [value] if isinstance(value.value, str) else []
        return self._member(module, value) if isinstance(value, ast.Attribute) else []

    def _constant(self, module: Module, name: str) -> list[ast.expr]:
        """The constant that a name of the module holds."""
        origin = self._index.origin(module, name) if name in module.bound else None
        value = origin.definition if origin is not None else None
        if origin is None or not isinstance(value, ast.expr) or not is_constant(value):
            return []
        return [value] if keeps(origin.module, origin.name, self._index) else []

    def _member(self, module: Module, value: ast.Attribute) -> list[ast.expr]:
        """A member of an enum, as this module names it."""
        found = self._index.class_of(module, dotted(value.value))
        node = closed_type(Origin(found[0], found[1].name)) if found is not None else None
        if not isinstance(node, ast.ClassDef) or value.attr not in bound_names(node.body):
            return []
        return self._translation.of(value, module)[:1]


def is_constant(node: ast.expr) -> bool:
    """Whether an expression is a constant, or a negative number."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node = node.operand
    return isinstance(node, ast.Constant) and node.value is not Ellipsis


def _is_hidden(nodes: list[ast.AST], name: str) -> bool:
    """Whether something else than a variable has the name too: a parameter of an inner function, an import."""
    return any(name in names_bound(node) for node in nodes if not isinstance(node, ast.Name))


def _compared(test: ast.expr, truth: bool, name: str) -> Iterator[list[ast.expr]]:
    """What a name equals one of, where a test has a value."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        yield from _compared(test.operand, not truth, name)
    elif isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) is truth:
        for each in test.values:
            yield from _compared(each, truth, name)
    elif isinstance(test, ast.Compare) and len(test.ops) == 1 and dotted(test.left) == name:
        one, several = ((ast.Eq, ast.Is), ast.In) if truth else ((ast.NotEq, ast.IsNot), ast.NotIn)
        other = test.comparators[0]
        if isinstance(test.ops[0], one):
            yield [other]
        elif isinstance(test.ops[0], several) and isinstance(other, (ast.Tuple, ast.List, ast.Set)):
            yield other.elts
