"""How many values the callers of a function take, for NSA302: callers that differ know what they get."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from nsa_lint.syntax.arguments import arguments_of, may_be_none
from nsa_lint.syntax.assigning import assigned
from nsa_lint.syntax.definitions import Definition
from nsa_lint.syntax.returns import Return, Test, handled, with_tests
from nsa_lint.syntax.scopes import bound_names, dotted, parameters, statements_of, walk, with_defaults

_CATCHES = frozenset(("TypeError", "ValueError", "Exception", "BaseException", ""))  # what a wrong number raises
_ASKS = frozenset("isinstance issubclass iter len list set tuple type zip".split())


@dataclass(frozen=True, slots=True)
class Taking:
    """A statement that keeps what a call returns, and the tests that it is under."""

    caller: Definition
    target: ast.expr
    call: ast.Call
    tests: tuple[Test, ...]

    @property
    def unpacked(self) -> int | None:
        """How many values it unpacks; None where that is not certain, or where it does not unpack."""
        if not isinstance(self.target, (ast.Tuple, ast.List)):
            return None
        return None if any(isinstance(each, ast.Starred) for each in self.target.elts) else len(self.target.elts)

    def takes(self, returned: Return) -> bool:
        """Whether this is how a caller takes what that returns: so many values, or one that is no display as it is."""
        if self.unpacked is not None:
            return self.unpacked == returned.count
        return returned.count == 1 and not isinstance(returned.node.value, (ast.Tuple, ast.List)) and self._is_one()

    def _is_one(self) -> bool:
        """Whether the caller keeps it by one name, and neither looks into it nor hands it to its own caller."""
        name = dotted(self.target)
        return bool(name) and not any(_may_hold_several(each, name) for each in walk(self.caller.node))


def takings_of(caller: Definition, called: Collection[str]) -> Iterator[Taking]:
    """Where a function keeps what functions of these names return, but for where it handles a wrong number."""
    caught = {id(each) for each in handled(caller.node, _CATCHES)}
    for statement, tests in with_tests(caller.node.body):
        if id(statement) in caught:
            continue
        for target, value in assigned(statement):
            if isinstance(value, ast.Call):
                root, _, name = dotted(value.func).rpartition(".")
                if name in called and root in ("", "self", "cls"):
                    yield Taking(caller, target, value, tests)


def pass_their_own(callee: Definition, tests: Collection[Test], one: Taking, other: Taking) -> bool:
    """Whether tests of a function look at an argument for which two calls pass something of their own each."""
    static = any(dotted(each) == "staticmethod" for each in callee.node.decorator_list)
    implied = 1 if callee.owner is not None and not static else 0
    ones, others = (arguments_of(each.call, callee.node, implied) or {} for each in (one, other))
    return any(
        _is_own(ones[name], one.caller)
        and _is_own(others[name], other.caller)
        and (one.caller is not other.caller or ast.dump(ones[name]) != ast.dump(others[name]))
        for name in _looked_at(callee.node, tests) & ones.keys() & others.keys()
    )


def _looked_at(function: ast.FunctionDef | ast.AsyncFunctionDef, tests: Collection[Test]) -> set[str]:
    """The names that tests of a function depend on, those among them that its variables are made from."""
    found = {each.id for test in tests for each in walk(test.node) if isinstance(each, ast.Name)}
    made = [
        ({each.id for each in walk(target) if isinstance(each, ast.Name)}, value)
        for statement in statements_of(function.body)
        for target, value in assigned(statement)
    ]
    before = -1
    while len(found) > before:
        before = len(found)
        for names, value in made:
            if not found.isdisjoint(names):
                found |= {each.id for each in walk(value) if isinstance(each, ast.Name)}
    return found


def _is_own(argument: ast.expr, caller: Definition) -> bool:
    """Whether a caller knows what it passes: something of a variable, but for a parameter that may be left out."""
    given = {each.arg for each in parameters(caller.node)}
    left_out = {each.arg for each, default in with_defaults(caller.node) if default is not None or may_be_none(each)}
    known = (given | bound_names(caller.node.body)) - left_out - {"self", "cls"}
    return any(isinstance(each, ast.Name) and each.id in known for each in walk(argument))


def _may_hold_several(node: ast.AST, name: str) -> bool:
    """Whether a node looks into what has a name, asks how many it is, or hands it to somebody who may."""
    if isinstance(node, (ast.Subscript, ast.Starred, ast.Return, ast.Yield, ast.YieldFrom)):
        return dotted(node.value) == name
    if isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
        return dotted(node.iter) == name
    if isinstance(node, ast.Call):
        return dotted(node.func) in _ASKS and name in map(dotted, node.args)
    return any(isinstance(each, (ast.Tuple, ast.List)) and dotted(value) == name for each, value in assigned(node))
