"""What a file says of values that are only themselves: members of enums, sentinels, named constants, closed types."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Container, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from nsa_lint.syntax.assigning import assigned_names
from nsa_lint.syntax.scopes import bindings, dotted, walk_scope

_ENUMS = frozenset(("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum"))
_MIXED = frozenset("IntEnum StrEnum IntFlag ReprEnum int str float bytes".split())  # equal to their values
_FLAGS = frozenset(("Flag", "IntFlag"))  # whose members combine to further ones
_WRAPPERS = frozenset(("Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly"))
_MOST = 32  # values of a closed type


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an enum, or a sentinel (`owner` is empty). One of a mixed enum equals its `value`."""

    owner: str
    name: str
    mixed: bool = False
    value: Hashable = None

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Member):
            same = self.owner == other.owner and self.name == other.name
            return same or (self.mixed and other.mixed and self.value == other.value)
        return self.mixed and self.value == other

    def __hash__(self) -> int:
        return hash(self.value) if self.mixed else hash((self.owner, self.name))

    def __bool__(self) -> bool:
        return bool(self.value) if self.mixed else True


class Constants:
    """The constants of one module; each table is made when it is first needed."""

    def __init__(
        self,
        tree: ast.Module,
        rebound: frozenset[str],
        words: Container[str],
        imported: Mapping[str, ast.ClassDef | ast.expr] | None = None,
    ) -> None:
        """`rebound`: names that a function rebinds; `words`: those of the text; `imported`: types of other modules."""
        self._imported = imported or {}
        self._tree = tree
        self._rebound = rebound
        self._has_enums = bool(self._imported) or any(name in words for name in _ENUMS)
        self._has_sentinels = "object" in words

    # -- names ---------------------------------------------------------------------------------------------

    @cached_property
    def _assigned_once(self) -> Mapping[str, ast.expr]:
        """Names of the module with the only value that is assigned to them."""
        found: dict[str, ast.expr | None] = dict.fromkeys(self._rebound)
        for node in walk_scope(self._tree.body):
            for name, value in assigned_names(node):
                found[name] = None if name in found else value
        nodes = (node for node in walk_scope(self._tree.body) if isinstance(node, ast.Name))
        stores = Counter(node.id for node in nodes if not isinstance(node.ctx, ast.Load))
        return {name: only for name, only in found.items() if only is not None and stores[name] == 1}

    @cached_property
    def sentinels(self) -> Mapping[str, Member]:
        """Names that hold an object made for its identity alone."""
        if not self._has_sentinels:
            return {}
        return {
            name: Member("", name)
            for name, value in self._assigned_once.items()
            if isinstance(value, ast.Call) and dotted(value.func) == "object" and not value.args
        }

    @cached_property
    def named(self) -> Mapping[str, Hashable]:
        """Names that hold a number or a text; None and booleans are settings, which others may change."""
        return {
            name: value.value
            for name, value in self._assigned_once.items()
            if isinstance(value, ast.Constant) and type(value.value) in (int, str, bytes)
        }

    # -- classes -------------------------------------------------------------------------------------------

    @cached_property
    def classes(self) -> Mapping[str, ast.ClassDef]:
        """The classes of the module that are defined once."""
        nodes = [node for node in walk_scope(self._tree.body) if isinstance(node, ast.ClassDef)]
        count = Counter(node.name for node in nodes)
        elsewhere = {name: node for name, node in self._imported.items() if isinstance(node, ast.ClassDef)}
        return elsewhere | {node.name: node for node in nodes if count[node.name] == 1}

    def class_of(self, path: str) -> ast.ClassDef | None:
        """The class of a name, `Outer.Inner` too, where the body of `Outer` binds that once."""
        name, *inner = path.split(".")
        node = self.classes.get(name)
        for each in inner:
            body = node.body if node is not None else []
            found = [child for child in body if isinstance(child, ast.ClassDef) and child.name == each]
            node = found[0] if len(found) == 1 == [*bindings(body)].count(each) else None
        return node

    @cached_property
    def _enums(self) -> dict[str, Mapping[str, Member] | None]:
        return {}

    def members(self, name: str) -> Mapping[str, Member]:
        """The members of an enum of this module, by name (two names of one member give the same); else nothing.

        Of one in another class by both names, `Outer.Inner`.
        """
        if not self._has_enums:
            return {}
        if name not in self._enums:
            self._enums[name] = None  # a class that is its own base
            node = self.class_of(name)
            self._enums[name] = _members(name, node, self._kinds(node)) if node is not None else None
        return self._enums[name] or {}

    @cached_property
    def _by_class(self) -> dict[str, Mapping[str, Hashable]]:
        return {}

    def of_class(self, name: str) -> Mapping[str, Hashable]:
        """The numbers and texts that the body of a class of this module assigns, by name."""
        found = self._by_class.get(name)
        if found is None:
            node = self.class_of(name)
            pairs = _assignments(node) if node is not None else ()
            found = self._by_class[name] = {
                each: value.value
                for each, value in pairs
                if isinstance(value, ast.Constant) and type(value.value) in (int, str, bytes)
            }
        return found

    def _kinds(self, node: ast.ClassDef) -> frozenset[str]:
        """The builtin classes that a class comes from, as far as the file says."""
        found: set[str] = set()
        seen = {node.name}
        stack = [*node.bases]
        while stack:
            name = dotted(stack.pop()).rpartition(".")[2]
            base = self.classes.get(name)
            if base is None or name in seen:
                found.add(name)
            else:
                seen.add(name)
                stack += base.bases
        return frozenset(found)

    def is_flag(self, name: str) -> bool:
        """Whether members of this enum combine to values that are none of them."""
        node = self.class_of(name)
        return node is not None and not self._kinds(node).isdisjoint(_FLAGS)

    # -- types ---------------------------------------------------------------------------------------------

    def closed(self, annotation: ast.expr | None) -> tuple[Hashable, ...] | None:
        """All values of a type; None where they are not known or too many. `bool` is (False, True)."""
        values = self._closed(annotation, 0)
        if values is None:
            return None
        kept: dict[tuple[type, Hashable], Hashable] = {}
        for value in values:
            kept.setdefault((type(value), value), value)
        return tuple(kept.values()) if len(kept) <= _MOST else None

    def _closed(self, node: ast.expr | None, depth: int) -> tuple[Hashable, ...] | None:
        if node is None or depth > 8:
            return None
        if isinstance(node, ast.Constant):
            if node.value is None:
                return (None,)
            return self._closed(_parsed(node.value), depth + 1) if isinstance(node.value, str) else None
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return self._all_of([node.left, node.right], depth)
        if isinstance(node, ast.Subscript):
            return self._subscript(node, depth)
        name = dotted(node)
        if name == "bool":
            return (False, True)
        members = self.members(name)
        if members:
            return None if self.is_flag(name) else tuple(members.values())
        elsewhere = self._imported.get(name)
        if isinstance(elsewhere, ast.expr):
            return self._closed(elsewhere, depth + 1)
        return self._closed(self._assigned_once.get(name), depth + 1)

    def _subscript(self, node: ast.Subscript, depth: int) -> tuple[Hashable, ...] | None:
        kind = dotted(node.value).rpartition(".")[2]
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if kind == "Literal":
            return self._literal(parts, depth)
        if kind == "Union":
            return self._all_of(parts, depth)
        if kind == "Optional":
            inner = self._closed(parts[0], depth + 1)
            return None if inner is None else (*inner, None)
        return self._closed(parts[0], depth + 1) if kind in _WRAPPERS else None

    def _literal(self, parts: Iterable[ast.expr], depth: int) -> tuple[Hashable, ...] | None:
        found: list[Hashable] = []
        for part in parts:
            owner, _, name = dotted(part).rpartition(".")
            if isinstance(part, ast.Constant):
                found.append(part.value)
            elif isinstance(part, ast.UnaryOp) and isinstance(part.operand, ast.Constant):
                found.append(ast.literal_eval(part))
            elif name in self.members(owner):
                found.append(self.members(owner)[name])
            else:
                inner = self._closed(part, depth + 1)
                if inner is None:
                    return None
                found += inner
        return tuple(found)

    def _all_of(self, parts: Iterable[ast.expr], depth: int) -> tuple[Hashable, ...] | None:
        found: list[Hashable] = []
        for part in parts:
            inner = self._closed(part, depth + 1)
            if inner is None:
                return None
            found += inner
        return tuple(found)


