"""The classes of a package that come from one, and what they say of its fields anew."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import chain

from nsa_lint.package.deriving import may_derive, may_derive_by_call
from nsa_lint.package.index import Index, Module
from nsa_lint.syntax.assigning import assigned, assigned_names, only_declares
from nsa_lint.syntax.attributes import is_stored
from nsa_lint.syntax.scopes import Function, bindings, children, dotted, parameters, statements_of, walk

_MOST_FILES = 32  # that hold the name of a class
Class = tuple[Module, ast.ClassDef]


def classes_below(index: Index, own: Module, owner: ast.ClassDef, search: bool = False) -> list[Class] | None:
    """The classes that name a class, or one of these, as a base; None where it is too large to tell.

    `search`: where many files hold the name, those count whose text may make a class of it.
    """
    found: list[Class] = []
    names = [owner.name]
    for name in names:  # which grows
        files = (index.mentioning((name,)) or {}).get(name)
        if files is not None and len(files) > _MOST_FILES and search:
            files = index.deriving(name)
        if files is None or len(files) > _MOST_FILES:
            return None
        for path in files:
            module = index.module(path, own)
            if module is None or _made_by_call(name, module):
                return None
            new = [(module, node) for node in _coming_from(name, module) if all(node is not e for _, e in found)]
            found += new
            more = {node.name for _, node in new}.union(_second_names(name, module) if search else ())
            names += sorted(more.difference(names))
    return found


def subclasses(index: Index, own: Module, owner: ast.ClassDef) -> list[Class] | None:
    """The same, without those that come from another class of the same name."""
    below = classes_below(index, own, owner, search=True)
    found: list[Class] = []
    for module, node in below or ():
        bases = [index.class_of(module, dotted(each)) for each in node.bases]
        if any(base is None or base[1] is owner or any(base[1] is each for _, each in found) for base in bases):
            found.append((module, node))
    return found if below is not None else None


def said_anew(module: Module, node: ast.ClassDef, name: str) -> Iterator[ast.expr | None]:
    """The types that a class gives a field of its base, or constants that are set; None for what cannot be read."""
    statements = [*statements_of(node.body)]
    declared = [each for each in statements if isinstance(each, ast.AnnAssign) and dotted(each.target) == name]
    yield from (each.annotation for each in declared)
    values = [value for each in statements for other, value in assigned_names(each) if other == name]
    read = len(values) + sum(map(only_declares, declared))
    yield from chain.from_iterable(_types_of(value, None) for value in values)
    if [*bindings(node.body)].count(name) > read:  # by `for`, `def`, in a tuple
        yield None
    yield from chain.from_iterable(_types_of(value, within) for value, within in _stored(module, node, name))


def _types_of(value: ast.expr | None, within: Function | None) -> Iterator[ast.expr | None]:
    """What a value that is set says of the type."""
    if isinstance(value, ast.IfExp):
        yield from chain(_types_of(value.body, within), _types_of(value.orelse, within))
    elif isinstance(value, (ast.Constant, ast.Attribute)):  # a member of an enum, perhaps
        yield ast.Subscript(ast.Name("Literal", ast.Load()), value, ast.Load())
    elif isinstance(value, ast.Name) and within is not None and [*bindings(within.body)].count(value.id) == 0:
        yield next((each.annotation for each in parameters(within) if each.arg == value.id), None)
    else:
        yield None


def _stored(module: Module, node: ast.ClassDef, name: str) -> Iterator[tuple[ast.expr | None, Function | None]]:
    """What is stored to the attribute of a plain name in a class, or of the class in its module; in which function."""
    values: dict[int, ast.expr] = {}
    stack: list[tuple[ast.AST, bool, Function | None]] = [(module.tree, False, None)]
    while stack:
        each, inside, within = stack.pop()
        values.update({id(target): value for target, value in assigned(each)})
        receiver = dotted(each.value) if is_stored(each) and each.attr == name else ""
        if receiver == node.name or (inside and receiver.isidentifier()):
            yield values.get(id(each)), within
        inside = inside or each is node
        within = each if isinstance(each, Function) else within
        stack += [(child, inside, within) for child in children(each)]


def _coming_from(name: str, module: Module) -> Iterator[ast.ClassDef]:
    """The classes of a module that name another one, as it is or as it is imported, as a base."""
    if not may_derive(module.text, name):  # before it is parsed
        return
    names = {name, *_second_names(name, module)}
    for node in module.nodes:
        if isinstance(node, ast.ClassDef) and any(not names.isdisjoint(_named(base)) for base in node.bases):
            yield node


def _second_names(name: str, module: Module) -> set[str]:
    """The names that a class has in a module besides, or that hold it: `Name as Base`, `Base = Name if FAST else A`."""
    if not may_derive(module.text, name):
        return set()
    found: set[str] = set()
    for node in module.nodes:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found.update(each.asname for each in node.names if each.asname and each.name == name)
        found.update(given for given, value in assigned_names(node) if name in _named(value))
    return found


def _named(node: ast.expr) -> set[str]:
    """The last words of the paths of which an expression makes a class: not what `Base[int]` is given."""
    if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
        return {name_of(node)}
    if isinstance(node, ast.Call) and dotted(node.func):  # an object of a class is none
        return {name_of(each) for each in node.args}
    return {name_of(each) for each in walk(node) if isinstance(each, (ast.Name, ast.Attribute))}


def _made_by_call(name: str, module: Module) -> bool:
    """Whether a module may make a class below another one by `type("Sub", (Base,), {...})` or `bases=(Base,)`."""
    return may_derive_by_call(module.text, name)


def name_of(base: ast.expr) -> str:
    """The last word of a base: `Base` of `module.Base[int]`."""
    return dotted(base.value if isinstance(base, ast.Subscript) else base).rpartition(".")[2]
