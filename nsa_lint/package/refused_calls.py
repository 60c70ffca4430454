"""Calls of functions of the package that always fail for what they are given: `require(False, "...")`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from nsa_lint.package.index import Index, Module, Origin
from nsa_lint.package.kept import keeps, set_elsewhere
from nsa_lint.package.refusals import completion_of
from nsa_lint.syntax.arguments import arguments_of
from nsa_lint.syntax.completion import is_generator
from nsa_lint.syntax.connectives import joined_truth
from nsa_lint.syntax.literals import truth_of
from nsa_lint.syntax.never import is_transparent
from nsa_lint.syntax.scopes import bound_names, with_defaults

Constants = Mapping[str, ast.Constant]


class RefusedCalls:
    """Those of one module."""

    def __init__(self, module: Module, index: Index) -> None:
        self._module = module
        self._index = index

    def all(self) -> Iterator[tuple[ast.Call, Origin]]:
        """Of the calls that are statements: those of a function that the module imports, under one name alone."""
        nodes = (each.value for each in self._module.nodes if isinstance(each, ast.Expr))
        for call in nodes:
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                origin = self._origin(call.func.id)
                if origin is not None and self._fails(origin, call) and self._stays(call.func.id, origin):
                    yield call, origin

    def _origin(self, name: str) -> Origin | None:
        """What a name means wherever the module uses it."""
        imports = self._module.imports.get(name, ())
        if not imports or name in self._module.bound_otherwise:
            return None
        origins = {each.key: each for one in imports if (each := self._index.origin_of(self._module, one)) is not None}
        return next(iter(origins.values())) if len(origins) == 1 else None

    def _stays(self, name: str, origin: Origin) -> bool:
        """Whether no other module sets it, there or here; searched for where it matters, as all files are."""
        return keeps(origin.module, origin.name, self._index) and not set_elsewhere(self._module, name, self._index)

    def _fails(self, origin: Origin, call: ast.Call) -> bool:
        function = origin.definition
        if not isinstance(function, ast.FunctionDef) or is_generator(function) or origin.never_returns:
            return False  # one that never returns does so whatever it is given
        given = arguments_of(call, function) if all(map(is_transparent, function.decorator_list)) else None
        if given is None:
            return False
        if any(default is None and each.arg not in given for each, default in with_defaults(function)):
            return True  # a TypeError
        kept = given.keys() - bound_names(function.body)
        constants = {name: value for name, value in given.items() if name in kept and isinstance(value, ast.Constant)}
        given_so = completion_of(origin.module, self._index, lambda test: _truth(test, constants))
        return bool(constants) and not given_so.returns(function.body)


def _truth(test: ast.expr, constants: Constants) -> bool | None:
    """Whether a test holds where some names are constants; None where they do not decide it."""

    def of_part(part: ast.expr) -> bool | None:
        if not isinstance(part, ast.Compare):
            return truth_of(given(part))
        sides = [each.value for each in map(given, (part.left, *part.comparators)) if isinstance(each, ast.Constant)]
        if len(part.ops) > 1 or len(sides) < 2 or not isinstance(part.ops[0], (ast.Is, ast.IsNot)):
            return None
        if not any(value is None or isinstance(value, bool) for value in sides):
            return None
        return (sides[0] is sides[1]) is isinstance(part.ops[0], ast.Is)

    def given(node: ast.expr) -> ast.expr:
        return constants.get(node.id, node) if isinstance(node, ast.Name) else node

    return joined_truth(test, of_part)