def _parsed(text: str) -> ast.expr | None:
    """An annotation that is written as a string."""
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return None


def _members(owner: str, node: ast.ClassDef, kinds: frozenset[str]) -> Mapping[str, Member] | None:
    """The members of an enum; None where the class is none, or says itself what is equal or true."""
    methods = {child.name for child in node.body if isinstance(child, ast.FunctionDef)}
    if kinds.isdisjoint(_ENUMS) or not methods.isdisjoint(("__eq__", "__bool__", "__new__", "__len__")):
        return None
    mixed, flags = not kinds.isdisjoint(_MIXED), not kinds.isdisjoint(_FLAGS)
    found: dict[str, Member] = {}
    by_value: dict[Hashable, Member] = {}
    last: Hashable = "" if flags else 0
    for name, value in _assignments(node):
        if isinstance(value, ast.Name) and value.id in found:  # a second name
            found[name] = found[value.id]
            continue
        known, constant = _value(value, name, last, "StrEnum" in kinds)
        if (mixed and not known) or (flags and not constant):
            return None
        last = last if flags else constant
        member = Member(owner, name, mixed, constant if mixed else None)
        found[name] = by_value.setdefault(constant, member) if known else member
    return found


def _assignments(node: ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    for child in node.body:
        if isinstance(child, ast.Assign) and len(child.targets) == 1:
            target, value = child.targets[0], child.value
        elif isinstance(child, ast.AnnAssign) and child.value is not None:
            target, value = child.target, child.value
        else:
            continue
        if not isinstance(target, ast.Name) or target.id.startswith("_") or isinstance(value, ast.Lambda):
            continue
        if not dotted(getattr(value, "func", None)).endswith("nonmember"):
            yield target.id, value


def _value(node: ast.expr, name: str, last: Hashable, text: bool) -> tuple[bool, Hashable]:
    """Whether the value of a member is known, and what it is."""
    if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] == "auto" and not node.args:
        if text:
            return True, name.lower()
        return (True, last + 1) if isinstance(last, int) else (False, name)
    try:
        value = ast.literal_eval(node)
        hash(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False, name
    return True, value
