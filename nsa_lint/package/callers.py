"""Who calls a private function of the package: with which constants, and under which guards.

Only a function or method whose name begins with one underscore is looked at, and only if every mention of the name in
the package is a plain call of it: any other mention (an alias, a string, an attribute that is not called) leaves it
open, and so does a call with `*args`, a decorator that is not known, and a package that is too large to be read.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Container
from dataclasses import replace

from nsa_lint.model import Place
from nsa_lint.package.calls import Site, called, calls_in, is_call_of
from nsa_lint.package.classes import Classes
from nsa_lint.package.closed import rebound
from nsa_lint.package.conditions import Conditions, Translation, both, either, locals_of
from nsa_lint.package.index import Index, Module
from nsa_lint.package.passed import Passed
from nsa_lint.syntax.module import Entry
from nsa_lint.syntax.scopes import Function, dotted, parameters, walk, with_defaults

_MOST_FILES = 24
_MOST_SITES = 40
_DEEPEST = 4  # callers of callers
_TRANSPARENT = frozenset(
    "staticmethod classmethod override final cache lru_cache no_grad inference_mode njit jit contextmanager".split()
)


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
        self._known: dict[int, list[Entry] | None] = {}

    def cases(self, function: Function, owner: ast.ClassDef | None, depth: int = _DEEPEST) -> list[Entry] | None:
        """All ways in which a function of the module is entered; None where not all are known."""
        if id(function) not in self._known:
            self._known[id(function)] = None  # one that calls itself
            self._known[id(function)] = self._find(function, owner, depth)
        return self._known[id(function)]

    def _find(self, function: Function, owner: ast.ClassDef | None, depth: int) -> list[Entry] | None:
        name = function.name
        if not is_private(name) or not depth or not all(map(_is_transparent, function.decorator_list)):
            return None
        if owner is None and self._module.definitions.get(name) is not function:
            return None
        if owner is not None and sum(isinstance(e, Function) and e.name == name for e in owner.body) != 1:
            return None
        mentioning = self._index.mentioning((name,))
        if mentioning is None or len(mentioning[name]) > _MOST_FILES:
            return None
        found: list[Entry] = []
        for path in mentioning[name]:
            module = self._module if path == self._module.path else self._index.module(path)
            if module is None:
                return None
            sites = self._sites(module, function, owner)
            if sites is None:
                return None
            for site in sites:
                cases = self._cases_of(module, site, function, owner, depth)
                if cases is None:
                    return None
                found += cases
        changed = self._changed_by_itself(function, owner)
        if changed is None:
            return None
        found = [replace(each, values={k: v for k, v in each.values.items() if k not in changed}) for each in found]
        unlike = {case.key: case for case in found}
        return [*unlike.values()] if 0 < len(unlike) <= _MOST_SITES else None

    def made(self, owner: ast.ClassDef) -> list[ast.expr]:
        """What holds wherever an object of a private class is made; nothing where that is not known."""
        if not is_private(owner.name) or owner.decorator_list or self._module.classes.get(owner.name) is not owner:
            return []
        mentioning = self._index.mentioning((owner.name,))
        ways: dict[str, ast.expr] = {}
        for path in mentioning[owner.name] if mentioning is not None else ():
            module = self._module if path == self._module.path else self._index.module(path)
            sites = self._sites(module, owner, None) if module is not None else None
            if module is None or sites is None or len(sites) > _MOST_SITES:
                return []
            for site in sites:
                held = self._held(module, site, None)
                for outer in self._cases_of_caller(module, site, _DEEPEST):
                    way = (*held, *(outer.holds if outer is not None else ()))
                    if not way:
                        return []
                    ways.setdefault(ast.dump(both(way)), both(way))
        return [either(ways.values())] if 0 < len(ways) <= _MOST_SITES else []

    # -- the calls ---------------------------------------------------------------------------------------------

    def _sites(
        self, module: Module, function: Function | ast.ClassDef, owner: ast.ClassDef | None
    ) -> list[Site] | None:
        """The calls in one module; None where it mentions the function otherwise."""
        name = function.name
        if not re.search(rf"\b{re.escape(name)}\b", module.text):
            return []
        means = owner is not None or self._means(module, name)
        calls: dict[int, ast.Call] = {}
        mentioned = 0
        for node in walk(module.tree):
            if isinstance(node, ast.Call):
                calls[id(called(node))] = node
            kind = self._mention(node, name, owner, means)
            if kind is None:
                return None
            if kind and id(node) not in calls:
                return None
            mentioned += kind
        sites = [*calls_in(module, name, self._index)]
        if len(sites) < mentioned:  # one is where no statement of a function is: nothing is known of it
            return None
        if owner is not None:
            sites = [each for each in sites if not self._is_of_another(each, name, owner)]
        return sites if means else []

    def _mention(self, node: ast.AST, name: str, owner: ast.ClassDef | None, means: bool) -> bool | None:
        """Whether a node mentions the function as a call does; None where it does otherwise."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return None if _may_name(node.value, name) else False
        if isinstance(node, ast.JoinedStr) and _may_compute(node, name):
            return None
        if isinstance(node, ast.ImportFrom):
            return None if any(e.name == name and e.asname not in (None, name) for e in node.names) else False
        if isinstance(node, ast.Attribute) and node.attr == name:
            if owner is None:
                return False if dotted(node.value) in ("self", "cls", "super()") else None
            return True if isinstance(node.ctx, ast.Load) else None
        if owner is None and means:
            if isinstance(node, ast.arg) and node.arg == name:
                return None
            if isinstance(node, ast.Name) and node.id == name:
                return True if isinstance(node.ctx, ast.Load) else None
            if isinstance(node, (ast.Global, ast.Nonlocal)) and name in node.names:
                return None
        return False

    def _means(self, module: Module, name: str) -> bool:
        """Whether a name of a module is the function that this module defines under it."""
        if module is self._module:
            return True
        origin = self._index.origin(module, name) if name in module.imported else None
        return origin is not None and origin.key == (self._module.path, name)

    def _is_of_another(self, site: Site, name: str, owner: ast.ClassDef) -> bool:
        """Whether `self.name()` is in a class that has a method of this name and is not a base of this one."""
        receiver = site.call.func.value if isinstance(site.call.func, ast.Attribute) else None
        other = site.where.owner
        if dotted(receiver) != "self" or other is None or other is owner:
            return False
        own = any(isinstance(each, Function) and each.name == name for each in other.body)
        return own and other.name not in self._classes.attributes.bases_of(owner)

    # -- what holds at a call ----------------------------------------------------------------------------------

    def _cases_of(
        self, module: Module, site: Site, function: Function, owner: ast.ClassDef | None, depth: int
    ) -> list[Entry] | None:
        around = site.where.around
        if around and around[-1] is function:
            return []  # it calls itself: what held at its entry holds
        given = _bound(site.call, function, owner is not None)
        if given is None:
            return None
        holds = self._held(module, site, owner)
        place = Place(module.path, site.call.lineno)
        found = []
        for outer in self._cases_of_caller(module, site, depth):
            known = dict(outer.values) if outer is not None else {}
            for values in self._passed.ways(module, site, given, known):
                found.append(Entry((*holds, *(outer.holds if outer is not None else ())), values, place))
        return found

    def _changed_by_itself(self, function: Function, owner: ast.ClassDef | None) -> set[str] | None:
        """The parameters for which a function passes itself anything but what it was given; None: unclear."""
        found: set[str] = set()
        names = [node for node in walk(function) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)]
        for node in walk(function):
            if isinstance(node, ast.Call) and is_call_of(node, function.name):
                given = _bound(node, function, owner is not None)
                if given is None:
                    return None
                found |= {k for k, v in given.items() if not isinstance(v, ast.Name) or v.id != k}
        return found | ({each.id for each in names} if found else set())

    def _held(self, module: Module, site: Site, owner: ast.ClassDef | None) -> tuple[ast.expr, ...]:
        """What holds at a call, in terms of this module."""
        where, conditions = site.where, Conditions(module)
        fixed = _Fixed(self._classes, where.owner) if owner is not None and where.owner is owner else ()
        found: list[ast.expr] = []
        for test, value, depth in where.tests:
            local = set().union(*map(locals_of, where.around[:depth])) - {"self"}
            for each in conditions.holds(test, value, local, fixed):
                found += self._translation.of(each, module)
        found += [each for test, source in where.checked for each in self._translation.of(test, source)]
        return tuple(found)

    def _cases_of_caller(self, module: Module, site: Site, depth: int) -> list[Entry | None]:
        """The ways in which the function around a call is entered."""
        if len(site.where.around) != 1:
            return [None]
        caller = site.where.around[0]
        if module is self._module:
            cases = self.cases(caller, site.where.owner, depth - 1)
        else:
            cases = self._cases_elsewhere(module, caller, site.where.owner, depth - 1)
        if not cases:
            return [None]
        changed = rebound(caller)
        return [replace(case, values={k: v for k, v in case.values.items() if k not in changed}) for case in cases]

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
        holds = tuple(here for each in case.holds for here in self._translation.of(each, module))
        values = {name: self._translation.of(value, module)[:1] for name, value in case.values.items()}
        return Entry(holds, {name: here[0] for name, here in values.items() if here}, case.place)


