"""Dependence, in no direction: which names of a scope can decide a test, so that their values need to be followed."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator
from typing import Any

from nsa_lint.analysis.ir import Bind, Block, Branch, Define, Loop, Protect, Require, Step
from nsa_lint.analysis.lower import Lowering
from nsa_lint.analysis.raising import repeated
from nsa_lint.analysis.steps import steps_of
from nsa_lint.model import ChainKind
from nsa_lint.syntax.assigning import assigned, assigned_names
from nsa_lint.syntax.scopes import children, parameters, walk


class Dependence:
    """What some steps say of names: which occur in tests, and which others each is made from.

    By name, over inner scopes too: too many names cost time, never a result.
    """

    __slots__ = ("_feeds", "_taken", "_values", "aliases", "aside", "calls", "deciding", "functions", "second_names")

    def __init__(self) -> None:
        self.deciding: set[str] = set()
        self.aside: list[Step] = []
        self.functions: set[str] = set()  # defined here, under any name
        self.aliases: list[tuple[str, str]] = []  # a name that is given what another names, or what calling it gives
        self.calls: list[ast.Call] = []
        self._taken = 0
        self.second_names: list[tuple[str, str]] = []  # `ys = xs`: one object, two names
        self._values: dict[str, list[ast.AST]] = {}  # what each name is made from
        self._feeds: dict[str, set[str]] = {}

    def decide(self, *nodes: ast.AST | None) -> None:
        """The values of these decide where a path goes on."""
        for node in nodes:
            self.deciding.update(_names(node))

    def leave_aside(self, step: Step) -> None:
        """A step that is left out but for the second names in it."""
        self.aside.append(step)

    def define(self, name: str) -> None:
        """A function of this name may be called."""
        self.functions.add(name)

    def decide_names(self, names: Iterable[str]) -> None:
        """The values of these names do."""
        self.deciding.update(names)

    def name(self, name: str, of: str) -> None:
        """A name is given what another one names, or what calling it gives."""
        self.aliases.append((name, of))

    def call(self, node: ast.Call) -> None:
        self.calls.append(node)

    def take_new_calls(self) -> list[ast.Call]:
        """Those that were added since this was last called."""
        new, self._taken = self.calls[self._taken :], len(self.calls)
        return new

    def feed(self, target: ast.AST, value: ast.AST | None) -> None:
        """What the target names is made from the value."""
        if value is None:
            return
        for name in _names(target):
            self._values.setdefault(name, []).append(value)

    def also(self, name: str, other: str) -> None:
        """Both names mean one object."""
        self.second_names.append((name, other))

    def feeds(self, name: str) -> set[str]:
        """The names that one is made from. Few are needed: only here are the values looked into."""
        known = self._feeds.get(name)
        if known is None:
            known = self._feeds[name] = {each for value in self._values.get(name, ()) for each in _names(value)}
        return known


def dependence_of(
    steps: Iterable[Step],
    lowering: Lowering,
    without: Container[int] = frozenset(),
    plain: Callable[[ast.AST], bool] | None = None,
    aside: Container[int] = frozenset(),
) -> Dependence:
    """The dependence of steps, at any depth, but for those under `id(step.node)` in `without`.

    `plain`: whether nothing inside a simple statement decides anything, binds a name or calls a function of the scope.
    `aside`: steps that are left out but for the second names in them.
    """
    found = Dependence()
    for name in lowering.helpers.receivers:
        found.decide_names((name,))
    stack = [*steps]
    seen: set[int] = set()
    while stack := stack or [*_followed(found, lowering, seen)]:
        step = stack.pop()
        if id(step.node) in without:
            continue
        if id(step.node) in aside:
            found.leave_aside(step)
            continue
        if isinstance(step, Branch):
            stack += _branch(found, step, without)
            continue
        add = _STEPS.get(step.__class__)
        if add is not None:
            add(found, step)
        if isinstance(step, Define):
            stack += lowering.block(step.node)
            _expressions(found, (child for child in children(step.node) if not isinstance(child, ast.stmt)))
        elif plain is None or step.node.__class__ not in _SIMPLE or not plain(step.node):
            _expressions(found, step.parts)
        for block in step.blocks:
            stack += block
    return found


def second_names(
    part: Dependence,
    block: Block,
    lowering: Lowering,
    without: Container[int],
    plain: Callable[[ast.AST], bool],
) -> list[tuple[str, str]]:
    """Those in a part of a block, and in the steps that are `aside` there."""
    if lowering.helpers.mentioned(block):  # a call may lead to further ones
        return [*part.second_names, *dependence_of(part.aside, lowering, without, plain).second_names]
    found = Dependence()
    stack = [*part.aside]
    while stack:
        step = stack.pop()
        if id(step.node) in without:
            continue
        if isinstance(step, Branch):
            stack += _branch(found, step, without, in_tests=False)
            continue
        if isinstance(step, Bind):
            _second_names(found, step)
        elif isinstance(step, Define):
            stack += lowering.block(step.node)
        for inner in step.blocks:
            stack += inner
    return [*part.second_names, *found.second_names]


def _followed(found: Dependence, lowering: Lowering, seen: set[int]) -> Iterator[Step]:
    """The steps of functions of the file that are followed where they are called, with what they are given."""
    for call in found.take_new_calls():
        helper = lowering.helpers.called(call)
        if helper is None:
            continue
        found.decide(call)
        for argument in parameters(helper):
            found.decide_names((argument.arg,))
        if id(helper) not in seen:
            seen.add(id(helper))
            block = lowering.block(helper)
            found.decide(*(step.node.value for step in steps_of(block) if isinstance(step.node, ast.Return)))
            yield from block


_SIMPLE = frozenset((ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return, ast.Raise, ast.Assert))


def deciding_names(parts: Collection[Dependence], pairs: Collection[tuple[str, str]] = ()) -> frozenset[str]:
    """Names that some test of these parts mentions, those that feed them, and the second names of these: of the `pairs`
    the first, where the second is among them.
    """
    deciding = set().union(*(part.deciding for part in parts))
    functions = set().union(*(part.functions for part in parts))
    for part in parts:
        for call in part.calls:
            if isinstance(call.func, ast.Name) and call.func.id in functions:
                deciding.update(_names(call))
    given = [alias for part in parts for alias in part.aliases] if functions else []
    while new := {name for name, of in given if of in functions} - functions:
        functions |= new
    deciding |= functions
    work = list(deciding)
    while work:
        name = work.pop()
        for part in parts:
            new = part.feeds(name) - deciding
            deciding |= new
            work += new
        also = {second for second, of in pairs if of == name} - deciding
        deciding |= also
        work += also
    return frozenset(deciding)


def _names(node: ast.AST | None) -> Iterator[str]:
    if node is not None:
        for child in walk(node):
            if child.__class__ is ast.Name:
                yield child.id


def _branch(found: Dependence, step: Branch, without: Container[int], in_tests: bool = True) -> Iterator[Step]:
    """The steps in the arms, up to the first arm that is left out: then so are those after it."""
    if step.subject is not None and in_tests:
        found.decide(step.subject)
        _expressions(found, [step.subject])
    for arm in step.arms:
        if step.kind is ChainKind.IF and id(arm.node) in without:
            return
        if in_tests:
            found.decide(arm.test)
            _expressions(found, arm.parts)
        yield from arm.block


def _loop(found: Dependence, step: Loop) -> None:
    found.decide(step.head)
    if step.target is not None:
        found.feed(step.target, step.head)


def _protect(found: Dependence, step: Protect) -> None:
    """What fails again where a handler evaluates it again: as long as it is the same object."""
    for text in repeated(step):
        found.decide_names((re.split(r"[.\[]", text, maxsplit=1)[0],))


def _require(found: Dependence, step: Require) -> None:
    found.decide(step.node.test)


def _bind(found: Dependence, step: Bind) -> None:
    node = step.node
    if isinstance(node, ast.AugAssign):
        found.feed(node.target, node.value)
    for target, value in assigned(node):
        found.feed(target, value)
    _second_names(found, step)
    for name, value in assigned_names(node):
        _name(found, name, value)


def _second_names(found: Dependence, step: Bind) -> None:
    for name, value in assigned_names(step.node):
        if isinstance(value, ast.Name):
            found.also(name, value.id)


def _name(found: Dependence, name: str, value: ast.expr) -> None:
    """A function may get another name, or an instance of a class one."""
    value = value.func if isinstance(value, ast.Call) else value
    if isinstance(value, ast.Lambda):
        found.define(name)
    elif isinstance(value, ast.Name):
        found.name(name, value.id)


def _define(found: Dependence, step: Define) -> None:
    node = step.node
    if not isinstance(node, ast.ClassDef) or not (node.bases or node.keywords or node.decorator_list):
        found.define(node.name)
        if isinstance(node, ast.ClassDef):  # its methods may call one another
            methods = (each for each in node.body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)))
            for method in methods:
                if method.args.args:
                    found.define(method.args.args[0].arg)


_STEPS: dict[type[Step], Callable[[Dependence, Any], None]] = {
    Loop: _loop,
    Protect: _protect,
    Require: _require,
    Bind: _bind,
    Define: _define,
}


def _expressions(found: Dependence, nodes: Iterable[ast.AST]) -> None:
    """What is decided inside expressions."""
    stack = [*nodes]
    while stack:
        node = stack.pop()
        add = _EXPRESSIONS.get(node.__class__)
        if add is not None:
            add(found, node)
        stack += children(node)


_EXPRESSIONS: dict[type, Callable[[Dependence, Any], None]] = {
    ast.IfExp: lambda found, node: found.decide(node.test),
    ast.BoolOp: lambda found, node: found.decide(node),
    ast.comprehension: lambda found, node: found.decide(node.iter, *node.ifs),
    ast.NamedExpr: lambda found, node: found.feed(node.target, node.value),
    ast.Lambda: lambda found, _: found.define(""),
    ast.Call: lambda found, node: found.call(node),
}
