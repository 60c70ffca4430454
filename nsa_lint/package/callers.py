"""Who calls a private function of the package: with which constants, and under which guards.

Only a function or method whose name begins with one underscore is looked at, and only if every mention of the name in
the package calls it, or takes it as a value: any other mention (an alias, a string) leaves it open, and so does a call
with `*args`, a decorator that is not known, and a package that is too large to be read.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace

from nsa_lint.model import Place
from nsa_lint.package.attributes import attribute_set
from nsa_lint.package.calls import Site, Test, Use, Where, is_call_of
from nsa_lint.package.classes import Classes
from nsa_lint.package.closed import rebound
from nsa_lint.package.conditions import Conditions, Translation, locals_of
from nsa_lint.package.index import Index, Module
from nsa_lint.package.passed import Passed
from nsa_lint.package.receivers import Kind, Receivers, is_of_class
from nsa_lint.package.uses import Uses
from nsa_lint.syntax.arguments import arguments_of
from nsa_lint.syntax.connectives import both, either
from nsa_lint.syntax.making import constructor_of
from nsa_lint.syntax.module import Entry
from nsa_lint.syntax.scopes import Function, dotted, parameters, walk

_MOST_FILES = 24
_MOST_SITES = 40
_DEEPEST = 4  # callers of callers
_TRANSPARENT = frozenset(
    "staticmethod classmethod override final cache lru_cache no_grad inference_mode njit jit contextmanager".split()
)
_PROPERTIES = frozenset(("property", "cached_property"))


class Callers:
    """The callers of the functions that one module defines."""

    def __init__(
        self,
        module: Module,
        index: Index,
        classes: Classes,
        translation: Translation,
        elsewhere: dict[str, Callers] | None = None,
    ) -> None:
        """`elsewhere`: those of other modules, by their paths."""
        self._elsewhere = {module.path: self} if elsewhere is None else elsewhere
        self._module = module
        self._index = index
        self._classes = classes
        self._translation = translation
        self._passed = Passed(module, index, translation)
        self._uses = Uses(module, index, classes.attributes)
        self._receivers = Receivers(index)
        self._known: dict[int, list[Entry] | None] = {}
        self._made: dict[ast.ClassDef, list[ast.expr]] = {}

    def cases(self, function: Function, owner: ast.ClassDef | None, depth: int = _DEEPEST) -> list[Entry] | None:
        """All ways in which a function of the module is entered; None where not all are known."""
        if id(function) not in self._known:
            self._known[id(function)] = None  # one that calls itself
            self._known[id(function)] = self._find(function, owner, depth)
        return self._known[id(function)]

    def _find(self, function: Function, owner: ast.ClassDef | None, depth: int) -> list[Entry] | None:
        name = function.name
        if not is_private(name) or not depth or not _is_open(function, owner) or self._index.layout.is_script:
            return None  # other scripts beside one may call its functions
        if owner is None and self._module.definitions.get(name) is not function:
            return None
        if owner is not None and sum(isinstance(e, Function) and e.name == name for e in owner.body) != 1:
            return None
        mentioning = self._index.mentioning((name,))
        if mentioning is None or len(mentioning[name]) > _MOST_FILES:
            return None
        found: list[Entry] = []
        of_others = False
        for path in mentioning[name]:
            module = self._index.module(path, self._module)
            if module is None:
                return None
            uses = self._uses.of(module, function, owner)
            if uses is None:
                return None
            for use in uses:
                cases = self._cases_of(module, use, function, owner, depth)
                if cases is None:
                    return None
                found += cases
                of_others = of_others or (_is_recursive(use, function) and not (owner is None or _is_of_self(use)))
        found += [_without_self(each) for each in found] if of_others else []
        changed = self._changed_by_itself(function, owner)
        if changed is None:
            return None
        found = [replace(each, values={k: v for k, v in each.values.items() if k not in changed}) for each in found]
        unlike = {case.key: case for case in found}
        return [*unlike.values()] if 0 < len(unlike) <= _MOST_SITES else None

    def made(self, owner: ast.ClassDef) -> list[ast.expr]:
        """What holds wherever an object of a private class is made; nothing where that is not known."""
        if owner not in self._made:
            self._made[owner] = []  # one that makes others
            self._made[owner] = self._find_made(owner)
        return self._made[owner]

    def _find_made(self, owner: ast.ClassDef) -> list[ast.expr]:
        if not is_private(owner.name) or owner.decorator_list or self._module.classes.get(owner.name) is not owner:
            return []
        if self._index.layout.is_script:
            return []
        mentioning = self._index.mentioning((owner.name,))
        ways: dict[str, ast.expr] = {}
        for path in mentioning[owner.name] if mentioning is not None else ():
            module = self._index.module(path, self._module)
            if module is None:
                return []
            uses = self._uses.of(module, owner, None)
            if uses is None or len(uses) > _MOST_SITES:
                return []
            for use in uses:
                held = self._held(module, use, None)
                for outer in self._cases_of_caller(module, use, _DEEPEST):
                    way = (*held, *(_without_self(outer).holds if outer is not None else ()))
                    if not way:
                        return []
                    ways.setdefault(ast.dump(both(way)), both(way))
        return [either(ways.values())] if 0 < len(ways) <= _MOST_SITES else []

    # -- what holds at a call ----------------------------------------------------------------------------------

    def _cases_of(
        self, module: Module, use: Use, function: Function, owner: ast.ClassDef | None, depth: int
    ) -> list[Entry] | None:
        is_value = not isinstance(use, Site) or _is_property(function)
        if _is_recursive(use, function) and not is_value:
            return []  # it calls itself: what held at its entry holds, of `self` where that is the same object
        holds = self._held(module, use, owner)
        place = Place(module.path, use.named.lineno)
        outers = self._cases_of_caller(module, use, depth)
        if owner is None or not self._is_own(module, use, owner):
            outers = [_without_self(outer) if outer is not None else None for outer in outers]
        if not isinstance(use, Site) or is_value:
            entries = (Entry((*holds, *(outer.holds if outer is not None else ())), {}, place) for outer in outers)
            return [*entries]
        given = self._bound(module, use.call, function, owner)
        if given is None:
            return None
        found = []
        for outer in outers:
            known = dict(outer.values) if outer is not None else {}
            for values in self._passed.ways(module, use, given, known):
                found.append(Entry((*holds, *(outer.holds if outer is not None else ())), values, place))
        return found

    def _bound(
        self, module: Module, call: ast.Call, function: Function, owner: ast.ClassDef | None
    ) -> dict[str, ast.expr] | None:
        """The argument of each parameter, defaults included; None where that is not clear."""
        implied = self._implied(module, call, function) if owner is not None else 0
        return arguments_of(call, function, implied) if implied is not None else None

    def _implied(self, module: Module, call: ast.Call, method: Function) -> int | None:
        """How many parameters of a method get no argument of the call: 1 for `self`; None where that is not clear."""
        decorators = {*map(_named, method.decorator_list)}
        receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
        if "staticmethod" in decorators or receiver is None:
            return 0
        if "classmethod" in decorators:
            return 1
        if is_of_class(receiver) or self._receivers.of(module, receiver).kind is Kind.CLASS:
            return 0
        return None if dotted(receiver).rpartition(".")[2][:1].isupper() else 1

    def _changed_by_itself(self, function: Function, owner: ast.ClassDef | None) -> set[str] | None:
        """The parameters for which a function passes itself anything but what it was given; None: unclear."""
        found: set[str] = set()
        names = [node for node in walk(function) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)]
        for node in walk(function):
            if isinstance(node, ast.Call) and is_call_of(node, function.name):
                given = self._bound(self._module, node, function, owner)
                if given is None:
                    return None
                found |= {k for k, v in given.items() if not isinstance(v, ast.Name) or v.id != k}
        return found | ({each.id for each in names} if found else set())

    def _held(self, module: Module, use: Use, owner: ast.ClassDef | None) -> tuple[ast.expr, ...]:
        """What holds where something is called or read, in terms of this module."""
        where, conditions = use.where, Conditions(module, self._index)
        own = owner is not None and self._is_own(module, use, owner)
        fixed = _Fixed(self._classes, owner) if owner is not None and own else ()
        found: list[ast.expr] = []
        for test, value, depth in _as_stored(where, fixed):
            local = set().union(*map(locals_of, where.around[:depth])) - {"self"}
            for each in conditions.holds(test, value, local, fixed):
                found += self._translation.holds(each, module)
        found += [each for test, source in where.checked for each in self._translation.holds(test, source)]
        return tuple(each for each in found if own or not _reads_self(each))

    def _is_own(self, module: Module, use: Use, owner: ast.ClassDef) -> bool:
        """Whether a method is read of `self`, in its class, in one below it, or in a base of it."""
        around = use.where.owner
        if around is None or not _is_of_self(use):
            return False
        attributes = self._classes.attributes
        return around is owner or owner.name in attributes.bases_of(around, module) or attributes.is_base(around, owner)

    def _cases_of_caller(self, module: Module, use: Use, depth: int) -> list[Entry | None]:
        """The ways in which the function around a call is entered."""
        if len(use.where.around) != 1:
            return [None]
        caller, owner = use.where.around[0], use.where.owner
        held: tuple[ast.expr, ...] = ()
        if module is self._module:
            cases = self.cases(caller, owner, depth - 1)
            if owner is not None and self._module.classes.get(owner.name) is owner:
                held = (*self._classes.holds_in(owner, caller), *self.made(owner))
        else:
            cases = self._cases_elsewhere(module, caller, owner, depth - 1)
        if not cases:
            return [Entry(held, {})] if held else [None]
        changed = rebound(caller)
        kept = ({name: value for name, value in case.values.items() if name not in changed} for case in cases)
        return [replace(case, holds=(*held, *case.holds), values=v) for case, v in zip(cases, kept, strict=True)]

    def _cases_elsewhere(
        self, module: Module, caller: Function, owner: ast.ClassDef | None, depth: int
    ) -> list[Entry] | None:
        """The ways in which a function of another module is entered, in terms of this one."""
        if not is_private(caller.name) or not depth:
            return None
        if module.path not in self._elsewhere:
            translation = Translation(module, self._index)
            classes = Classes(module, self._index, translation)
            self._elsewhere[module.path] = Callers(module, self._index, classes, translation, self._elsewhere)
        cases = self._elsewhere[module.path].cases(caller, owner, depth)
        return [self._translated(case, module) for case in cases] if cases is not None else None

    def _translated(self, case: Entry, module: Module) -> Entry:
        holds = tuple(here for each in case.holds for here in self._translation.holds(each, module))
        values = {name: self._translation.of(value, module)[:1] for name, value in case.values.items()}
        return Entry(holds, {name: here[0] for name, here in values.items() if here}, case.place)


def _as_stored(where: Where, fixed: Container[str]) -> Iterator[Test]:
    """The tests around a place; in a constructor, those of what it is given by the attributes that keep that."""
    constructor = constructor_of(where.owner) if where.owner is not None and where.tests else None
    inside = constructor is not None and where.around[:1] == (constructor,)
    kept = _kept(constructor, fixed) if constructor is not None and inside else {}
    for test, value, depth in where.tests:
        yield (_Stored(kept).visit(copy.deepcopy(test)) if kept and depth else test), value, depth


def _kept(constructor: Function, fixed: Container[str]) -> dict[str, str]:
    """The parameters of a constructor, each with an attribute that keeps what it is given."""
    given = {each.arg for each in parameters(constructor)} - rebound(constructor)
    stored = [attribute_set(each) for each in walk(constructor)]
    found = {value.id: name for name, value in stored if isinstance(value, ast.Name) and value.id in given}
    return {name: attribute for name, attribute in found.items() if attribute in fixed}


class _Stored(ast.NodeTransformer):
    def __init__(self, kept: Mapping[str, str]) -> None:
        self._kept = kept

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id not in self._kept:
            return node
        return ast.copy_location(ast.Attribute(ast.Name("self", ast.Load()), self._kept[node.id], ast.Load()), node)


class _Fixed(Container[str]):
    """The attributes of `self` that the constructor or the body of a class alone sets, looked up when needed."""

    def __init__(self, classes: Classes, owner: ast.ClassDef) -> None:
        self._classes = classes
        self._owner = owner

    def __contains__(self, name: object) -> bool:
        attributes = self._classes.attributes
        return isinstance(name, str) and (
            attributes.fixed(self._owner, name) or attributes.of_class(self._owner, name) is not None
        )


def is_private(name: str) -> bool:
    """Whether a name says that nobody outside the package uses it."""
    return name.startswith("_") and not name.startswith("__")


def _is_open(function: Function, owner: ast.ClassDef | None) -> bool:
    """Whether nothing but what reads a function by its name enters it, and it does what its body says."""
    known = _TRANSPARENT if owner is None else _TRANSPARENT | _PROPERTIES
    return all(_named(each) in known for each in function.decorator_list)


def _is_property(function: Function) -> bool:
    return any(_named(each) in _PROPERTIES for each in function.decorator_list)


def _named(decorator: ast.expr) -> str:
    node = decorator.func if isinstance(decorator, ast.Call) else decorator
    return dotted(node).rpartition(".")[2]


def _is_recursive(use: Use, function: Function) -> bool:
    return bool(use.where.around) and use.where.around[-1] is function


def _is_of_self(use: Use) -> bool:
    """Whether a method is read of the object whose method reads it."""
    receiver = use.named.value if isinstance(use.named, ast.Attribute) else None
    return (dotted(receiver) == "self" or _is_super(receiver)) and _keeps_self(use.where.around)


def _keeps_self(around: Sequence[Function]) -> bool:
    """Whether `self` is one object in all of these functions, each in the one before."""
    having = [each for each in around if any(own.arg == "self" for own in parameters(each))]
    return len(having) == 1 and not any(_binds_self(node) for part in having[0].body for node in walk(part))


def _binds_self(node: ast.AST) -> bool:
    """Whether a node makes `self` another object; an inner function with such a parameter does so for what is in it."""
    if isinstance(node, ast.Name):
        return node.id == "self" and not isinstance(node.ctx, ast.Load)
    if isinstance(node, ast.Lambda):
        return any(each.arg == "self" for each in parameters(node))
    if isinstance(node, (ast.MatchAs, ast.MatchStar, ast.ExceptHandler)):
        return node.name == "self"
    return isinstance(node, ast.alias) and "self" in (node.asname, node.name)


def _reads_self(test: ast.expr) -> bool:
    return any(isinstance(node, ast.Name) and node.id == "self" for node in walk(test))


def _without_self(entry: Entry) -> Entry:
    """What is also true of other objects."""
    return replace(entry, holds=tuple(each for each in entry.holds if not _reads_self(each)))


def _is_super(node: ast.AST | None) -> bool:
    """`super()`, `super(Class, self)`."""
    return (
        isinstance(node, ast.Call) and dotted(node.func) == "super" and [*map(dotted, node.args[1:])] in ([], ["self"])
    )
