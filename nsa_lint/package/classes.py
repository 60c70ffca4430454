"""What the classes of a package refuse, where a constructor raises unless a guard holds, and what it stores."""

from __future__ import annotations

import ast
import re
from collections.abc import Container, Iterable, Iterator, Sequence

from nsa_lint.package.attribute_flags import AttributeFlags
from nsa_lint.package.attributes import Attributes, Stored, attribute_set
from nsa_lint.package.conditions import Conditions, Translation, locals_of
from nsa_lint.package.index import Index, Module
from nsa_lint.package.receivers import is_of_class
from nsa_lint.package.refusals import Refusals
from nsa_lint.package.validated import Validated
from nsa_lint.syntax.connectives import both, either, negated
from nsa_lint.syntax.making import (
    MADE_OTHERWISE,
    Methods,
    calls_base,
    changes_constructor,
    constructor_of,
    methods_of,
    needs_object,
    reaches_methods,
    runs_methods,
)
from nsa_lint.syntax.scopes import Function, bound_names, dotted, may_return, walk

_DEEPEST = 6  # bases of bases
_MOST_FILES = 24  # in which an attribute or a class is looked for
_NEVER: list[ast.expr] = [ast.Constant(False)]


class Classes:
    """The classes that one module defines, with their bases in the package."""

    def __init__(self, module: Module, index: Index, translation: Translation) -> None:
        self._module = module
        self._index = index
        self._translation = translation
        self._conditions = Conditions(module, index)
        self._refusals = Refusals(index)
        self.attributes = Attributes(module, index)
        self._flags = AttributeFlags(module, self.attributes)
        self._validated = Validated(module, index, self.attributes)

    def holds_in(self, owner: ast.ClassDef, method: Function, tested: Iterable[ast.expr] = ()) -> list[ast.expr]:
        """What holds, in terms of the module, wherever a method of a class runs on a constructed object.

        `tested`: what is known to hold of its attributes there.
        """
        if not needs_object(method):
            return []
        found = [
            each
            for test, source in (*self._refused(self._module, owner, _DEEPEST), *self._validated.refused(owner))
            for each in self._here(test, source)
        ]
        if found and not self.always_constructed(owner):
            found = []
        reading = (method, *tested)
        return [*found, *self._stored(owner, reading), *self._flags.holds_in(owner, reading)]

    def _here(self, test: ast.expr, source: Module) -> list[ast.expr]:
        return self._translation.holds(test, source)

    # -- what a constructor refuses ----------------------------------------------------------------------------

    def _refused(self, module: Module, owner: ast.ClassDef, depth: int) -> Iterator[tuple[ast.expr, Module]]:
        """What holds once an object of the class has been made, in terms of the module that says so."""
        made = _constructors(owner)
        base = self._first_base(module, owner) if depth else None
        inherits = _inherits_constructor(owner)
        for constructor in made:
            local = locals_of(constructor)
            before: list[ast.stmt] = []
            for statement in constructor.body:
                found = [*self._refusals.after(module, statement, local)]
                if found and self.may_run_methods(module, owner, [*before, statement]):
                    break
                yield from found
                inherits = inherits or (constructor.name == "__init__" and bool(calls_base(statement)))
                before = [*([] if found else before), statement]
                if may_return(statement) or runs_methods(statement):
                    break
        said = [*self._refused(*base, depth - 1)] if inherits and base is not None else []
        if said and not self.may_run_methods(module, owner, made, but_for_bases=True):
            yield from said

    def may_run_methods(
        self, module: Module, owner: ast.ClassDef, nodes: Sequence[ast.AST], but_for_bases: bool = False
    ) -> bool:
        """Whether these statements of a constructor, or those of a base that they call, may call a method."""
        methods = self.methods(owner, module) if nodes else Methods()
        if any(runs_methods(each, methods) for each in nodes):
            return True
        return not but_for_bases and any(map(calls_base, nodes)) and self.bases_run_methods(owner, module)

    def methods(self, owner: ast.ClassDef, module: Module | None = None) -> Methods:
        """The methods and properties that a class, by default one of this module, has or inherits."""
        return methods_of(node for _, node in self.attributes.above(owner, module))

    def bases_run_methods(self, owner: ast.ClassDef, module: Module | None = None) -> bool:
        """Whether the constructor of a base, where the package has it, may call a method of the object.

        So may that of a class beside one of this module, `class Both(Owner, Beside)`, which `super()` means here.
        """
        is_own = module is None or module is self._module
        made = [(module or self._module, owner), *((self.attributes.below(owner) or ()) if is_own else ())]
        but_for = frozenset((of.path, node.name) for of, node in made)  # by names: a file may have been read twice
        return any(self._base_runs(of, node, self.methods(node, of), _DEEPEST, but_for) for of, node in made)

    def _base_runs(
        self,
        module: Module,
        node: ast.ClassDef,
        methods: Methods,
        depth: int,
        but_for: Container[tuple[str, str]] = frozenset(),
    ) -> bool:
        """Whether the constructor of a base of a class may call one of these methods; `but_for`: of other bases."""
        bases = (self._index.class_of(module, dotted(each)) for each in node.bases)
        others = [each for each in bases if each is not None and (each[0].path, each[1].name) not in but_for]
        return any(self._runs_methods_of(*each, methods, depth, but_for) for each in others)

    def _runs_methods_of(
        self,
        module: Module,
        node: ast.ClassDef,
        methods: Methods,
        depth: int,
        but_for: Container[tuple[str, str]],
    ) -> bool:
        """Whether the constructor of a class, or one that it calls, may call a method of the object."""
        made = _constructors(node)
        if any(runs_methods(each, methods) for each in made):
            return True
        if not depth or not (_inherits_constructor(node) or any(calls_base(each) for one in made for each in one.body)):
            return False
        return self._base_runs(module, node, methods, depth - 1, but_for)

    def _first_base(self, module: Module, owner: ast.ClassDef) -> tuple[Module, ast.ClassDef] | None:
        """The class whose constructor `super()` means, where that is a class of the package."""
        return self._index.class_of(module, dotted(owner.bases[0])) if owner.bases else None

    def always_constructed(self, owner: ast.ClassDef) -> bool:
        """Whether nothing in the package makes an object of the class without its constructor."""
        if any(isinstance(each, Function) and each.name in MADE_OTHERWISE for each in owner.body):
            return False
        if any(_makes_bare(node) for _, node in self.attributes.above(owner)):
            return False
        waiting, seen = [owner], {owner.name}
        while waiting:
            made = waiting.pop()
            nodes = self._nodes_mentioning(made.name)
            if nodes is None or any(_makes_otherwise(node, made.name) for node in nodes):
                return False
            if made is owner and reaches_methods(nodes, owner):
                return False
            classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
            below = [node for node in classes if made.name in {dotted(e).rpartition(".")[2] for e in node.bases}]
            if not all(_constructs_base(node, owner, made.name) for node in below) or len(seen) > _MOST_FILES:
                return False
            waiting += [node for node in below if node.name not in seen]
            seen |= {node.name for node in below}
        below_it = self.attributes.below(owner)
        return below_it is not None and all(self._runs_constructor(*each, owner) for each in below_it)

    def _runs_constructor(self, module: Module, node: ast.ClassDef, owner: ast.ClassDef) -> bool:
        """Whether to make an object of a class below another runs the constructor of that one."""
        if _makes_bare(node):
            return False
        for base in node.bases:
            found = self._index.class_of(module, dotted(base))
            above = self.attributes.above(found[1], found[0]) if found is not None else ()
            if any(source.path == self._module.path and each.name == owner.name for source, each in above):
                return _constructs_base(node, owner, dotted(base).rpartition(".")[2])
            if found is not None and self._stops_at(*found):
                return False
        return _constructs_base(node, owner)

    def _stops_at(self, module: Module, mixed_in: ast.ClassDef) -> bool:
        """Whether the constructor of a class that is mixed in before another does not call the next one."""
        for _, each in self.attributes.above(mixed_in, module):
            made = constructor_of(each)
            if made is not None:
                return not any(map(calls_base, made.body))
        return False

    # -- what it stores ----------------------------------------------------------------------------------------

    def _stored(self, owner: ast.ClassDef, reading: Iterable[ast.AST]) -> list[ast.expr]:
        """What an attribute of `self` says of the flags from which the constructor has set it."""
        read = {dotted(node) for each in reading for node in walk(each) if isinstance(node, ast.Attribute)}
        said = {name: tests for name, tests in self._said_by(owner).items() if f"self.{name}" in read}
        others = self.attributes.set_elsewhere(owner, said)
        found = [*self._of_body(owner, read)]
        for name, tests in said.items():
            attribute = ast.Attribute(ast.Name("self", ast.Load()), name, ast.Load())
            for truth, holds in tests.items():
                ways = [holds, *(self._made_so(each, truth) for each in others[name] or ())]
                if others[name] is not None and all(ways):
                    known = [both(way) for way in ways if way is not _NEVER]
                    found.append(either([negated(attribute) if truth else attribute, *known]))
        return found

    def _of_body(self, owner: ast.ClassDef, read: Container[str]) -> Iterator[ast.expr]:
        """What an attribute that is read says of the flags from which the body of a class has set it."""
        bound = bound_names(owner.body)
        for name in sorted(each for each in bound if f"self.{each}" in read):
            value = self.attributes.of_class(owner, name)
            attribute = ast.Attribute(ast.Name("self", ast.Load()), name, ast.Load())
            for truth in (True, False):
                holds = self._conditions.holds(value, truth, bound) if value is not None else []
                if holds:
                    yield either([negated(attribute) if truth else attribute, both(holds)])

    def _made_so(self, stored: Stored, truth: bool) -> list[ast.expr]:
        """What holds where another statement has given an attribute this truth, in terms of the module."""
        value, module = stored.value, stored.module
        if isinstance(value, ast.Constant):
            return [] if bool(value.value) is truth else _NEVER
        holds = Conditions(module, self._index).holds(value, truth, locals_of(stored.function))
        return [each for test in holds for each in self._here(test, module)]

    def _said_by(self, owner: ast.ClassDef) -> dict[str, dict[bool, list[ast.expr]]]:
        """By attribute and its truth: what is the case where the constructor has made it so."""
        found: dict[str, dict[bool, list[ast.expr]]] = {}
        constructor = constructor_of(owner)
        if constructor is None:
            return found
        local = locals_of(constructor)
        for statement in constructor.body:
            name, value = attribute_set(statement)
            if value is None:
                continue
            tests = {truth: self._conditions.holds(value, truth, local) for truth in (True, False)}
            tests = {truth: holds for truth, holds in tests.items() if holds}
            if tests:
                found[name] = tests
        return found

    def _nodes_mentioning(self, word: str) -> list[ast.AST] | None:
        """The nodes of the files that hold a word; None where they are too many."""
        mentioning = self._index.mentioning((word,))
        if mentioning is None or len(mentioning[word]) > _MOST_FILES:
            return None
        pattern = re.compile(rf"\b{re.escape(word)}\b")
        nodes: list[ast.AST] = []
        for path in mentioning[word]:
            module = self._index.module(path, self._module)
            if module is None:
                return None
            if pattern.search(module.text):
                nodes += module.nodes
        return nodes


