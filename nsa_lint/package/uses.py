"""Where a module calls a private function, method or class of the package, or takes it as a value.

Nothing is known where it may mean it in another way: by a string, an alias, an object that may be the module.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from nsa_lint.package.attributes import Attributes
from nsa_lint.package.calls import Use, uses_in
from nsa_lint.package.index import Index, Module
from nsa_lint.package.receivers import Kind, Receivers
from nsa_lint.syntax.literals import text_of
from nsa_lint.syntax.scopes import Function, dotted, parameters, walk

Definition = Function | ast.ClassDef
_GAP = "\0"  # what is filled in
_PLACE = re.compile(r"%(?:\(\w*\))?[-+#0]*[\d*]*(?:\.[\d*]+)?[a-zA-Z]|\{[^{}]*\}")  # of `%` and `str.format`
_OWN = ("self", "cls", "super()")  # objects, none of which is a module


class Uses:
    """The uses of what one module defines."""

    def __init__(self, module: Module, index: Index, attributes: Attributes) -> None:
        self._module = module
        self._index = index
        self._attributes = attributes
        self._receivers = Receivers(index)

    def of(self, module: Module, function: Definition, owner: ast.ClassDef | None) -> list[Use] | None:
        """The uses in one module; None where it mentions the function otherwise."""
        name = function.name
        if not re.search(rf"\b{re.escape(name)}\b", module.text):
            return []
        means = None if owner is not None else self._means(module, name)
        if owner is None and means is None:
            return None
        harmless = {*map(id, _harmless(module))} if isinstance(function, ast.ClassDef) else set()
        mentioned: set[int] = set()
        for node in module.nodes:
            kind = self._mention(module, node, name, owner, bool(means)) if id(node) not in harmless else False
            if kind is None:
                return None
            if kind:
                mentioned.add(id(node))
        uses = [each for each in uses_in(module, name, self._index) if id(each.named) in mentioned] if mentioned else []
        if len(uses) < len(mentioned):  # one is where no statement of a function is: nothing is known of it
            return None
        return [each for each in uses if owner is None or not self._is_of_another(each, name, owner)]

    def _mention(
        self, module: Module, node: ast.AST, name: str, owner: ast.ClassDef | None, means: bool
    ) -> bool | None:
        """Whether a node is the function, where it is read; None where it may be otherwise."""
        text = text_of(node)
        if text is not None:
            return None if _may_name(text, name) else False
        if isinstance(node, (ast.JoinedStr, ast.BinOp)) and _may_compute(node, name):
            return None
        if isinstance(node, ast.ImportFrom):
            return None if any(e.name == name and e.asname not in (None, name) for e in node.names) else False
        if isinstance(node, ast.Attribute) and node.attr == name:
            known = self._attribute(module, node, name, owner)
            return known if not known or isinstance(node.ctx, ast.Load) else None
        if owner is not None:
            return None if node is owner and _names_in_body(owner, name) else False
        if means:
            if isinstance(node, ast.arg) and node.arg == name:
                return None
            if isinstance(node, ast.Name) and node.id == name:
                return True if isinstance(node.ctx, ast.Load) else None
            if isinstance(node, (ast.Global, ast.Nonlocal)) and name in node.names:
                return None
        return False

    def _attribute(self, module: Module, node: ast.Attribute, name: str, owner: ast.ClassDef | None) -> bool | None:
        """Whether `object.name` is the function."""
        if dotted(node.value) in _OWN:
            return owner is not None
        found = self._receivers.of(module, node.value)
        if owner is not None:
            return found.kind is not Kind.MODULE
        if found.kind is Kind.MODULE and found.module is not None:
            return self._means(found.module, name)
        return None if found.kind is Kind.UNKNOWN else False

    def _means(self, module: Module, name: str) -> bool | None:
        """Whether a name of a module is the function that this module defines under it; None where it may be."""
        if module.path == self._module.path:
            return True
        return self._receivers.means(module, name, (self._module.path, name))

    def _is_of_another(self, use: Use, name: str, owner: ast.ClassDef) -> bool:
        """Whether `self.name` is in a class that has a method of this name and is not a base of this one."""
        receiver = use.named.value if isinstance(use.named, ast.Attribute) else None
        other = use.where.owner
        if dotted(receiver) != "self" or other is None or other is owner:
            return False
        own = any(isinstance(each, Function) and each.name == name for each in other.body)
        return own and other.name not in self._attributes.bases_of(owner)


def _names_in_body(owner: ast.ClassDef, name: str) -> bool:
    """Whether the body of a class itself, not one of its methods, reads a name."""
    parts: list[ast.AST] = []
    for each in owner.body:
        parts += [*each.decorator_list, each.args] if isinstance(each, Function) else [each]
    return any(isinstance(node, ast.Name) and node.id == name for part in parts for node in walk(part))


def _harmless(module: Module) -> Iterator[ast.AST]:
    """The nodes of annotations and of `isinstance`: they make no object of a class."""
    for node in module.nodes:
        if isinstance(node, ast.Call) and dotted(node.func) in ("isinstance", "issubclass"):
            yield from (each for given in node.args[1:] for each in walk(given))
        elif isinstance(node, ast.AnnAssign):
            yield from walk(node.annotation)
        elif isinstance(node, Function):
            annotations = [node.returns, *(each.annotation for each in parameters(node))]
            yield from (each for given in annotations if given is not None for each in walk(given))


def _may_name(text: str, name: str) -> bool:
    """Whether a string is the name, dotted or plain, or a part or template from which it is put together."""
    if " " in text:
        return False
    last = _last(text)
    if last == name or (len(last) > 2 and last.endswith("_") and name.startswith(last)) or _may_end(text, name):
        return True
    return ("%" in text or "{" in text) and _may_be_filled_in(_PLACE.sub(_GAP, text), name)


def _may_compute(node: ast.JoinedStr | ast.BinOp, name: str) -> bool:
    """Whether an f-string such as `f"_{kind}"`, or a sum such as `"_" + kind`, may be the name."""
    if isinstance(node, ast.JoinedStr):
        parts = [each.value if isinstance(each, ast.Constant) else _GAP for each in node.values]
        return _may_be_filled_in("".join(map(str, parts)), name)
    left = node.left.value if isinstance(node.op, ast.Add) and isinstance(node.left, ast.Constant) else None
    return isinstance(left, str) and _may_be_filled_in(left + _GAP, name)


def _may_be_filled_in(text: str, name: str) -> bool:
    """Whether a text with gaps may be the name, or a dotted name that ends so."""
    last = _last(text)
    first, *others = last.split(_GAP)
    if not first or not others:
        return bool(others) and _may_end(others[-1], name)
    return name.startswith(first) and re.fullmatch(".*".join(map(re.escape, (first, *others))), name) is not None


def _may_end(text: str, name: str) -> bool:
    """Whether a text is the end of the name, from an underscore on."""
    return len(text) > 2 and text.startswith("_") and name.endswith(text)


def _last(text: str) -> str:
    """The last word of a dotted name, as of `package.module:name`."""
    return text.rpartition(":")[2].rpartition(".")[2]
