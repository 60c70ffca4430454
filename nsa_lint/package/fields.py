"""The values of fields that a type closes: `config.backend`, where `Config` says `backend: Literal["a", "b"]`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from nsa_lint.package.attributes import Attributes, attribute_set, constructor_of
from nsa_lint.package.closed import ClosedTypes, rebound
from nsa_lint.package.index import Index, Module
from nsa_lint.syntax.scopes import Function, dotted, parameters, walk

_DEEPEST = 4  # bases of bases


class Fields:
    """What the functions of one module read of objects whose types the package says."""

    def __init__(self, module: Module, index: Index, types: ClosedTypes, attributes: Attributes) -> None:
        self._module = module
        self._index = index
        self._types = types
        self._attributes = attributes

    def holds_in(self, function: Function, owner: ast.ClassDef | None) -> Iterator[ast.expr]:
        """What holds of the attributes that a function reads, on the objects that it was given or that are stored."""
        paths = {dotted(node): node for node in walk(function) if isinstance(node, ast.Attribute)}
        changed = rebound(function)
        for path in sorted(paths):
            root, _, _ = path.partition(".")
            if root and root not in changed and isinstance(paths[path].ctx, ast.Load):
                values = self._values(path, function, owner)
                if values:
                    yield _one_of(paths[path], values)

    def _values(self, path: str, function: Function, owner: ast.ClassDef | None) -> list[ast.expr]:
        """All values of `parameter.field`, `self.attribute` or `self.attribute.field`; nothing where not known."""
        first, *rest = path.split(".")
        if first == "self" and owner is not None and len(rest) in (1, 2):
            annotation, rest = self._stored(owner, rest[0]), rest[1:]
        else:
            annotation = next((each.annotation for each in parameters(function) if each.arg == first), None)
            if len(rest) != 1:
                return []
        if annotation is None:
            return []
        values = self._field(self._module, annotation, rest[0]) if rest else self._types.of(self._module, annotation)
        if first == "self" and values and (owner is None or not self._attributes.fixed(owner, path.split(".")[1])):
            return []  # the whole package is searched for what sets it: the last question
        return values

    def _stored(self, owner: ast.ClassDef, name: str) -> ast.expr | None:
        """The type of an attribute that the constructor sets, from a parameter that says it."""
        constructor = constructor_of(owner)
        if constructor is None:
            return None
        changed = rebound(constructor)
        for statement in constructor.body:
            found, value = attribute_set(statement)
            if found == name and isinstance(value, ast.Name) and value.id not in changed:
                return next((each.annotation for each in parameters(constructor) if each.arg == value.id), None)
        return None

    def _field(self, module: Module, annotation: ast.expr, name: str) -> list[ast.expr]:
        """All values of a field of a class that an annotation names."""
        text = annotation.value if isinstance(annotation, ast.Constant) else dotted(annotation)
        found = self._index.class_of(module, text) if isinstance(text, str) else None
        for _ in range(_DEEPEST):
            if found is None:
                return []
            source, node = found
            declared = [
                each.annotation for each in node.body if isinstance(each, ast.AnnAssign) and dotted(each.target) == name
            ]
            if declared:
                return self._types.of(source, declared[0]) if len(declared) == 1 else []
            found = self._index.class_of(source, dotted(node.bases[0])) if node.bases else None
        return []


def _one_of(read: ast.expr, values: list[ast.expr]) -> ast.expr:
    return ast.Compare(read, [ast.In()], [ast.Tuple(values, ast.Load())])
