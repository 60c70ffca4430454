"""The values that a parameter of a caller can have, where its annotation says all of them."""

from __future__ import annotations

import ast
from weakref import WeakKeyDictionary

from nsa_lint.package.conditions import Translation
from nsa_lint.package.index import Index, Module, Origin
from nsa_lint.syntax.constants import Constants, Member
from nsa_lint.syntax.scopes import Function, bound_names, dotted, parameters, walk

_BASES = frozenset(("Enum", "IntEnum", "StrEnum", "str", "int"))  # of an enum whose members are all that there are
_CLOSED_WORDS = ("Enum", "Literal")  # one of these is in each module that defines such a type
_MOST = 12  # values of one parameter: each is a way in which what is called is entered
_rebound: WeakKeyDictionary[Function, frozenset[str]] = WeakKeyDictionary()


class ClosedTypes:
    """The closed types of the modules of a package: `bool`, enums, `Literal`, and unions of these."""

    def __init__(self, index: Index, translation: Translation) -> None:
        self._index = index
        self._translation = translation

    def of_parameter(self, module: Module, function: Function, name: str) -> list[ast.expr]:
        """All values of a parameter, in terms of the checked module; nothing where they are not known or it changes."""
        annotation = next((each.annotation for each in parameters(function) if each.arg == name), None)
        if annotation is None or name in rebound(function):
            return []
        return self.of(module, annotation)

    def of(self, module: Module, annotation: ast.expr) -> list[ast.expr]:
        """All values of a type that a module names, in terms of the checked module."""
        imported = self._imported(module, annotation)
        facts = module.facts
        constants = (
            Constants(module.tree, facts.names.rebound, facts.text.words, imported) if imported else facts.constants
        )
        values = constants.closed(annotation) or ()
        if len(values) > _MOST:
            return []
        found: list[ast.expr] = []
        for value in values:
            if isinstance(value, Member):
                found += self._translation.of(_member(value, imported), module)[:1]
            else:
                found.append(ast.Constant(value))  # type: ignore[arg-type]
        return found if len(found) == len(values) else []

    def _imported(self, module: Module, annotation: ast.expr) -> dict[str, ast.ClassDef | ast.expr]:
        """The closed types of other modules that an annotation names."""
        found: dict[str, ast.ClassDef | ast.expr] = {}
        for name in {node.id for node in walk(annotation) if isinstance(node, ast.Name)} & module.imported.keys():
            origin = self._index.origin(module, name)
            node = closed_type(origin) if origin is not None else None
            if node is not None:
                found[name] = node
        return found


def rebound(function: Function) -> frozenset[str]:
    """The names that mean something else than the parameters of a function somewhere in it.

    Kept as long as the function is: it was looked for once for each attribute that a function reads, which took a
    tenth of the evidence with scope all.
    """
    known = _rebound.get(function)
    if known is None:
        known = _rebound[function] = _rebound_in(function)
    return known


def _rebound_in(function: Function) -> frozenset[str]:
    nodes = [node for statement in function.body for node in walk(statement)]
    stored = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    return frozenset(bound_names(function.body) | stored | {node.arg for node in nodes if isinstance(node, ast.arg)})


def _member(value: Member, imported: dict[str, ast.ClassDef | ast.expr]) -> ast.expr:
    names = (name for name, node in imported.items() if isinstance(node, ast.ClassDef) and node.name == value.owner)
    return ast.Attribute(ast.Name(next(names, value.owner), ast.Load()), value.name, ast.Load())


def closed_type(origin: Origin) -> ast.ClassDef | ast.expr | None:
    """An enum of builtin bases, or a `Literal` of constants, that a module defines; None for any other name."""
    module, name = origin.module, origin.name
    if not module.stays(name):
        return None
    if not any(each in module.text for each in _CLOSED_WORDS):  # before it is parsed
        return None
    node = module.classes.get(name)
    if node is not None:
        bases = {dotted(base).rpartition(".")[2] for base in node.bases}
        enum = bases <= _BASES and not bases.isdisjoint(_BASES - {"str", "int"})
        return node if enum and not node.decorator_list and not node.keywords else None
    value = module.values.get(name)
    if isinstance(value, ast.Subscript) and dotted(value.value).rpartition(".")[2] == "Literal":
        parts = value.slice.elts if isinstance(value.slice, ast.Tuple) else [value.slice]
        return value if all(isinstance(part, ast.Constant) for part in parts) else None
    return None
