"""The classes of a package that come from one, and what they say of its fields anew."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import chain

from nsa_lint.package.index import Index, Module
from nsa_lint.syntax.assigning import assigned
from nsa_lint.syntax.scopes import dotted, walk

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


def said_anew(node: ast.ClassDef, name: str) -> Iterator[ast.expr | None]:
    """The types that a class gives a field of its base, or constants that it sets; None where it makes it no field."""
    for each in node.body:
        if isinstance(each, ast.AnnAssign) and dotted(each.target) == name:
            yield each.annotation
        elif isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and each.name == name:
            yield None
    pairs = ((name, each) for each in node.body), ((f"self.{name}", each) for each in walk(node))
    for path, statement in chain(*pairs):
        values = (value for target, value in assigned(statement) if dotted(target) == path)
        literal = ast.Name("Literal", ast.Load())
        yield from (ast.Subscript(literal, value, ast.Load()) for value in values if isinstance(value, ast.Constant))


def _coming_from(name: str, module: Module) -> Iterator[ast.ClassDef]:
    """The classes of a module that name another one, as it is or as it is imported, as a base."""
    names = {name, *_second_names(name, module)}
    if re.search(
        rf"\bclass\b[^:]*\b(?:{'|'.join(map(re.escape, sorted(names)))})\b", module.text
    ):  # before it is parsed
        for node in walk(module.tree):
            if isinstance(node, ast.ClassDef) and not names.isdisjoint(name_of(each) for each in node.bases):
                yield node


def _second_names(name: str, module: Module) -> set[str]:
    """The names that a class has in a module besides: `Name as Base`, `Base = module.Name`."""
    word = re.escape(name)
    found = re.findall(rf"\b{word}\s+as\s+(\w+)|^[ \t]*(\w+)\s*=\s*(?:\w+\.)*{word}[ \t]*$", module.text, re.MULTILINE)
    return {each for pair in found for each in pair if each}


def _made_by_call(name: str, module: Module) -> bool:
    """Whether a module may make a class below another one by `type("Sub", (Base,), {...})` or `bases=(Base,)`."""
    return re.search(rf"\b(?:type\([^()]*|bases\s*=\s*)\([^()]*\b{re.escape(name)}\b", module.text) is not None


def name_of(base: ast.expr) -> str:
    """The last word of a base: `Base` of `module.Base[int]`."""
    return dotted(base.value if isinstance(base, ast.Subscript) else base).rpartition(".")[2]
