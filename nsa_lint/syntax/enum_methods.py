"""What a method of an enum answers for each of its members, where it compares `self` with members and nothing else."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from nsa_lint.syntax.connectives import joined_truth
from nsa_lint.syntax.constants import Constants, Member
from nsa_lint.syntax.scopes import Function, dotted, is_property

_DEEPEST = 4  # methods that call methods
_EQUAL = (ast.Eq, ast.Is)
_UNEQUAL = (ast.NotEq, ast.IsNot)


class EnumMethods:
    """Those of the enums that one module knows."""

    def __init__(self, constants: Constants) -> None:
        self._constants = constants
        self._known: dict[tuple[str, str, bool], Mapping[str, bool] | None] = {}

    def answers(self, owner: str, name: str, read: bool) -> Mapping[str, bool] | None:
        """By the names of members: the truth of `member.name()`, of `member.name` where it is `read`; else None."""
        key = owner, name, read
        if key not in self._known:
            self._known[key] = self._find(owner, name, read)
        return self._known[key]

    def _find(self, owner: str, name: str, read: bool) -> Mapping[str, bool] | None:
        node, members = self._constants.class_of(owner), self._constants.members(owner)
        if node is None:
            return None
        found = {each: _Method(node, members, each).answer(name, read, _DEEPEST) for each in members}
        known = {each: answer for each, answer in found.items() if answer is not None}
        return known if len(known) == len(found) else None


class _Method:
    """The methods of an enum on one of its members."""

    def __init__(self, node: ast.ClassDef, members: Mapping[str, Member], name: str) -> None:
        self._node = node
        self._members = members
        self._own = members[name]
        self._self = ""

    def answer(self, name: str, read: bool, depth: int) -> bool | None:
        """The truth of what a method returns; None where that is not known."""
        found = [each for each in self._node.body if getattr(each, "name", "") == name]
        [function] = found if len(found) == 1 else [None]
        if not isinstance(function, ast.FunctionDef) or not depth or not _is_plain(function, read):
            return None
        body = [each for each in function.body if not _is_text(each)]
        [last] = body if len(body) == 1 else [None]
        if not isinstance(last, ast.Return) or last.value is None:
            return None
        around, self._self = self._self, function.args.args[0].arg
        answer = self._truth(last.value, depth)
        self._self = around
        return answer

    def _truth(self, node: ast.expr, depth: int) -> bool | None:
        return joined_truth(node, lambda part: self._truth_of_part(part, depth))

    def _truth_of_part(self, node: ast.expr, depth: int) -> bool | None:
        if isinstance(node, ast.Constant):
            return bool(node.value)
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            return self._compared(node.left, node.ops[0], node.comparators[0])
        owner, _, name = dotted(node.func if isinstance(node, ast.Call) else node).rpartition(".")
        if owner != self._self or (isinstance(node, ast.Call) and (node.args or node.keywords)):
            return None
        return self.answer(name, not isinstance(node, ast.Call), depth - 1)

    def _compared(self, left: ast.expr, how: ast.cmpop, right: ast.expr) -> bool | None:
        own, other = self._member(left), self._member(right)
        if isinstance(how, (ast.In, ast.NotIn)):
            among = self._listed(right)
            if own is None or among is None:
                return None
            return (own in among) is isinstance(how, ast.In)
        if own is None or other is None or not isinstance(how, (*_EQUAL, *_UNEQUAL)):
            return None
        return (own == other) is isinstance(how, _EQUAL)

    def _listed(self, node: ast.expr) -> Sequence[Member] | None:
        if not isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            return None
        found = [self._member(each) for each in node.elts]
        known = [each for each in found if each is not None]
        return known if len(known) == len(found) else None

    def _member(self, node: ast.expr) -> Member | None:
        """`self`, `Class.NAME` or `self.NAME`."""
        owner, dot, name = dotted(node).rpartition(".")
        if not dot:
            return self._own if name == self._self else None
        return self._members.get(name) if owner in (self._node.name, self._self, f"{self._self}.__class__") else None


def _is_plain(function: Function, read: bool) -> bool:
    """Whether a method, or a property where it is `read`, has no other argument than the member."""
    arguments = function.args
    others = arguments.posonlyargs or arguments.kwonlyargs or arguments.vararg or arguments.kwarg
    called_so = is_property(function) if read else not function.decorator_list
    return called_so and len(arguments.args) == 1 and not others


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
