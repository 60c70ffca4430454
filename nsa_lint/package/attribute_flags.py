"""Attributes that say whether an import has worked: `self.ready = True` after it, and nothing else makes it true."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from nsa_lint.package.attributes import Attributes
from nsa_lint.package.index import Module
from nsa_lint.syntax.again import CHANGING, known_at
from nsa_lint.syntax.assigning import assigned
from nsa_lint.syntax.connectives import either, negated
from nsa_lint.syntax.imported import imported, taken_by
from nsa_lint.syntax.scopes import Function, dotted, walk

_NOTHING = frozenset[str]()


class AttributeFlags:
    """Those of the classes of one module."""

    def __init__(self, module: Module, attributes: Attributes) -> None:
        self._module = module
        self._attributes = attributes
        self._known: dict[tuple[ast.ClassDef, str], frozenset[str]] = {}

    def holds_in(self, owner: ast.ClassDef, reading: Iterable[ast.AST]) -> Iterator[ast.expr]:
        """What the attributes that these nodes read say of what they import."""
        nodes = [node for each in reading for node in walk(each)]
        taken = {fact for node in nodes for fact in taken_by(node)}
        read = {dotted(node) for node in nodes if isinstance(node, ast.Attribute)} if taken else ()
        for name in sorted(each.removeprefix("self.") for each in read if each.startswith("self.")):
            attribute = ast.Attribute(ast.Name("self", ast.Load()), name, ast.Load())
            for fact in sorted(self._facts(owner, name) & taken):
                yield either([negated(attribute), imported(fact)])

    def _facts(self, owner: ast.ClassDef, name: str) -> frozenset[str]:
        """What has been imported where an attribute of an object is true."""
        key = owner, name
        if key not in self._known:
            found = self._by_class(owner, name) if name.isidentifier() else _NOTHING
            stays = found and not self._attributes.may_be_set_elsewhere(owner, name)
            self._known[key] = found if stays and not self._attributes.may_be_any(owner) else _NOTHING
        return self._known[key]

    def _by_class(self, owner: ast.ClassDef, name: str) -> frozenset[str]:
        """The same by what the class itself stores."""
        stores = [store for store, around, _ in self._attributes.stores_in(self._module, name) if around is owner]
        if len(stores) < 2 or not CHANGING.isdisjoint(self._module.facts.text.words):
            return _NOTHING
        values = {id(target): value for node in walk(owner) for target, value in assigned(node)}
        values |= {
            id(owner): value for node in owner.body for target, value in assigned(node) if dotted(target) == name
        }
        places = [each for node in owner.body if isinstance(node, Function) for each in known_at(node.body)]
        before = {id(target): known for statement, known in places for target, _ in assigned(statement)}
        said: list[frozenset[str]] = []
        for store in stores:
            value = values.get(id(store))
            if value is None or not (store is owner or dotted(store) == f"self.{name}"):
                return _NOTHING
            if not isinstance(value, ast.Constant) or value.value:
                said.append(before.get(id(store), _NOTHING))
        return frozenset.intersection(*said) if said else _NOTHING
