"""What the classes of a package refuse, where a constructor raises unless a guard holds, and what it stores."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from nsa_lint.package.attributes import Attributes, Stored
from nsa_lint.package.conditions import Conditions, Translation, both, either, locals_of, negated
from nsa_lint.package.index import Index, Module
from nsa_lint.package.refusals import Refusals
from nsa_lint.syntax.scopes import Function, dotted, statements_of, walk

_DEEPEST = 6  # bases of bases
_MOST_FILES = 24  # in which an attribute or a class is looked for
_MADE_OTHERWISE = ("__reduce__", "__reduce_ex__", "__setstate__", "__getattr__", "__getattribute__")
_NEVER: list[ast.expr] = [ast.Constant(False)]


class Classes:
    """The classes that one module defines, with their bases in the package."""

    def __init__(self, module: Module, index: Index, translation: Translation) -> None:
        self._module = module
        self._index = index
        self._translation = translation
        self._conditions = Conditions(module)
        self._refusals = Refusals(index)
        self.attributes = Attributes(module, index)

    def holds_in(self, owner: ast.ClassDef, method: Function) -> list[ast.expr]:
        """What holds, in terms of the module, wherever a method of a class runs on a constructed object."""
        if method.name in ("__init__", "__new__", "__init_subclass__", "__class_getitem__") or _is_static(method):
            return []
        found = [
            each for test, source in self._refused(self._module, owner, _DEEPEST) for each in self._here(test, source)
        ]
        if found and not self._always_constructed(owner):
            found = []
        return found + self._stored(owner, method)

    def _here(self, test: ast.expr, source: Module) -> list[ast.expr]:
        return self._translation.of(test, source)

    # -- what a constructor refuses ----------------------------------------------------------------------------

    def _refused(self, module: Module, owner: ast.ClassDef, depth: int) -> Iterator[tuple[ast.expr, Module]]:
        """What holds once an object of the class has been made, in terms of the module that says so."""
        made = [each for each in owner.body if isinstance(each, Function) and each.name in ("__init__", "__new__")]
        inherits = not any(each.name == "__init__" for each in made)
        for constructor in made:
            local = locals_of(constructor)
            for statement in constructor.body:
                if _calls_base(statement) and constructor.name == "__init__":
                    inherits = True
                yield from self._refusals.after(module, statement, local)
                if any(isinstance(each, ast.Return) for each in statements_of([statement])) or _runs_methods(statement):
                    break
        base = self._first_base(module, owner)
        if inherits and base is not None and depth and not any(map(_runs_methods, made)):
            yield from self._refused(*base, depth - 1)

    def _first_base(self, module: Module, owner: ast.ClassDef) -> tuple[Module, ast.ClassDef] | None:
        """The class whose constructor `super()` means, where that is a class of the package."""
        return self._index.class_of(module, dotted(owner.bases[0])) if owner.bases else None

    def _always_constructed(self, owner: ast.ClassDef) -> bool:
        """Whether nothing in the package makes an object of the class without its constructor."""
        if any(isinstance(each, Function) and each.name in _MADE_OTHERWISE for each in owner.body):
            return False
        nodes = self._nodes_mentioning(owner.name)
        if nodes is None:
            return False
        for node in nodes:
            if isinstance(node, ast.ClassDef) and owner.name in {
                dotted(each).rpartition(".")[2] for each in node.bases
            }:
                own = [each for each in node.body if isinstance(each, Function) and each.name == "__init__"]
                if any(not any(map(_calls_base, each.body)) for each in own):
                    return False
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "__new__":
                named = {dotted(each).rpartition(".")[2] for each in (*node.args, node.func.value)}
                if owner.name in named:
                    return False
        return True

    # -- what it stores ----------------------------------------------------------------------------------------

    def _stored(self, owner: ast.ClassDef, method: Function) -> list[ast.expr]:
        """What an attribute of `self` says of the flags from which the constructor has set it."""
        read = {dotted(node) for node in walk(method) if isinstance(node, ast.Attribute)}
        said = {name: tests for name, tests in self._said_by(owner).items() if f"self.{name}" in read}
        others = self.attributes.set_elsewhere(owner, said)
        found = []
        for name, tests in said.items():
            attribute = ast.Attribute(ast.Name("self", ast.Load()), name, ast.Load())
            for truth, holds in tests.items():
                ways = [holds, *(self._made_so(each, truth) for each in others[name] or ())]
                if others[name] is not None and all(ways):
                    known = [both(way) for way in ways if way is not _NEVER]
                    found.append(either([negated(attribute) if truth else attribute, *known]))
        return found

    def _made_so(self, stored: Stored, truth: bool) -> list[ast.expr]:
        """What holds where another statement has given an attribute this truth, in terms of the module."""
        value, module = stored.value, stored.module
        if isinstance(value, ast.Constant):
            return [] if bool(value.value) is truth else _NEVER
        holds = Conditions(module).holds(value, truth, locals_of(stored.function))
        return [each for test in holds for each in self._here(test, module)]

    def _said_by(self, owner: ast.ClassDef) -> dict[str, dict[bool, list[ast.expr]]]:
        """By attribute and its truth: what is the case where the constructor has made it so."""
        found: dict[str, dict[bool, list[ast.expr]]] = {}
        constructor = next((e for e in owner.body if isinstance(e, Function) and e.name == "__init__"), None)
        if constructor is None:
            return found
        local = locals_of(constructor)
        for statement in constructor.body:
            name, value = _attribute_set(statement)
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
            module = self._module if path == self._module.path else self._index.module(path)
            if module is None:
                return None
            if pattern.search(module.text):
                nodes += walk(module.tree)
        return nodes


def _is_static(method: Function) -> bool:
    return not {dotted(each) for each in method.decorator_list}.isdisjoint(("staticmethod", "classmethod"))


def _calls_base(statement: ast.stmt) -> bool:
    """Whether a statement calls the constructor of a base."""
    value = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute) or value.func.attr != "__init__":
        return False
    return dotted(value.func.value) != "self"


def _runs_methods(statement: ast.AST) -> bool:
    """Whether a statement of a constructor may call a method of the object, or hands it on."""
    for node in walk(statement):
        if isinstance(node, ast.Call):
            if dotted(node.func).startswith("self.") or any(dotted(each) == "self" for each in node.args):
                return True
            if any(dotted(each.value) == "self" for each in node.keywords):
                return True
    return False


def _attribute_set(statement: ast.AST) -> tuple[str, ast.expr | None]:
    """`self.name = value`."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target: ast.expr = statement.targets[0]
    elif isinstance(statement, ast.AnnAssign):
        target = statement.target
    else:
        return "", None
    if isinstance(target, ast.Attribute) and dotted(target.value) == "self":
        return target.attr, statement.value
    return "", None
