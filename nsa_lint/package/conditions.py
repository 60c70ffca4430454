"""What holds where a test is true or false, in terms that stay: flags and predicates of a module."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable, Container, Iterator
from functools import cached_property
from typing import Any

from nsa_lint.dispatch.vocabulary import CALLS, DOTTED
from nsa_lint.package.import_flags import ImportFlags
from nsa_lint.package.index import Index, Module
from nsa_lint.package.kept import attribute_is_set, may_change, set_elsewhere
from nsa_lint.package.names import Import
from nsa_lint.syntax.connectives import both, either, negated
from nsa_lint.syntax.imported import IMPORT, fact_of, imported, taken_by
from nsa_lint.syntax.scopes import bound_names, dotted, parameters, walk

# A call that gives the same answer each time for the same arguments, by its last word
_PREDICATE = re.compile(r"(?:\b|_)(?:is|has|have|can|use|uses|support|supports|should)_|available|installed|enabled")
_ANSWERS = (CALLS | {"which"}) - {"getenv"}  # the environment is set, too
_VERSION = re.compile(r"(?:\b|_|Loose|Strict)[vV]ersion$|\bversion\.parse$")
_ASKED_OF = ("hasattr", "getattr")  # with an object, and the name of what it may have
_FORMS = (
    ast.Name, ast.Attribute, ast.Call, ast.Compare, ast.Constant, ast.UnaryOp, ast.Tuple, ast.List, ast.Set,
    ast.Subscript, ast.cmpop, ast.unaryop, ast.expr_context,
)  # fmt: skip
_DEEPEST = 4  # flags that are set from flags


class Conditions:
    """The tests of one module."""

    def __init__(self, module: Module, index: Index) -> None:
        self.module = module
        self._index = index

    def holds(self, test: ast.expr, value: bool, local: Container[str], fixed: Container[str] = ()) -> list[ast.expr]:
        """What holds, all of it, where a test has a value. `local`: names that are not the module's there.

        `fixed`: attributes of `self` that only its constructor sets.
        """
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return self.holds(test.operand, not value, local, fixed)
        if isinstance(test, ast.Call) and dotted(test.func) == "bool" and len(test.args) == 1:
            return self.holds(test.args[0], value, local, fixed)
        if isinstance(test, ast.BoolOp):
            parts = [self.holds(each, value, local, fixed) for each in test.values]
            if isinstance(test.op, ast.And) is value:
                return [each for part in parts for each in part]
            return [either(map(both, parts))] if all(parts) else []
        if not self._stays(test, local, fixed):
            return []
        return [test if value else negated(test)]

    def _stays(self, test: ast.expr, local: Container[str], fixed: Container[str]) -> bool:
        """Whether an expression has one value as long as the program runs."""
        if not all(isinstance(node, _FORMS) for node in walk(test)):
            return False
        if any(isinstance(node, ast.Subscript) and not _is_item_of_call(node) for node in walk(test)):
            return False
        return all(self._root_stays(node, local, fixed) for node in _roots(test))

    def _root_stays(self, node: ast.expr, local: Container[str], fixed: Container[str]) -> bool:
        if isinstance(node, ast.Call):
            return not node.keywords and self._call_stays(node, local, fixed)
        name = dotted(node)
        root, dot, rest = name.partition(".")
        if root == "self":
            return rest in fixed
        if not name or root in local:
            return False
        imported = self.module.imported.get(root)
        if dot:  # a constant of a module from elsewhere, or the member of a class
            if imported is None or not (rest.isupper() or not self._is_own(imported)):
                return False
            return not (isinstance(node, ast.Attribute) and may_change(self.module, node, self._index))
        return (imported is not None or self.module.stays(root)) and not set_elsewhere(self.module, root, self._index)

    def _asks_machine(self, imported: Import, rest: str) -> bool:
        """Whether something that is imported, or what that has, asks what machine this is and what is installed."""
        name = ".".join(filter(None, (imported.module, imported.name))) + rest
        if name in DOTTED or name.rpartition(".")[2] in _ANSWERS:
            return True
        return _VERSION.search(name) is not None and not self._is_own(imported)

    def _call_stays(self, node: ast.Call, local: Container[str], fixed: Container[str]) -> bool:
        """Whether a call gives one answer: of what is installed, of the machine, or a predicate of what stays."""
        name = dotted(node.func)
        if not name or not all(self._stays(each, local, fixed) for each in node.args):
            return False
        if name in _ASKED_OF and name not in local and name not in self.module.bound:
            return self._is_asked_of(*node.args[:2])
        return self._predicate(name, local)

    def _is_asked_of(self, owner: ast.expr, named: ast.expr | None = None) -> bool:
        """Whether this is a module, or what it has, of which nothing sets or deletes what is asked for."""
        imported = self.module.imported.get(dotted(owner).partition(".")[0])
        if imported is None or self._is_own(imported):
            return False
        text = named.value if isinstance(named, ast.Constant) else None
        return isinstance(text, str) and not attribute_is_set(self.module, text, self._index)

    def _is_own(self, imported: Import) -> bool:
        """Whether something is imported from the package itself: an object there may change."""
        first = imported.module.partition(".")[0]
        return bool(imported.level) or f"{os.sep}{first}{os.sep}" in self.module.path

    def _predicate(self, name: str, local: Container[str]) -> bool:
        root, dot, _ = name.partition(".")
        imported = self.module.imported.get(root)
        if root in local or (imported is None and root not in self.module.definitions):
            return False
        if imported is not None and self._asks_machine(imported, name[len(root) :]):
            return True
        said = name.rpartition(".")[2] if dot or imported is None else f"{root} {imported.name}"
        return _PREDICATE.search(said) is not None


def _is_item_of_call(node: ast.Subscript) -> bool:
    return isinstance(node.value, ast.Call) and isinstance(node.slice, ast.Constant)


def _roots(node: ast.expr) -> Iterator[ast.expr]:
    """The names, dotted names and calls in an expression."""
    if isinstance(node, (ast.Name, ast.Attribute, ast.Call)):
        yield node
        return
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield from _roots(child)


def locals_of(function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> set[str]:
    """The names that are not the module's in a function."""
    names = {each.arg for each in parameters(function)}
    return names if isinstance(function, ast.Lambda) else names | bound_names(function.body)


