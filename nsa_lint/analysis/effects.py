"""What expressions do to the names of their scope, in the order of evaluation."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from nsa_lint.analysis.ir import NOTHING, Effect, Tested
from nsa_lint.syntax.executed import ANY, CALLED
from nsa_lint.syntax.imported import imported_from
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.namespaces import asked, bound_by
from nsa_lint.syntax.scopes import FunctionNode, Scope, body_of, children, parameters, walk_scope
from nsa_lint.syntax.second_names import NO_NAMES, second_names

# The namespaces that are the scope's own: what is stored there under a key is a name of it
_OWN: dict[type, frozenset[str]] = {
    ast.Module: frozenset(("globals", "locals", "vars")),
    ast.ClassDef: frozenset(("locals", "vars")),
}


class Expressions:
    """The expressions of one scope. A method `_Kind` takes each kind of node that is more than its children."""

    def __init__(
        self,
        node: FunctionNode | ast.ClassDef | ast.Module,
        scope: Scope,
        module: ModuleFacts,
        stopping: set[int],
    ) -> None:
        """`stopping`: where the `id` of each call that never returns is added."""
        self._node = node
        self._local = scope.bound
        self._walrus = scope.walrus
        self._module = module
        self._by_argument = module.never.by_argument
        self._stopping = stopping
        self._own = _OWN.get(node.__class__, NOTHING)
        self._namespaces = module.names.has_namespaces
        self._stops = False  # whether one of them was called since this was last reset
        self._statement: ast.AST | None = None  # a call that is a statement of its own

    def parts(self, *nodes: ast.AST) -> tuple[list[Effect], bool]:
        """What expressions do one after another, and whether a call in them never returns."""
        found: list[Effect] = []
        self._stops = False
        for node in nodes:
            self._add(node, found)
        return found, self._stops

    def statement(self, node: ast.expr) -> tuple[list[Effect], bool, bool]:
        """Of an expression that is a statement: what it does, and whether a call in it, or it itself, never returns."""
        self._statement = node.value if isinstance(node, ast.Await) else node
        found, stops = self.parts(node)
        return found, stops, id(self._statement) in self._stopping

    def _add(self, node: ast.AST, found: list[Effect]) -> None:
        kind = node.__class__
        while kind is ast.Attribute:
            node = node.value  # type: ignore[attr-defined]
            kind = node.__class__
        if kind is ast.Name:
            name: str = node.id  # type: ignore[attr-defined]
            if name in self._local:
                loaded = node.ctx.__class__ is ast.Load  # type: ignore[attr-defined]
                found.append(node if loaded else name)  # type: ignore[arg-type]
        elif kind is not ast.Constant:
            method = _EXPRESSIONS.get(kind)
            if method is not None:
                method(self, node, found)
            else:
                for child in children(node):
                    self._add(child, found)

    def _aside(self, found: list[Effect], *nodes: ast.AST) -> None:
        """Adds what is evaluated perhaps: a part of its own, where anything in it may bind a name."""
        inside: list[Effect] = [] if self._walrus else found
        for node in nodes:
            self._add(node, inside)
        if inside and inside is not found:
            found.append(tuple(inside))

    def _Call(self, node: ast.Call, found: list[Effect], awaited: ast.Await | None = None) -> None:
        function = node.func
        last = getattr(function, "id", None) or getattr(function, "attr", None)
        may_stop = (last and self._module.never.may_stop(last)) or (self._by_argument and node.keywords)
        may_stop = may_stop or isinstance(node.func, ast.Call)
        if may_stop or (node is self._statement and isinstance(function, ast.Name) and self._is_second(function.id)):
            if self._module.never.stops(awaited or node, node is self._statement, self._imported, self._second):
                self._stops = True
                self._stopping.add(id(node))
            elif isinstance(function, ast.Name):
                self._stops = True  # perhaps, where a function around defines it: the walk knows
        if id(node) in self._module.refused:
            self._stops = True
            self._stopping.add(id(node))
        self._add(function, found)
        for each in node.args:
            self._add(each, found)
        for keyword in node.keywords:
            self._add(keyword.value, found)
        if self._namespaces:
            self._by_key(node, found)

    def _Subscript(self, node: ast.Subscript, found: list[Effect]) -> None:
        self._add(node.value, found)
        self._add(node.slice, found)
        if self._namespaces:
            self._by_key(node, found)

    def _by_key(self, node: ast.expr, found: list[Effect]) -> None:
        """Names that are bound, or asked for, as keys of a namespace."""
        for holder, name in bound_by(node, self._module.names.texts):
            if holder in self._own:
                names = self._module.names.rebound if name == CALLED else (name,)
                found += [ANY] if ANY in names else self.names(*names)
        question = asked(node)
        if question is not None and question.name in self._local:
            found.append(Tested(question.name))

    def _Await(self, node: ast.Await, found: list[Effect]) -> None:
        if isinstance(node.value, ast.Call):
            self._Call(node.value, found, node)
        else:
            self._add(node.value, found)

    @cached_property
    def _imported(self) -> dict[str, str]:
        """Of each local name, what it is imported from; "" for one that is not."""
        node = self._node
        if isinstance(node, ast.Module):
            return {}
        body = node.body if isinstance(node, ast.ClassDef) else body_of(node)
        return dict.fromkeys(self._local, "") | imported_from(walk_scope(body))

    def _is_second(self, name: str) -> bool:
        """Whether this may be a second name of a function that never returns."""
        return name in (self._second if name in self._local else self._module.never.second)

    @cached_property
    def _second(self) -> Mapping[str, ast.expr]:
        """What the local names stand for that may be second names of functions that never return.

        Not in a function in another one, whose names they may stand for, nor in a class: a name of the module is read
        where its body has not bound it.
        """
        node = self._node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or self._module.functions.is_inner(node):
            return NO_NAMES
        return second_names(node.body, self._module.never.may_stop, [each.arg for each in parameters(node)])

    def _NamedExpr(self, node: ast.NamedExpr, found: list[Effect]) -> None:
        self._add(node.value, found)
        found += self.names(node.target.id)

    def _BoolOp(self, node: ast.BoolOp, found: list[Effect]) -> None:
        self._add(node.values[0], found)
        self._aside(found, *node.values[1:])

    def _IfExp(self, node: ast.IfExp, found: list[Effect]) -> None:
        self._add(node.test, found)
        self._aside(found, node.body)
        self._aside(found, node.orelse)

    def _Compare(self, node: ast.Compare, found: list[Effect]) -> None:
        if self._namespaces:
            self._by_key(node, found)
        self._add(node.left, found)
        self._add(node.comparators[0], found)
        self._aside(found, *node.comparators[1:])

    def _ListComp(self, node: Any, found: list[Effect]) -> None:
        self._add(node.generators[0].iter, found)
        inside: list[Effect] = []
        for index, generator in enumerate(node.generators):
            if index:
                self._add(generator.iter, inside)
            self._add(generator.target, inside)
            for condition in generator.ifs:
                self._add(condition, inside)
        for part in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
            self._add(part, inside)
        if inside:
            found.append(tuple(inside))

    _SetComp = _DictComp = _GeneratorExp = _ListComp

    def _Lambda(self, node: ast.Lambda, found: list[Effect]) -> None:
        for part in self.when_defined(node):
            self._add(part, found)
        stops = self._stops
        self._add(node.body, [])  # for its calls alone
        self._stops = stops
        found.append(node)

    def when_defined(self, node: FunctionNode) -> list[ast.AST]:
        """What defining a function evaluates: defaults, decorators and annotations."""
        parts: list[ast.AST] = [*node.args.defaults, *(default for default in node.args.kw_defaults if default)]
        if not isinstance(node, ast.Lambda):
            parts += node.decorator_list
            if self._module.annotates_at_once:
                parts += [each.annotation for each in parameters(node) if each.annotation]
                parts += [node.returns] if node.returns else []
        return parts

    def names(self, *names: str) -> list[Effect]:
        """Those of them that are local: bound."""
        return [name for name in names if name in self._local]


_EXPRESSIONS: dict[type, Callable[[Expressions, Any, list[Effect]], None]] = {
    kind: method
    for name, method in vars(Expressions).items()
    if isinstance(kind := getattr(ast, name[1:], None), type) and issubclass(kind, ast.expr)
}