def _makes_otherwise(node: ast.AST, name: str) -> bool:
    """`Class.__new__(Class)`, or `Class.__init__ = patched`."""
    if changes_constructor(node, name):
        return True
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr != "__new__":
        return False
    return name in {dotted(each).rpartition(".")[2] for each in (*node.args, node.func.value)}


def _makes_bare(owner: ast.ClassDef) -> bool:
    """Whether a method makes an object of its own class without the constructor: `cls.__new__(cls)`."""
    methods = (each for each in owner.body if isinstance(each, Function) and each.name != "__new__")
    calls = (node for method in methods for node in walk(method) if isinstance(node, ast.Call) and node.args)
    return any(
        isinstance(call.func, ast.Attribute) and call.func.attr == "__new__" and is_of_class(call.args[0])
        for call in calls
    )


def _constructs_base(node: ast.ClassDef, base: ast.ClassDef, through: str = "") -> bool:
    """Whether to make an object of a subclass runs the constructor of the base before any method of the object.

    `through`: the class by which it comes from the base.
    """
    named = {each.name: each for each in node.body if isinstance(each, Function)}
    if _is_dataclass(base):
        return "__post_init__" not in named and "__init__" not in named
    constructor = named.get("__init__")
    if constructor is None:
        return not _is_dataclass(node)
    for statement in constructor.body:
        called = calls_base(statement)
        if called and (not through or called.rpartition(".")[2] in ("super", through)):
            return True
        if may_return(statement) or runs_methods(statement, methods_of((node, base))):
            return False
    return False


def _constructors(owner: ast.ClassDef) -> list[Function]:
    """What runs where an object of the class is made; `__post_init__` where a dataclass writes the constructor."""
    names = {"__new__", "__init__"}
    if is_written(owner):
        names.add("__post_init__")
    return [each for each in owner.body if isinstance(each, Function) and each.name in names]


def _inherits_constructor(owner: ast.ClassDef) -> bool:
    return not _is_dataclass(owner) and not any(each.name == "__init__" for each in _constructors(owner))


def is_written(owner: ast.ClassDef) -> bool:
    """Whether a decorator writes the constructor of a class, from its fields."""
    return _is_dataclass(owner) and constructor_of(owner) is None


def _is_dataclass(owner: ast.ClassDef) -> bool:
    names = (dotted(each.func if isinstance(each, ast.Call) else each) for each in owner.decorator_list)
    return any(name.rpartition(".")[2] == "dataclass" for name in names)
