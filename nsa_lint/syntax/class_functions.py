"""What `Class.name` is: the function that the class defines, where nothing in the file may put another in its place.

A method that is called on an object may be that of a subclass; one that is called on its class is not.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from nsa_lint.syntax.bindings import names_bound, times_bound
from nsa_lint.syntax.classes import Classes
from nsa_lint.syntax.literals import text_of
from nsa_lint.syntax.scopes import Function, dotted, walk, walk_scope

# What changes a class by a name that is computed; one that is written out is found as a text. The `__dict__` of a class
# cannot be written to.
_SETTING = frozenset("setattr delattr __setattr__ __delattr__ globals exec".split())
_BY_NAME = frozenset(("setattr", "delattr", "type.__setattr__"))
_METACLASSES = frozenset(("ABCMeta", "abc.ABCMeta"))


class ClassFunctions:
    """The functions of the classes of one module, by the names of their classes."""

    def __init__(self, tree: ast.Module, classes: Classes) -> None:
        self._tree = tree
        self._classes = classes

    def function(self, owner: str, name: str) -> Function | None:
        """What `owner.name` calls; None where it is not known."""
        found = self._defined(owner, name, frozenset())
        return found if found is not None and self._stays(name) else None

    def known(self) -> list[str]:
        """The names of all that are known; to be compared."""
        owners = (node for node in walk(self._tree) if isinstance(node, ast.ClassDef))
        names = {f"{each.name}.{node.name}" for each in owners for node in each.body if isinstance(node, Function)}
        return sorted(each for each in names if self.function(*each.split(".")) is not None)

    def _defined(self, owner: str, name: str, seen: frozenset[str]) -> Function | None:
        """The function that a class or its bases define under a name, if that is the only one."""
        node = self._classes.named(owner)
        if node is None or owner in seen or self._bound[owner] != 1 or self._bound["*"] or not _is_plain(node):
            return None
        bound = sum(name in names_bound(each) for each in walk_scope(node.body))
        if bound:
            own = [each for each in node.body if isinstance(each, Function) and each.name == name]
            return own[0] if len(own) == bound == 1 else None
        bases = [each for each in map(dotted, node.bases) if each != "object"]
        inherited = {self._defined(each, name, seen | {owner}) for each in bases}
        return inherited.pop() if len(inherited) == 1 else None  # of two, it depends on the order of all bases

    def _stays(self, name: str) -> bool:
        """Whether nothing in the file sets an attribute of this name, unless of `self`."""
        return name not in self._set and "" not in self._set

    @cached_property
    def _bound(self) -> Counter[str]:
        """How often the file binds each name, in whatever scope: one that surrounds a call may hide the class."""
        return times_bound(self._tree)

    @cached_property
    def _set(self) -> frozenset[str]:
        """The attributes that the file may set; "" among them where they are not known."""
        nodes = [*walk(self._tree)]
        of_self = {each for node in nodes for each in _of_self(node)}
        return frozenset(name for node in nodes if node not in of_self for name in _sets(node))


def set_attributes(tree: ast.Module) -> frozenset[str]:
    """The attributes that a file sets by their names, unless of `self`; not those that it sets by computed names."""
    nodes = [*walk(tree)]
    stored = (each for each in nodes if isinstance(each, ast.Attribute) and not isinstance(each.ctx, ast.Load))
    found = {each.attr for each in stored if dotted(each.value) != "self"}
    calls = (each for each in nodes if isinstance(each, ast.Call) and dotted(each.func) in _BY_NAME)
    named = (text_of(each.args[1]) for each in calls if len(each.args) > 1 and dotted(each.args[0]) != "self")
    return frozenset(found).union(each for each in named if each is not None)


def _is_plain(node: ast.ClassDef) -> bool:
    """Whether a class is made of its body alone: no decorator, and no metaclass that may change it."""
    return not node.decorator_list and all(dotted(each.value) in _METACLASSES for each in node.keywords)


def _of_self(node: ast.AST) -> Iterator[ast.AST]:
    """What a node sets of `self`, an object."""
    if isinstance(node, ast.Attribute) and dotted(node.value) == "self":
        yield node
    elif isinstance(node, ast.Call) and node.args and dotted(node.args[0]) == "self":
        yield node.func
        yield from node.args[1:2]


def _sets(node: ast.AST) -> Iterator[str]:
    """The attributes that a node may set: `Class.name = value`, `setattr(Class, "name", value)`, by a text."""
    if isinstance(node, ast.Attribute):
        if not isinstance(node.ctx, ast.Load):
            yield node.attr
        elif node.attr in _SETTING:
            yield ""
    elif isinstance(node, ast.Name) and node.id in _SETTING:
        yield ""
    elif (text := text_of(node)) is not None:
        yield text.rpartition(".")[2] or "."
