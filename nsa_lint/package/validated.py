"""What the validators of a class refuse: methods that its framework runs where it makes an object of the class."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from nsa_lint.package.attributes import Attributes
from nsa_lint.package.conditions import locals_of
from nsa_lint.package.index import Index, Module
from nsa_lint.package.refusals import Refusals, Refused
from nsa_lint.syntax.making import Methods, calls_base, constructor_of, methods_of, runs_methods
from nsa_lint.syntax.scopes import Function, bindings, bound_names, dotted, may_return, walk
from nsa_lint.syntax.validators import (
    SWITCHES,
    UNVALIDATED,
    WORDS,
    Runs,
    Validator,
    runs_while_made,
    validators_of,
)

_MOST_FILES = 24  # in which a class is looked for
Class = tuple[Module, ast.ClassDef]


class Validated:
    """The validators of the classes of one module, and of those that they come from."""

    def __init__(self, module: Module, index: Index, attributes: Attributes) -> None:
        self._module = module
        self._index = index
        self._attributes = attributes
        self._refusals = Refusals(index)

    def refused(self, owner: ast.ClassDef) -> list[Refused]:
        """What holds where a method of a class runs on an object that was made, in terms of the module that says so."""
        above = self._attributes.above(owner)
        if all(WORDS.isdisjoint(module.facts.text.words) for module, _ in above):
            return []
        found = [each for place in range(len(above)) for each in self._of_class(owner, above, place)]
        return found if found and not self._makes_unvalidated(owner, above) else []

    def _of_class(self, owner: ast.ClassDef, above: list[Class], place: int) -> Iterator[Refused]:
        """The same by one class, of those that `owner` comes from."""
        module, node = above[place]
        others = [*(each for _, each in above[:place]), *self._beside(owner, above)]
        for each in validators_of(node):
            name = each.method.name
            if [*bindings(node.body)].count(name) > 1 or any(name in bound_names(other.body) for other in others):
                continue  # another method of this name runs instead
            if (not each.decorator or each.decorator in module.imports) and self._is_run(each, owner, above):
                yield from self._by_method(module, each, above)

    def _by_method(self, module: Module, validator: Validator, above: list[Class]) -> Iterator[Refused]:
        on_object = validator.runs is not Runs.BEFORE
        methods = methods_of(node for _, node in above) if on_object else Methods()
        local = locals_of(validator.method)
        for statement in validator.method.body:
            if on_object and runs_methods(statement, methods):
                return
            yield from self._refusals.after(module, statement, local)
            if may_return(statement):
                return

    def _is_run(self, validator: Validator, owner: ast.ClassDef, above: list[Class]) -> bool:
        """Whether the framework runs a validator, and before any method of the object."""
        if not self._has_framework(above, validator):
            return False
        classes = [node for _, node in (*above, *(self._attributes.below(owner) or ()))]
        methods = methods_of(classes)
        made = [each for each in map(constructor_of, (node for _, node in above)) if each is not None]
        if not all(not validator.is_of_attrs and _calls_base_first(each, methods) for each in made):
            return False
        if validator.runs is Runs.BEFORE:
            return True
        if validator.runs is Runs.OF_FIELD and self._may_be_off():
            return False
        others = (each for node in classes for each in node.body if isinstance(each, Function))
        hooks = [each for each in others if each is not validator.method and runs_while_made(each)]
        return not any(runs_methods(statement, methods) for each in hooks for statement in each.body)

    def _may_be_off(self) -> bool:
        """Whether something in the package may turn the validators of attrs off."""
        found = self._index.mentioning(tuple(SWITCHES))
        return found is None or any(found.values())

    def _has_framework(self, above: list[Class], validator: Validator) -> bool:
        """Whether one of these classes has a decorator, or a base that the package does not define."""
        if any(node.decorator_list for _, node in above):
            return True
        bases = ((module, dotted(base)) for module, node in above for base in node.bases)
        return not validator.is_of_attrs and any(self._index.class_of(*each) is None for each in bases)

    def _beside(self, owner: ast.ClassDef, above: list[Class]) -> Iterator[ast.ClassDef]:
        """The classes that come from one, and the others that these come from."""
        own = [node for _, node in above]
        for module, node in self._attributes.below(owner) or ():
            yield from (each for _, each in self._attributes.above(node, module) if all(each is not e for e in own))

    def _makes_unvalidated(self, owner: ast.ClassDef, above: list[Class]) -> bool:
        """Whether something makes an object of the class without its validators: `Class.model_construct(...)`."""
        names = {owner.name, *(node.name for _, node in self._attributes.below(owner) or ())}
        if any(_is_unvalidated(node, ("cls", "self")) for _, each in above for node in walk(each)):
            return True
        mentioning = self._index.mentioning(tuple(names))
        if mentioning is None:
            return True
        paths = {path for files in mentioning.values() for path in files}
        modules = [self._index.module(path, self._module) for path in paths] if len(paths) <= _MOST_FILES else [None]
        return any(each is None or _constructs(each, names) for each in modules)


def _constructs(module: Module, names: Collection[str]) -> bool:
    if UNVALIDATED.isdisjoint(module.facts.text.words):
        return False
    return any(_is_unvalidated(node, names) for node in walk(module.tree))


def _is_unvalidated(node: ast.AST, names: Collection[str]) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr in UNVALIDATED
        and dotted(node.value).rpartition(".")[2] in (*names, "", "__class__")
    )


def _calls_base_first(constructor: Function, methods: Methods) -> bool:
    """Whether a constructor calls that of a base in any case, before any method of the object."""
    for statement in constructor.body:
        if calls_base(statement):
            return True
        if may_return(statement) or runs_methods(statement, methods):
            return False
    return False
