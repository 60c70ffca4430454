"""Names of a module that keep what its own body binds them to: no other module of the package sets them.

`base.READY = True`, `setattr(base, "READY", True)`, `vars(base).update(READY=True)` and the like are looked for in the
files whose text may say so, tests left out. An object that is not known may be the module, where the very name is set
in a file that has the module at hand.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import partial

from nsa_lint.package.index import Index, Module
from nsa_lint.package.receivers import Kind, Receiver, Receivers
from nsa_lint.syntax.assigning import assigned
from nsa_lint.syntax.attributes import is_stored
from nsa_lint.syntax.scopes import dotted, last_word, walk

_MOST = 16  # files that are parsed for one name
_SETTERS = frozenset("setattr delattr __setattr__ __delattr__ patch object multiple".split())  # by their last words
_OBJECTS = ("self", "cls")  # none of which is a module


def keeps(module: Module, name: str, index: Index) -> bool:
    """Whether a name is the module's, and keeps what the module's own body binds it to."""
    return module.stays(name) and not set_elsewhere(module, name, index)


def set_elsewhere(module: Module, name: str, index: Index) -> bool:
    """Whether a module of the package may set a name of another one, or of itself as another would."""
    key = module.path, name
    if key not in index.kept:
        index.kept[key] = _set_elsewhere(module, name, index)
    return index.kept[key]


def may_change(module: Module, node: ast.Attribute, index: Index) -> bool:
    """Whether an attribute that a module reads is of a module of the package that does not keep it."""
    found = Receivers(index).of(module, node.value)
    if found.kind is not Kind.MODULE or found.module is None:
        return False
    return node.attr in found.module.bound and not keeps(found.module, node.attr, index)


def attribute_is_set(module: Module, name: str, index: Index) -> bool:
    """Whether a module of the package, this one too, may set or delete an attribute of this name of a module."""
    files = index.setting(name)
    paths = [path for path in files or () if not index.layout.is_test(path)]
    if files is None or len(paths) > _MOST:
        return True
    others = (index.module(path, module) for path in paths)
    return any(other is None or _sets_attribute(other.tree, name) for other in others)


def _sets_attribute(tree: ast.Module, name: str) -> bool:
    return any(not _is_own(owner) for node in walk(tree) for owner in _owners(node, name))


def _set_elsewhere(module: Module, name: str, index: Index) -> bool:
    files = index.setting(name)
    paths = [path for path in files or () if not index.layout.is_test(path)]
    if files is None or len(paths) > _MOST:
        return True
    others = (index.module(path, module) for path in paths)
    return any(other is None or _sets(other, module, name, index) for other in others)


def _sets(other: Module, module: Module, name: str, index: Index) -> bool:
    """Whether something in a module sets the name of another one, or of an object that may be that."""
    nodes = other.nodes
    receivers = Receivers(index)

    def found(owner: ast.expr) -> Receiver:
        return receivers.of(other, owner)

    named = [(owner, found(owner)) for node in nodes for owner in _owners(node, name) if not _is_own(owner)]
    if any(_is(each, module) for _, each in named):
        return True
    unknown = [owner for owner, each in named if each.kind is Kind.UNKNOWN]
    if unknown and (any(map(partial(_is_foreign, other), unknown)) or receivers.has(other, module)):
        return True
    # with a name that is computed, an object that is not known would be any that something is set of
    return _said_in(nodes, name) and any(_is(found(owner), module) for node in nodes for owner in _open(node))


def _is(found: Receiver, module: Module) -> bool:
    return found.kind is Kind.MODULE and found.module is not None and found.module.path == module.path


def _is_foreign(module: Module, owner: ast.expr) -> bool:
    """Whether an object is no variable of a module, nor reached from one: an import that is not found, a call."""
    root = dotted(owner).partition(".")[0]
    return not root or root in module.imports


def _is_own(owner: ast.expr) -> bool:
    return dotted(owner).partition(".")[0] in _OBJECTS


def _owners(node: ast.AST, name: str) -> Iterator[ast.expr]:
    """The object of which a node sets or deletes the very name."""
    if is_stored(node) and node.attr == name:
        yield node.value
    if not isinstance(node, ast.Call) or not node.args or last_word(node.func) not in _SETTERS:
        return
    first, *others = node.args
    if isinstance(first, ast.Constant):
        if isinstance(node.func, ast.Attribute) and first.value == name:  # base.__setattr__("READY", True)
            yield node.func.value
        elif _means(first.value, name):  # patch("package.base.READY", True)
            yield first
    elif others and isinstance(others[0], ast.Constant) and others[0].value == name:
        yield first


def _open(node: ast.AST) -> Iterator[ast.expr]:
    """The object of which a node sets a name that is computed, or takes the names as a dict."""
    if isinstance(node, ast.Attribute) and node.attr == "__dict__":
        yield node.value
    elif isinstance(node, ast.Call) and node.args:
        computed = not any(isinstance(each, ast.Constant) for each in node.args[:2])
        if last_word(node.func) == "vars" or (last_word(node.func) in _SETTERS and computed):
            yield node.args[0]


def _said_in(nodes: Sequence[ast.AST], name: str) -> bool:
    """Whether a text of a file, but for what it exports, or an argument is the name."""
    exported = {
        id(each)
        for node in nodes
        for target, value in assigned(node)
        if dotted(target) == "__all__"
        for each in walk(value)
    }
    return any(
        _means(node.value, name) if isinstance(node, ast.Constant) else node.arg == name
        for node in nodes
        if isinstance(node, (ast.Constant, ast.keyword)) and id(node) not in exported
    )


def _means(text: object, name: str) -> bool:
    return isinstance(text, str) and text.rpartition(".")[2] == name