class _Fixed(Container[str]):
    """The attributes of `self` that the constructor of a class alone sets; each is looked up when it is needed."""

    def __init__(self, classes: Classes, owner: ast.ClassDef) -> None:
        self._classes = classes
        self._owner = owner

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._classes.attributes.fixed(self._owner, name)


def is_private(name: str) -> bool:
    """Whether a name says that nobody outside the package uses it."""
    return name.startswith("_") and not name.startswith("__")


def _is_transparent(decorator: ast.expr) -> bool:
    """Whether a function still does what its body says under a decorator, and nobody else gets hold of it."""
    node = decorator.func if isinstance(decorator, ast.Call) else decorator
    return dotted(node).rpartition(".")[2] in _TRANSPARENT


def _may_name(text: str, name: str) -> bool:
    """Whether a string is the name, dotted or plain, or a part from which it is put together."""
    if text == name or (text.endswith(f".{name}") and " " not in text):
        return True
    begins = len(text) > 2 and text.endswith("_") and name.startswith(text)
    return begins or (len(text) > 2 and text.startswith("_") and name.endswith(text))


def _may_compute(node: ast.JoinedStr, name: str) -> bool:
    """Whether an f-string such as `f"_{kind}"` may be the name."""
    first, last = node.values[0], node.values[-1]
    if not isinstance(first, ast.Constant) or not name.startswith(str(first.value)):
        return False
    return not isinstance(last, ast.Constant) or name.endswith(str(last.value))


def _bound(call: ast.Call, function: Function, method: bool) -> dict[str, ast.expr] | None:
    """The argument of each parameter, defaults included; None where that is not clear."""
    if any(isinstance(each, ast.Starred) for each in call.args) or any(each.arg is None for each in call.keywords):
        return None
    positional = [*function.args.posonlyargs, *function.args.args]
    found = {each.arg: value for each, value in with_defaults(function) if value is not None}
    if method and not any(dotted(each) == "staticmethod" for each in function.decorator_list):
        receiver = dotted(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        positional = positional if receiver.rpartition(".")[2][:1].isupper() else positional[1:]
    named = {each.arg for each in parameters(function)}
    found |= {each.arg: value for each, value in zip(positional, call.args, strict=False)}
    return found | {each.arg: each.value for each in call.keywords if each.arg is not None and each.arg in named}
