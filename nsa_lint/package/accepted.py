"""What the constructor of a class accepts for the attributes that it sets: `self.backend` is one of those it does not
refuse.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property

from nsa_lint.package.classes import Classes, is_written
from nsa_lint.package.index import Index, Module
from nsa_lint.package.refusals import completion_of
from nsa_lint.syntax.assigning import assigned
from nsa_lint.syntax.attributes import is_stored
from nsa_lint.syntax.bindings import names_bound
from nsa_lint.syntax.completion import Completion
from nsa_lint.syntax.connectives import negated
from nsa_lint.syntax.containers import changed
from nsa_lint.syntax.done import done_by
from nsa_lint.syntax.making import MAKING, constructor_of, keeps_constructor, needs_object, runs_methods
from nsa_lint.syntax.scopes import Function, bindings, dotted, may_return, parameters, walk

_ASKED_OF_TEXTS = frozenset(("startswith", "endswith"))
_TESTS = (
    *(ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.Compare, ast.cmpop, ast.Constant, ast.Load),
    *(ast.Tuple, ast.List, ast.Set, ast.Attribute, ast.Name, ast.Call),
)
_LONGEST = 2  # attributes of a path: `self.config.backend`


class Accepted:
    """What the constructors of the classes of one module accept."""

    def __init__(self, module: Module, index: Index, classes: Classes) -> None:
        self._module = module
        self._index = index
        self._classes = classes
        self._known: dict[ast.ClassDef, list[ast.expr]] = {}

    def holds_in(self, method: Function, owner: ast.ClassDef | None) -> Iterator[ast.expr]:
        """What holds of the attributes that a method reads, of an object whose constructor has not refused them."""
        if owner is None or not needs_object(method):
            return
        read = {dotted(node) for node in walk(method) if isinstance(node, ast.Attribute)}
        tests = self._of(owner)
        for test in tests:
            paths = _paths(test)
            if not paths.isdisjoint(read) and all(self._stays(owner, each) for each in sorted(paths)):
                yield copy.deepcopy(test)

    def _of(self, owner: ast.ClassDef) -> list[ast.expr]:
        if owner not in self._known:
            written = is_written(owner)
            constructor = after_fields(owner) if written else constructor_of(owner)
            plain = (written or keeps_constructor(owner)) and not any(map(self._is_own, owner.decorator_list))
            self._known[owner] = []
            if constructor is not None and plain and not constructor.decorator_list:
                self._known[owner] = [*self._accepted(constructor, owner)]
        return self._known[owner]

    def _is_own(self, decorator: ast.expr) -> bool:
        """Whether a decorator is a function of the file: of others none is believed to make objects otherwise."""
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        return dotted(called).partition(".")[0] in (*self._module.definitions, *self._module.classes, "")

    def _accepted(self, constructor: Function, owner: ast.ClassDef) -> Iterator[ast.expr]:
        """What holds after the tests of a constructor, in terms of the attributes that it has set."""
        known = _attributes_of(constructor)
        completion = completion_of(self._module, self._index)
        before: list[ast.stmt] = []
        for statement in constructor.body:
            if may_return(statement) or runs_methods(statement):
                return
            before.append(statement)
            said = [_Said(known).visit(copy.deepcopy(test)) for test in _after(statement, completion)]
            said = [each for each in said if _is_plain(each)]
            if said and self._classes.may_run_methods(self._module, owner, before):
                return
            yield from said

    def _stays(self, owner: ast.ClassDef, path: str) -> bool:
        """Whether nothing but the constructor sets an attribute, or one of its own, or changes what it holds."""
        _, name, *rest = path.split(".")
        if path.rpartition(".")[2] in self._changed or not self._set_later(owner).isdisjoint(rest):
            return False
        if any(node.attr == name for node in self._stores):
            return self._classes.attributes.fixed(owner, name)
        if not rest and is_written(owner) and name in fields_of(owner):
            return not self._classes.attributes.may_be_set_elsewhere(owner, name)
        return bool(rest)  # a base has set it

    def _set_later(self, owner: ast.ClassDef) -> set[str]:
        """The attributes that are set of other objects than those of a class and of what is being made."""
        own = self._in_constructors | {node for method in owner.body for node in walk(method)}
        return {node.attr for node in self._stores if node not in own or dotted(node.value) != "self"}

    @cached_property
    def _in_constructors(self) -> set[ast.AST]:
        """The nodes of what makes objects of any class."""
        functions = (each for each in self._module.nodes if isinstance(each, Function) and each.name in MAKING)
        return {node for constructor in functions for node in walk(constructor)}

    @cached_property
    def _changed(self) -> frozenset[str]:
        return changed(self._module.tree)

    @cached_property
    def _stores(self) -> list[ast.Attribute]:
        return [*filter(is_stored, self._module.nodes)]


def after_fields(owner: ast.ClassDef) -> Function | None:
    """What a dataclass runs once it has set its fields, where one function has that name."""
    found = [each for each in owner.body if isinstance(each, Function) and each.name == "__post_init__"]
    return found[0] if len(found) == 1 else None


def fields_of(owner: ast.ClassDef) -> frozenset[str]:
    """The fields of a dataclass that its own body declares, once."""
    declared = [each.target for each in owner.body if isinstance(each, ast.AnnAssign)]
    times = Counter(bindings(owner.body))
    return frozenset(each.id for each in declared if isinstance(each, ast.Name) and times[each.id] == 1)


def _after(statement: ast.stmt, completion: Completion) -> Iterator[ast.expr]:
    """What holds after a statement."""
    for each in done_by(statement, completion):
        if isinstance(each, tuple):
            test, holds = each
            yield test if holds else negated(test)


def _attributes_of(constructor: Function) -> Mapping[str, ast.expr]:
    """By the names of a constructor that keep one value: the attribute that has it, too."""
    times = Counter(name for node in walk(constructor) for name in names_bound(node))
    found: dict[str, ast.expr] = {}
    given = {each.arg for each in parameters(constructor)}
    for statement in constructor.body:
        if may_return(statement):
            break
        for target, value in assigned(statement):
            if isinstance(value, ast.Name) and value.id in given and dotted(target).startswith("self."):
                found.setdefault(value.id, _loaded(target))
            elif isinstance(target, ast.Name) and dotted(value).startswith("self."):
                found.setdefault(target.id, value)
    return {name: path for name, path in found.items() if times[name] == 1 and name != "self"}


def _loaded(target: ast.expr) -> ast.expr:
    path = copy.deepcopy(target)
    assert isinstance(path, ast.Attribute)
    path.ctx = ast.Load()
    return path


class _Said(ast.NodeTransformer):
    """Names by the attributes that have their values."""

    def __init__(self, known: Mapping[str, ast.expr]) -> None:
        self._known = known

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return copy.deepcopy(self._known.get(node.id, node))


def _is_plain(test: ast.expr) -> bool:
    """Whether a test asks nothing but which constants attributes of `self` are, or how their texts begin or end."""
    for node in walk(test):
        if not isinstance(node, _TESTS) or (isinstance(node, ast.Name) and node.id != "self"):
            return False
        if isinstance(node, ast.Call) and (
            not isinstance(node.func, ast.Attribute)
            or node.func.attr not in _ASKED_OF_TEXTS
            or not all(isinstance(each, ast.Constant) for each in node.args)
        ):
            return False
    paths = _paths(test)
    return bool(paths) and all(path.count(".") <= _LONGEST for path in paths)


def _paths(test: ast.expr) -> set[str]:
    """The longest paths of `self` in a test, methods left out."""
    called = {id(node.func) for node in walk(test) if isinstance(node, ast.Call)}
    found = {dotted(node) for node in walk(test) if isinstance(node, ast.Attribute) and id(node) not in called}
    return {path for path in found if not any(other.startswith(path + ".") for other in found)} - {""}