class Translation:
    """Expressions of one module of the package in the terms of another: `is_hip()` there is `_is_hip` here."""

    def __init__(self, module: Module, index: Index) -> None:
        self._module = module
        self._index = index
        self.import_flags = ImportFlags(index)
        self._flags = {
            ast.dump(value): name
            for name, value in module.values.items()
            if isinstance(value, (ast.Call, ast.Name, ast.Attribute, ast.BoolOp, ast.UnaryOp)) and module.stays(name)
        }  # those that no other module sets, which is looked for where one is used

    def of(self, test: ast.expr, source: Module) -> list[ast.expr]:
        """The same test here; several where flags of this module have the values of its parts, none if unknown."""
        fact = fact_of(test)
        if fact:
            return [test] if fact in self._taken else []
        try:
            here: ast.expr = test if source is self._module else _Renamed(self, source).visit(_copy(test))
        except _Unknown:
            return []
        flagged: ast.expr = _Flagged(self._flag).visit(_copy(here))
        return [here] if ast.dump(flagged) == ast.dump(here) else [here, flagged]

    def _flag(self, value: ast.expr) -> str:
        """The flag of this module that holds a value; "" where none does."""
        name = self._flags.get(ast.dump(value), "")
        return name if name and not set_elsewhere(self._module, name, self._index) else ""

    @cached_property
    def _taken(self) -> frozenset[str]:
        """What this module imports from outside the package, in whatever function: that another has it counts."""
        taken = (fact for node in self._module.nodes for fact in taken_by(node))
        return frozenset(each for each in taken if not self._index.layout.may_be_own(each.partition(":")[0]))

    def holds(self, test: ast.expr, source: Module) -> list[ast.expr]:
        """What holds here where a test of another module does: the same test, and that imports have worked."""
        flag = self.import_flags.of(source, test.id) if isinstance(test, ast.Name) else None
        facts = sorted(flag.facts & self._taken) if flag is not None else ()
        return [*self.of(test, source), *map(imported, facts)]

    def name(self, source: Module, name: str, depth: int) -> ast.expr:
        """What a name of another module is here."""
        if name in _ASKED_OF and name not in source.bound and name not in self._module.bound:
            return ast.Name(name, ast.Load())
        origin = self._index.origin(source, name)
        meaning = self._meaning(source, name)
        here = next((each for each in self._called(name, meaning) if self._meaning(self._module, each) == meaning), "")
        value = origin.module.values.get(origin.name) if origin is not None else None
        if not here and (origin is None or value is None or not depth or not origin.module.stays(origin.name)):
            raise _Unknown
        if origin is not None and set_elsewhere(origin.module, origin.name, self._index):
            raise _Unknown  # what imports it has what it was
        if here:
            return ast.Name(here, ast.Load())
        assert origin is not None and value is not None
        renamed: ast.expr = _Renamed(self, origin.module, depth - 1).visit(_copy(value))
        return renamed

    def _called(self, name: str, meaning: tuple[object, ...]) -> Iterator[str]:
        """The names of this module that may be one of another: the same, or imported from one that is."""
        given = {name, meaning[-1]}
        yield from (here for here, each in self._module.imported.items() if each.name in given)
        yield from (here for here in self._module.bound if here in given)

    def _meaning(self, module: Module, name: str) -> tuple[object, ...]:
        origin = self._index.origin(module, name)
        if origin is not None:
            return origin.key
        imported = module.imported[name]
        return imported.module, imported.level, imported.name


class _Unknown(Exception):
    pass


class _Renamed(ast.NodeTransformer):
    def __init__(self, translation: Translation, source: Module, depth: int = _DEEPEST) -> None:
        self._translation = translation
        self._source = source
        self._depth = depth

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return node if node.id in ("self", IMPORT) else self._translation.name(self._source, node.id, self._depth)


class _Flagged(ast.NodeTransformer):
    """Puts a flag in the place of what it holds."""

    def __init__(self, flag: Callable[[ast.expr], str]) -> None:
        self._flag = flag

    def visit(self, node: ast.AST) -> Any:
        name = self._flag(node) if isinstance(node, ast.expr) else ""
        return ast.Name(name, ast.Load()) if name else self.generic_visit(node)


def _copy(node: ast.expr) -> Any:
    return ast.parse(ast.unparse(node), mode="eval").body
