"""The classes of a module: what a method call on `self` runs, and which exceptions and managers are subclasses."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cached_property

from nsa_lint.syntax.assigning import ASSIGNMENTS, assigned
from nsa_lint.syntax.definitions import classes
from nsa_lint.syntax.scopes import Function, bound_names, dotted, walk
from nsa_lint.syntax.text_index import covers

_NEXT_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def is_named_after(word: str, owner: str) -> bool:
    """Whether the name of an object ends in that of a class: `target_device` of `Device`."""
    words = _NEXT_WORD.sub("_", owner.strip("_")).lower()
    return f"_{word.strip('_').lower()}".endswith(f"_{words}")


class Classes:
    """The classes of one module, by name. Two of the same name are both considered."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree

    @cached_property
    def _all(self) -> list[ast.ClassDef]:
        return classes(self._tree)

    @cached_property
    def _named(self) -> dict[str, list[ast.ClassDef]]:
        found: dict[str, list[ast.ClassDef]] = {}
        for node in self._all:
            found.setdefault(node.name, []).append(node)
        return found

    def named(self, name: str) -> ast.ClassDef | None:
        """The one class of this name; None where there is none, or more than one."""
        found = self._named.get(name, ())
        return found[0] if len(found) == 1 else None

    def around(self, line: int) -> ast.ClassDef | None:
        """The innermost class in whose text a line is."""
        found = None
        for each in self._all:  # outer ones first
            if covers(each, line):
                found = each
        return found

    def sets(self, node: ast.Attribute) -> bool:
        """Whether every object of the class around has what a method reads of `self`: its constructor has set it."""
        if not isinstance(node.value, ast.Name) or node.value.id != "self" or not isinstance(node.ctx, ast.Load):
            return False
        owner = self.around(node.lineno)
        if owner is None:
            return False
        known = self._set_by.get(id(owner))
        if known is None:
            known = self._set_by[id(owner)] = frozenset(self._attributes(owner, frozenset()))
        constructor = _constructor(owner)
        return node.attr in known and not (constructor is not None and covers(constructor, node.lineno))

    def always_set(self) -> list[tuple[str, frozenset[str]]]:
        """Of each class, what it gives every object; to be compared."""
        return [(each.name, frozenset(self._attributes(each, frozenset()))) for each in self._all]

    @cached_property
    def _set_by(self) -> dict[int, frozenset[str]]:
        return {}

    def _attributes(self, owner: ast.ClassDef, seen: frozenset[str]) -> set[str]:
        """What a class and its bases in the file give every object."""
        found: set[str] = set()
        for base in map(self.named, map(dotted, owner.bases)):
            if base is not None and base.name not in seen:
                found |= self._attributes(base, seen | {owner.name})
        methods = [node for node in owner.body if isinstance(node, Function)]
        found.update(node.name for node in methods if not node.decorator_list)
        found.update(node.id for part in owner.body for node in _targets(part) if isinstance(node, ast.Name))
        constructor = _constructor(owner)
        found.update(_stored_in_any_case(constructor) if constructor is not None else ())
        found.difference_update(node.name for node in methods if node.decorator_list)  # a property may fail
        deleted = (node for node in walk(owner) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Del))
        return found.difference(node.attr for node in deleted)

    def is_a(
        self, name: str, other: str, elsewhere: Callable[[str, str], bool | None] = lambda name, other: None
    ) -> bool | None:
        """Whether a class of this name derives from one of the other; None: perhaps.

        `elsewhere`: the same of a class that the module does not define.
        """
        return self._is_a(name, other, elsewhere, frozenset())

    def _is_a(
        self, name: str, other: str, elsewhere: Callable[[str, str], bool | None], seen: frozenset[str]
    ) -> bool | None:
        if name == other:
            return True
        node = self.named(name)
        if node is None or name in seen:
            return elsewhere(name, other)
        answers = [self._is_a(dotted(base), other, elsewhere, seen | {name}) for base in node.bases]
        if True in answers:
            return True
        return None if None in answers else False

    def resolve(self, owner: ast.ClassDef, name: str) -> Function | None:
        """The method of this name that an object of the class has; None where it is not known.

        Bases are looked through from left to right; one from elsewhere may have the method.
        """
        return self._resolve(owner, name, frozenset())[0]

    def _resolve(self, owner: ast.ClassDef, name: str, seen: frozenset[str]) -> tuple[Function | None, bool]:
        """The method, and whether the search is over without one."""
        own = [node for node in owner.body if isinstance(node, Function) and node.name == name]
        if own:
            return (own[0] if len(own) == 1 else None), True
        if any(isinstance(node, ast.Name) and node.id == name for part in owner.body for node in _targets(part)):
            return None, True
        for base in owner.bases:
            parent = self.named(dotted(base))
            if parent is None or parent.name in seen:
                if dotted(base) != "object":
                    return None, True
                continue
            found, over = self._resolve(parent, name, seen | {owner.name})
            if over:
                return found, True
        return None, False

    def may_be_text(self, owner: ast.ClassDef, method: str, seen: frozenset[str] = frozenset()) -> bool:
        """Whether an object of a class may have a method as texts have it: by a base from elsewhere, such as `str`."""
        if method in bound_names(owner.body):
            return False
        for base in owner.bases:
            parent = self.named(dotted(base))
            if parent is None and dotted(base) != "object":
                return True
            if parent is not None and parent.name not in seen:
                return self.may_be_text(parent, method, seen | {owner.name})
        return False

    def implementations(self, owner: ast.ClassDef, name: str) -> list[Function | None]:
        """The method that `self.name` may be in a method of the class: its own, and those of the subclasses here."""
        overriding = [
            method
            for each in self._all
            if each is not owner and self.is_a(each.name, owner.name)
            for method in each.body
            if isinstance(method, Function) and method.name == name
        ]
        return [self.resolve(owner, name), *overriding]


def _targets(node: ast.stmt) -> Iterator[ast.AST]:
    """What a statement of a class body assigns to."""
    if isinstance(node, ASSIGNMENTS):
        yield from (target for target, _ in assigned(node))
    elif isinstance(node, (ast.If, ast.Try)):
        for part in (part for part in ast.iter_child_nodes(node) if isinstance(part, ast.stmt)):
            yield from _targets(part)


def _constructor(owner: ast.ClassDef) -> Function | None:
    return next((node for node in owner.body if isinstance(node, Function) and node.name == "__init__"), None)


def _stored_in_any_case(constructor: Function) -> Iterator[str]:
    """The attributes of `self` that the statements of a constructor store, up to the first that may return."""
    for statement in constructor.body:
        if any(isinstance(node, ast.Return) for node in walk(statement)):
            return
        for target, _ in assigned(statement):
            if isinstance(target, ast.Attribute) and dotted(target.value) == "self":
                yield target.attr
