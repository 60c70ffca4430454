"""Which attributes of `self` the constructor of a class alone sets, by all that the package stores."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from nsa_lint.package.below import Class, classes_below, name_of
from nsa_lint.package.index import Index, Module
from nsa_lint.syntax.assigning import assigned
from nsa_lint.syntax.scopes import Function, bindings, bound_names, children, dotted, walk

_MOST_FILES = 32  # that hold the name of an attribute
# Whatever its name
_SETS_ANY = re.compile(r"\bsetattr\(\s*(?:self|cls)\s*,|\bself\.__dict__|\bvars\(\s*self\b")
_PLAIN = ("object", "ABC", "Module")  # bases from elsewhere that leave what a body binds as it is
_STORES = re.compile("setattr|patch")
_Value = tuple[ast.expr, Function]
_Store = tuple[ast.AST, ast.ClassDef | None, _Value | None]  # where, in which class, and what, in which function


@dataclass(frozen=True, slots=True)
class Stored:
    """What one statement stores, and in which function of which module."""

    value: ast.expr
    module: Module
    function: Function


class Attributes:
    """The attributes of the classes of one module."""

    def __init__(self, module: Module, index: Index) -> None:
        self._module = module
        self._index = index
        self._known: dict[tuple[ast.ClassDef, str], tuple[Stored, ...] | None] = {}
        self._besides: dict[tuple[ast.ClassDef, str], tuple[Stored, ...] | None] = {}
        self._known_below: dict[ast.ClassDef, list[tuple[Module, ast.ClassDef]] | None] = {}
        self._stores: dict[str, dict[str, list[_Store]]] = {}

    def fixed(self, owner: ast.ClassDef, name: str) -> bool:
        """Whether one statement of the constructor sets it, and nothing else in the package."""
        return self.set_elsewhere(owner, (name,))[name] == ()

    def set_besides(self, owner: ast.ClassDef, name: str, setter: Class) -> tuple[Stored, ...] | None:
        """What others than one statement of a constructor, of a class or of its base, set; None where not known."""
        key = owner, name
        if key not in self._besides:
            self._besides[key] = self._set_besides(owner, name, setter)
        return self._besides[key]

    def _set_besides(self, owner: ast.ClassDef, name: str, setter: Class) -> tuple[Stored, ...] | None:
        mentioning = self._index.mentioning((name,)) if self._set_once(owner, name, setter) else None
        if mentioning is None:
            return None
        files = mentioning[name]
        if len(files) > _MOST_FILES:  # those of the classes themselves, and what sets it on any other object
            related = {module.path for module, _ in self._around(owner)}
            files = tuple(sorted(related.union(self._index.storing(name))))
        return self._stored(owner, name, files, setter[1])

    def set_by_one(self, owner: ast.ClassDef, name: str, files: Sequence[str]) -> bool:
        """Whether one statement of a class, or of its constructor, alone gives its objects an attribute.

        `files`: those that may do so by their text.
        """
        stores = [each for each in self.stores_in(self._module, name) if each[1] is owner]
        of_the_body = [*bindings(owner.body)].count(name)
        if len(stores) != 1 or of_the_body > 1 or not (of_the_body or self._set_once(owner, name)):
            return False
        return self._stored(owner, name, files) == ()

    def may_be_set_elsewhere(self, owner: ast.ClassDef, name: str) -> bool:
        """Whether another class or function of the package may set it, or too many files hold the name to look."""
        mentioning = self._index.mentioning((name,))
        files = mentioning[name] if mentioning is not None else None
        return files is None or self._stored(owner, name, files) != ()

    def set_elsewhere(self, owner: ast.ClassDef, names: Collection[str]) -> dict[str, tuple[Stored, ...] | None]:
        """What others than one statement of the constructor set each to; None where that is not known."""
        wanted = [name for name in names if (owner, name) not in self._known]
        likely = [name for name in wanted if self._set_once(owner, name)]
        mentioning = self._index.mentioning(likely) if likely else {}
        for name in wanted:
            files = mentioning.get(name) if mentioning is not None else None
            self._known[owner, name] = self._stored(owner, name, files) if files is not None else None
        return {name: self._known[owner, name] for name in names}

    def of_class(self, owner: ast.ClassDef, name: str) -> ast.expr | None:
        """What the body of a class sets, where nothing in the package sets it on its objects or in a class below it."""
        bound = [each for each in owner.body if name in bound_names([each])]
        value = bound[0].value if len(bound) == 1 and isinstance(bound[0], (ast.Assign, ast.AnnAssign)) else None
        mentioning = self._index.mentioning((name,)) if value is not None and self._is_plain(owner) else None
        if mentioning is None or len(mentioning[name]) > _MOST_FILES:
            return None
        for path in mentioning[name]:
            module = self._index.module(path, self._module)
            if module is None or any(self._sets(module, each, owner) for each in self.stores_in(module, name)):
                return None
        return value

    def _is_plain(self, owner: ast.ClassDef) -> bool:
        """Whether what the body of a class binds is what its objects have: it makes no fields, members or defaults."""
        for module, node in self.above(owner):
            outside = (each for each in node.bases if self._index.class_of(module, dotted(each)) is None)
            if node.decorator_list or node.keywords:
                return False
            if any(dotted(each).rpartition(".")[2] not in _PLAIN for each in outside):
                return False
        return not self.may_be_any(owner)

    def may_be_any(self, owner: ast.ClassDef) -> bool:
        """Whether an object of a class may set attributes of any name of itself."""
        if self.below(owner) is None:
            return True
        return any(_SETS_ANY.search(module.text_of(node)) for module, node in self._around(owner))

    def _around(self, owner: ast.ClassDef) -> list[Class]:
        """The classes that a class comes from, those that come from it, and what these come from otherwise."""
        below = self.below(owner) or ()
        return [*self.above(owner), *(each for source, node in below for each in self.above(node, source))]

    def _sets(self, module: Module, stored: _Store, owner: ast.ClassDef) -> bool:
        """Whether what stores to an attribute of this name may do so to that of a class, or hide it."""
        store, around, _ = stored
        if isinstance(store, ast.ClassDef):
            return not self.is_base(store, owner) and self._related(module, store, owner)
        of_its_own = isinstance(store, ast.Attribute) and dotted(store.value) == "self"
        return around is None or not of_its_own or self._related(module, around, owner)

    def _stored(
        self, owner: ast.ClassDef, name: str, files: Sequence[str], setter: ast.ClassDef | None = None
    ) -> tuple[Stored, ...] | None:
        found: list[Stored] = []
        if len(files) > _MOST_FILES:
            return None
        for path in files:
            stored = self._stored_in(path, owner, name, setter or owner)
            if stored is None:
                return None
            found += stored
        return tuple(found)

    def _set_once(self, owner: ast.ClassDef, name: str, setter: Class | None = None) -> bool:
        """Whether a class, or its base, sets it in one statement of its constructor, and nothing else has the name."""
        if name in bound_names(owner.body):
            return False
        module, node = setter or (self._module, owner)
        stores = [store for store, around, _ in self.stores_in(module, name) if around is node]
        constructors = [each for each in node.body if isinstance(each, Function) and each.name == "__init__"]
        if len(stores) != 1 or len(constructors) != 1 or all(stores[0] is not each for each in walk(constructors[0])):
            return False
        return not self.may_be_any(owner)  # searches the package: the last question

    def _stored_in(self, path: str, owner: ast.ClassDef, name: str, setter: ast.ClassDef) -> list[Stored] | None:
        """What a file of the package stores to the attribute of such an object anywhere but in the class `setter`."""
        module = self._index.module(path, self._module)
        if module is None:
            return None
        found: list[Stored] = []
        for store, around, value in self.stores_in(module, name) if _may_store(name).search(module.text) else ():
            receiver = dotted(store.value) if isinstance(store, ast.Attribute) else ""
            of_its_own = receiver == "self" or isinstance(store, ast.ClassDef)  # what it says is of its own objects
            if around is setter or (around and of_its_own and not self._related(module, around, owner)):
                continue
            if value is None:
                return None
            found.append(Stored(value[0], module, value[1]))
        return found

    def stores_in(self, module: Module, name: str) -> Sequence[_Store]:
        """What a module stores to attributes of this name; it is walked once for all names."""
        if module.path not in self._stores:
            self._stores[module.path] = _stores_of(module.tree)
        return self._stores[module.path].get(name, ())

    def _related(self, module: Module, other: ast.ClassDef, owner: ast.ClassDef) -> bool:
        """Whether an object may be of both classes, as of a third one that comes from both."""
        if other.name == owner.name or owner.name in self.bases_of(other, module) or other.name in self.bases_of(owner):
            return True
        below = self.below(owner)
        return below is None or any(other.name in self.bases_of(node, source) for source, node in below)

    def below(self, owner: ast.ClassDef) -> list[Class] | None:
        """The classes of the package that come from one, each with its module; None where it is too large to tell."""
        if owner not in self._known_below:
            self._known_below[owner] = classes_below(self._index, self._module, owner)
        return self._known_below[owner]

    def is_base(self, base: ast.ClassDef, owner: ast.ClassDef) -> bool:
        """Whether a class is one that a class of this module comes from."""
        return any(node is base for _, node in self.above(owner))

    def bases_of(self, owner: ast.ClassDef, module: Module | None = None) -> set[str]:
        """The names of the classes that a class comes from, as far as the package says."""
        known = self.above(owner, module)
        named = {name_of(base) for _, node in known for base in node.bases}
        return named.union(node.name for _, node in known[1:])  # under whatever name they were imported

    def above(self, owner: ast.ClassDef, module: Module | None = None) -> list[tuple[Module, ast.ClassDef]]:
        """A class, by default one of this module, and those of the package that it comes from, each with its module."""
        found = [(module or self._module, owner)]
        for source, node in found:
            above = (self._index.class_of(source, dotted(base)) for base in node.bases)
            found += [each for each in above if each is not None and all(each[1] is not other for _, other in found)]
        return found


def _may_store(name: str) -> re.Pattern[str]:
    """A quick test of a text, before it is parsed: `.name ... =`, `for x.name in`, `setattr(x, "name", ...)`."""
    word = re.escape(name)
    return re.compile(
        rf"\.{word}\b[^\n]*?(?<![=!<>])=(?!=)|\.{word}\b\s*[,)\]]\s*(?:\n|\)|\])|\b(?:for|as|del)\b[^\n]*\.{word}\b"
        rf"|['\"]{word}['\"]|^\s+(?:def\s+)?{word}\b\s*[:=(]",
        re.MULTILINE,
    )


def _stores_of(tree: ast.AST) -> dict[str, list[_Store]]:
    """What a module stores to attributes, by their names, and whatever else may mean one of them."""
    found: defaultdict[str, list[_Store]] = defaultdict(list)
    stack: list[tuple[ast.AST, ast.ClassDef | None, Function | None]] = [(tree, None, None)]
    values: dict[int, _Value] = {}
    while stack:
        node, around, function = stack.pop()
        if function is not None:
            values.update({id(target): (value, function) for target, value in assigned(node)})
        if isinstance(node, ast.Attribute):
            if node.ctx.__class__ is not ast.Load:
                found[node.attr].append((node, around, values.get(id(node))))
        elif isinstance(node, ast.Call):
            if _STORES.search(dotted(node.func)):
                names = (each.value for each in node.args if isinstance(each, ast.Constant))
                for name in {each for each in names if isinstance(each, str)}:
                    found[name].append((node, around, None))
        elif isinstance(node, ast.ClassDef):
            around, function = node, None
            for name in bound_names(node.body):
                found[name].append((node, around, None))
        elif isinstance(node, Function):
            function = node
        stack += [(child, around, function) for child in children(node)]
    return found


def attribute_set(statement: ast.AST) -> tuple[str, ast.expr | None]:
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
