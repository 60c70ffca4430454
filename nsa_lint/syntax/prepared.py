"""What has run before a test does: `setUp` of its class, `setup_module`, fixtures that each test uses.

Where one of them skips or fails, the test does not run. What their tests must have answered for them to go on holds in
the methods of the class, and in the tests of the module.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from nsa_lint.syntax.assigning import assigned
from nsa_lint.syntax.attributes import is_stored
from nsa_lint.syntax.classes import Classes
from nsa_lint.syntax.completion import Completion, yields
from nsa_lint.syntax.definitions import Definition
from nsa_lint.syntax.done import Answer, done_by
from nsa_lint.syntax.making import needs_object
from nsa_lint.syntax.scopes import Function, bound_names, dotted, may_return, mentioned, parameters, walk

_OF_CLASS = ("setUpClass", "setup_class", "setUp", "asyncSetUp", "setup_method")
_OF_MODULE = ("setUpModule", "setup_module", "setup_function")
_WORDS = frozenset((*_OF_CLASS, *_OF_MODULE, "autouse"))
_TEST = "test"  # how a test is called


class Prepared:
    """What the tests of one module find prepared."""

    def __init__(
        self, definitions: Sequence[Definition], classes: Classes, completion: Completion, words: Collection[str]
    ) -> None:
        self._definitions = definitions
        self._classes = classes
        self._completion = completion
        self._any = not _WORDS.isdisjoint(words)
        self._said: dict[int, list[Answer]] = {}

    def before(self, function: Function) -> list[Answer]:
        """What has been answered wherever a function runs, in terms of the module and of its `self`."""
        if not self._any:
            return []
        definition = self._by_node.get(id(function))
        if definition is None:
            return []
        owner, is_test = definition.owner, function.name.startswith(_TEST)
        done = [*self._of_module(owner is None)] if is_test else []
        if owner is not None and needs_object(function) and function.name not in self._run_by_these:
            done += self._of_class(owner, is_test)
        found = [answer for each in done for answer in self._answers(each)]
        return [each for each in found if is_test or "self" not in mentioned(each[0])]

    def all(self) -> object:
        """What is known of each function; to be compared."""
        known = ((each.name, self.before(each.node)) for each in self._definitions) if self._any else ()
        return [(name, [(ast.dump(test), answer) for test, answer in answers]) for name, answers in known if answers]

    @property
    def _nodes(self) -> Iterator[Function]:
        return (each.node for each in self._definitions)

    @cached_property
    def _by_node(self) -> dict[int, Definition]:
        return {id(each.node): each for each in self._definitions}

    # -- what runs before --------------------------------------------------------------------------------------

    def _of_module(self, is_function: bool) -> Iterator[Function]:
        for each in self._definitions:
            if each.owner is None and each.name == each.node.name:
                prepares = each.name in _OF_MODULE and (is_function or each.name != "setup_function")
                if prepares or _is_always_used(each.node):
                    yield each.node

    def _of_class(self, owner: ast.ClassDef, is_test: bool) -> Iterator[Function]:
        for name in _OF_CLASS:
            yield from self._of_method(owner, name, frozenset())
        yield from (each for each in owner.body if is_test and isinstance(each, Function) and _is_always_used(each))

    def _of_method(self, owner: ast.ClassDef, name: str, seen: frozenset[str]) -> Iterator[Function]:
        """The method of this name that runs for an object of a class, and those of bases that run then.

        Nothing where a class below has another one that does not call it.
        """
        own, *others = self._classes.implementations(owner, name)
        if own is None or not all(each is not None and _calls_next(each) for each in others):
            return
        if own not in owner.body:
            yield from self._of_bases(owner, name, seen)
            return
        yield own
        if _calls_next(own):
            yield from self._of_bases(owner, name, seen)

    def _of_bases(self, owner: ast.ClassDef, name: str, seen: frozenset[str]) -> Iterator[Function]:
        """Of the first base, which `super()` means, or the first of all that the file has."""
        for base in owner.bases:
            found = self._classes.named(dotted(base))
            if found is not None and found.name not in seen:
                yield from self._of_method(found, name, seen | {owner.name})
            return

    @cached_property
    def _run_by_these(self) -> frozenset[str]:
        """The names of what prepares tests, and of the methods that it may run, itself or through others."""
        preparing = [
            each.node for each in self._definitions if each.node.name in _OF_CLASS or _is_always_used(each.node)
        ]
        found: set[str] = set()
        waiting = [*preparing]
        while waiting:
            node = waiting.pop()
            new = {each.attr for each in walk(node) if isinstance(each, ast.Attribute)} - found
            found |= new
            waiting += [each for each in self._nodes if each.name in new]
        return frozenset(found.union(each.name for each in preparing))

    @cached_property
    def _times_stored(self) -> Counter[str]:
        """How often the functions of the module store an attribute of a name, on whatever object."""
        nodes = (node for each in self._definitions if "<locals>" not in each.name for node in walk(each.node))
        return Counter(node.attr for node in nodes if is_stored(node))

    # -- what that has answered --------------------------------------------------------------------------------

    def _answers(self, function: Function) -> list[Answer]:
        if id(function) not in self._said:
            self._said[id(function)] = [*self._answered(function)]
        return self._said[id(function)]

    def _answered(self, function: Function) -> Iterator[Answer]:
        first = function.args.args[0].arg if function.args.args else ""
        own = "" if first != "self" else first
        local = {each.arg for each in parameters(function)} | bound_names(function.body)
        if any(isinstance(node, (ast.Global, ast.Nonlocal)) for node in walk(function)):
            return
        meanings: dict[str, ast.expr] = {}
        for statement in function.body:
            if may_return(statement) or yields([statement]):
                return
            _forget(meanings, statement)
            for test, answer in (each for each in done_by(statement, self._completion) if isinstance(each, tuple)):
                meant = _Meant(meanings).visit(copy.deepcopy(test))
                said = [meant] if ast.dump(meant) == ast.dump(test) else [test, meant]
                said = [each for each in said if mentioned(each).isdisjoint(local - {own})]
                yield from ((each, answer) for each in said if self._keeps(each, meanings))
            _note(meanings, statement)

    def _keeps(self, test: ast.expr, meanings: Mapping[str, ast.expr]) -> bool:
        """Whether the attributes of `self` in a test are for the test to come what they are now."""
        names = {dotted(node) for node in walk(test) if isinstance(node, ast.Attribute)}
        own = [each for each in names if each.startswith("self.")]
        return all(self._times_stored[each.rpartition(".")[2]] == (each in meanings) for each in own)


def _forget(meanings: dict[str, ast.expr], statement: ast.stmt) -> None:
    """What a statement binds stands for nothing that is known."""
    stored = {dotted(node) for node in walk(statement) if is_stored(node)}
    changed = {*bound_names([statement]), *stored}
    for key, value in [*meanings.items()]:
        names = {key, *mentioned(value), *(dotted(each) for each in walk(value) if isinstance(each, ast.Attribute))}
        if not changed.isdisjoint(names):
            del meanings[key]


def _note(meanings: dict[str, ast.expr], statement: ast.stmt) -> None:
    """A local name, or an attribute, stands for what it was set to from here on."""
    for target, value in assigned(statement):
        if name := dotted(target):
            meanings[name] = _Meant(meanings).visit(copy.deepcopy(value))


class _Meant(ast.NodeTransformer):
    """Puts what names and attributes have been set to in their place."""

    def __init__(self, meanings: Mapping[str, ast.expr]) -> None:
        self._meanings = meanings

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._meanings.get(node.id, node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        found = self._meanings.get(dotted(node))
        return found if found is not None else self.generic_visit(node)


def _is_always_used(function: Function) -> bool:
    """`@pytest.fixture(autouse=True)`."""
    calls = (each for each in function.decorator_list if isinstance(each, ast.Call))
    return any(
        dotted(call.func).rpartition(".")[2] == "fixture"
        and any(each.arg == "autouse" and getattr(each.value, "value", False) is True for each in call.keywords)
        for call in calls
    )


def _calls_next(function: Function) -> bool:
    """Whether a method calls the one that it overrides in any case: `super().setUp()`, `Base.setUp(self)`."""
    for statement in function.body:
        call = statement.value if isinstance(statement, ast.Expr) else None
        call = call.value if isinstance(call, ast.Await) else call
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == function.name:
            return dotted(call.func.value) != "self"
        if may_return(statement):
            return False
    return False
