"""The values of fields that a type closes: `config.backend`, where `Config` says `backend: Literal["a", "b"]`.

So does a `TypedDict` of `config["backend"]`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from nsa_lint.package.attributes import Attributes
from nsa_lint.package.below import Class, said_anew, subclasses
from nsa_lint.package.closed import ClosedTypes, rebound
from nsa_lint.package.handed import Type, setter_of, type_of
from nsa_lint.package.index import Index, Module
from nsa_lint.syntax.literals import text_of
from nsa_lint.syntax.scopes import Function, bindings, dotted, walk

_DEEPEST = 4  # bases of bases
_QUALIFIERS = ("Required", "NotRequired", "ReadOnly")


class Fields:
    """What the functions of one module read of objects whose types the package says."""

    def __init__(self, module: Module, index: Index, types: ClosedTypes, attributes: Attributes) -> None:
        self._module = module
        self._index = index
        self._types = types
        self._attributes = attributes
        self._below: dict[ast.ClassDef, list[Class] | None] = {}

    def holds_in(self, function: Function, owner: ast.ClassDef | None) -> Iterator[ast.expr]:
        """What holds of the attributes that a function reads, on the objects that it was given or that are stored."""
        attributes = (node for node in walk(function) if isinstance(node, ast.Attribute))
        paths = {dotted(node): node for node in attributes if isinstance(node.ctx, ast.Load)}
        changed = rebound(function)
        for path in sorted(paths):
            root, _, _ = path.partition(".")
            if root not in changed:
                values = self._values(path, function, owner)
                if values:
                    yield _one_of(paths[path], values)
        yield from self._items_in(function)

    def _items_in(self, function: Function) -> Iterator[ast.expr]:
        """The same of the items that a function reads of a `TypedDict` that it was given."""
        reads = (node for node in walk(function) if isinstance(node, ast.Subscript))
        items = {read: node for node in reads if (read := _item(node)) is not None}
        for (name, key), node in sorted(items.items(), key=lambda each: each[0]):
            found = type_of(self._module, function, name)
            said = self._said_of_key(found.module, found.annotation, key, _DEEPEST) if found is not None else None
            values = self._types.of(said.module, said.annotation) if said is not None else []
            if values:
                yield _one_of(node, values)

    def _said_of_key(self, module: Module, annotation: ast.expr, key: str, depth: int) -> Type | None:
        """The type of a key of a `TypedDict` that an annotation names; of a base, where only that has it."""
        text = annotation.value if isinstance(annotation, ast.Constant) else dotted(annotation)
        found = self._index.class_of(module, text) if isinstance(text, str) and depth else None
        if found is None or not self._is_typed_dict(*found, depth):
            return None
        source, node = found
        said = [each.annotation for each in node.body if isinstance(each, ast.AnnAssign) and dotted(each.target) == key]
        if said:
            return Type(source, _without_qualifiers(said[0])) if len(said) == 1 else None
        if [*bindings(node.body)].count(key):
            return None
        above = (self._said_of_key(source, base, key, depth - 1) for base in node.bases)
        return next((each for each in above if each is not None), None)

    def _is_typed_dict(self, module: Module, node: ast.ClassDef, depth: int) -> bool:
        if any(dotted(base).rpartition(".")[2] == "TypedDict" for base in node.bases):
            return True
        above = (self._index.class_of(module, dotted(base)) for base in node.bases) if depth else ()
        return any(self._is_typed_dict(*each, depth - 1) for each in above if each is not None)

    def _values(self, path: str, function: Function, owner: ast.ClassDef | None) -> list[ast.expr]:
        """All values of `parameter.field`, `self.attribute` or `self.attribute.field`; nothing where not known."""
        first, *rest = path.split(".")
        if first == "self" and owner is not None and len(rest) in (1, 2):
            return self._of_attribute(owner, rest[0], rest[1:])
        found = type_of(self._module, function, first) if len(rest) == 1 else None
        return self._of(found, rest) if found is not None else []

    def _of_attribute(self, owner: ast.ClassDef, name: str, rest: list[str]) -> list[ast.expr]:
        """The same of an attribute that a constructor sets, and of what is stored to it besides, of such a type too."""
        setter = setter_of(self._index, (self._module, owner), name)
        said = [self._of(each, rest) for each in setter.types] if setter is not None else []
        found = {ast.dump(value): value for values in said for value in values}
        if setter is None or not found:
            return []
        stored = self._attributes.set_besides(owner, name, setter.owner)  # searches the package: the last question
        for each in stored or ():
            of = type_of(each.module, each.function, each.value.id) if isinstance(each.value, ast.Name) else None
            others = self._of(of, rest) if of is not None else []
            if not others:
                return []
            found.update((ast.dump(value), value) for value in others)
        return [*found.values()] if stored is not None else []

    def _of(self, found: Type, rest: list[str]) -> list[ast.expr]:
        """All values of a type, or of a field of it."""
        if rest:
            return self._field(found.module, found.annotation, rest[0])
        return self._types.of(found.module, found.annotation)

    def _field(self, module: Module, annotation: ast.expr, name: str) -> list[ast.expr]:
        """All values of a field of a class that an annotation names."""
        text = annotation.value if isinstance(annotation, ast.Constant) else dotted(annotation)
        owner = found = self._index.class_of(module, text) if isinstance(text, str) else None
        for _ in range(_DEEPEST):
            if found is None:
                return []
            source, node = found
            declared = [
                each.annotation for each in node.body if isinstance(each, ast.AnnAssign) and dotted(each.target) == name
            ]
            if declared:
                values = self._types.of(source, declared[0]) if len(declared) == 1 else []
                return self._widened(owner, name, values) if owner is not None and values else []
            found = self._index.class_of(source, dotted(node.bases[0])) if node.bases else None
        return []

    def _widened(self, owner: Class, name: str, values: list[ast.expr]) -> list[ast.expr]:
        """The same with what classes that come from the one say of the field; nothing where that is not known."""
        if owner[1] not in self._below:
            self._below[owner[1]] = self._made_of(owner)
        below = self._below[owner[1]]
        found = {ast.dump(value): value for value in values}
        for module, node in below or ():
            for said in said_anew(module, node, name):
                others = self._types.of(module, said) if said is not None else []
                if not others:
                    return []
                found.update((ast.dump(value), value) for value in others)
        return [*found.values()] if below is not None else []

    def _made_of(self, owner: Class) -> list[Class] | None:
        """The classes that come from one, and those that they come from besides."""
        below = subclasses(self._index, self._module, owner[1])
        above = [node for _, node in self._attributes.above(owner[1], owner[0])]
        around = [each for module, node in below or () for each in self._attributes.above(node, module)]
        kept = {each[1]: each for each in around if all(each[1] is not node for node in above)}
        return [*kept.values()] if below is not None else None


def _item(node: ast.Subscript) -> tuple[str, str] | None:
    """The name and the key of `config["backend"]`, where it is read."""
    if (
        not isinstance(node, ast.Subscript)
        or not isinstance(node.ctx, ast.Load)
        or not isinstance(node.value, ast.Name)
    ):
        return None
    key = text_of(node.slice)
    return (node.value.id, key) if key is not None else None


def _without_qualifiers(annotation: ast.expr) -> ast.expr:
    """What `Required[...]` and its like say of a value, which is there where it is read."""
    if isinstance(annotation, ast.Subscript) and dotted(annotation.value).rpartition(".")[2] in _QUALIFIERS:
        return _without_qualifiers(annotation.slice)
    return annotation


def _one_of(read: ast.expr, values: list[ast.expr]) -> ast.expr:
    return ast.Compare(read, [ast.In()], [ast.Tuple(values, ast.Load())])
