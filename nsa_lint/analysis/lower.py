"""From the syntax tree to steps: the one module of the analysis that takes Python's compound statements apart."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from nsa_lint.analysis.ir import (
    Arm,
    Bind,
    Block,
    Branch,
    Define,
    Deleted,
    Effect,
    Eval,
    Exit,
    Handler,
    Item,
    Leave,
    Loop,
    Manage,
    Protect,
    Require,
    Step,
    Unbind,
)
from nsa_lint.dispatch.guards import Provenance, dotted
from nsa_lint.model import ChainKind
from nsa_lint.syntax.scopes import (
    FUNCTIONS,
    FunctionNode,
    Scope,
    arms_of,
    bound_names,
    children,
    imported_names,
    parameters,
    scope_of,
    walk,
    walk_scope,
)

ScopeNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module


class Lowering:
    """The blocks of the scopes of one module, each made when it is first needed."""

    def __init__(self, module: Provenance) -> None:
        self._module = module
        self._never = frozenset(name.rpartition(".")[2] for name in module.no_return)
        self._blocks: dict[int, Block] = {}
        self._scopes: dict[int, Scope] = {}

    def scope(self, node: FunctionNode | ast.ClassDef | ast.Module) -> Scope:
        """The names of a scope."""
        found = self._scopes.get(id(node))
        if found is None:
            found = self._module.scope_of(node) if isinstance(node, FUNCTIONS) else scope_of(node)
            self._scopes[id(node)] = found
        return found

    def block(self, node: ScopeNode) -> Block:
        """The body of a function, a class or the module."""
        found = self._blocks.get(id(node))
        if found is None:
            scope = _ScopeLowering(self.scope(node), self._module, self._never)
            found = self._blocks[id(node)] = scope.block(node.body)
        return found


class _ScopeLowering:
    """One scope. A method `_Kind` takes each kind of node that is more than its children."""

    def __init__(self, scope: Scope, module: Provenance, never: frozenset[str]) -> None:
        self._local = scope.bound
        self._walrus = scope.walrus
        self._module = module
        self._never = never  # the last words of functions that never return
        self._stops = False  # whether one was called since this was last reset

    # -- statements ----------------------------------------------------------------------------------------

    def block(self, body: Sequence[ast.stmt]) -> Block:
        return [_STATEMENTS.get(node.__class__, _ScopeLowering._simple)(self, node) for node in body]

    def _simple(self, node: ast.stmt) -> Step:
        return Eval(node, *self._parts(node))

    def _Expr(self, node: ast.Expr) -> Step:
        return Eval(node, *self._parts(node.value), self._never_returns(node.value))

    def _Assign(self, node: ast.Assign) -> Step:
        return Bind(node, *self._parts(node.value, *node.targets))

    def _AugAssign(self, node: ast.AugAssign) -> Step:
        does, stops = self._parts(node.value, node.target)
        if isinstance(node.target, ast.Name) and node.target.id in self._local:
            does = [node.target, *does]
        return Bind(node, does, stops)

    def _AnnAssign(self, node: ast.AnnAssign) -> Step:
        parts: list[ast.expr] = [node.annotation]
        if node.value is not None:
            parts += [node.value, node.target]
        elif not isinstance(node.target, ast.Name):
            parts.append(node.target)
        return Bind(node, *self._parts(*parts))

    def _Import(self, node: ast.Import | ast.ImportFrom) -> Step:
        return Bind(node, [name for name in imported_names(node) if name in self._local or name == "*"], False)

    _ImportFrom = _Import

    def _TypeAlias(self, node: Any) -> Step:
        return Bind(node, self._names(node.name.id), False)

    def _Delete(self, node: ast.Delete) -> Step:
        does: list[Effect] = []
        for child in (child for target in node.targets for child in walk(target)):
            if isinstance(child, ast.Name) and child.id in self._local:
                does.append(child)
                if isinstance(child.ctx, ast.Del):
                    does.append(Deleted(child.id))
        return Unbind(node, does, self._parts(*node.targets)[1])

    def _Assert(self, node: ast.Assert) -> Step:
        does, stops = self._parts(node.test)
        if node.msg is not None:
            message, also = self._parts(node.msg)
            does, stops = [*does, tuple(message)], stops or also
        return Require(node, does, stops, _constant(node.test))

    def _Return(self, node: ast.Return) -> Step:
        return self._leave(node, "return")

    def _Raise(self, node: ast.Raise) -> Step:
        return self._leave(node, "raise")

    def _Break(self, node: ast.Break) -> Step:
        return Leave(node, (), False, "break")

    def _Continue(self, node: ast.Continue) -> Step:
        return Leave(node, (), False, "continue")

    def _leave(self, node: ast.Return | ast.Raise, way: Exit) -> Step:
        return Leave(node, *self._parts(*children(node)), way)

    def _FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Step:
        does, stops = self._parts(*self._when_defined(node))
        return Define(node, [*does, node, *self._names(node.name)], stops)

    _AsyncFunctionDef = _FunctionDef

    def _ClassDef(self, node: ast.ClassDef) -> Step:
        functions = (child for child in walk_scope(node.body) if isinstance(child, FUNCTIONS))
        inside = (part for function in functions for part in self._when_defined(function))
        return Define(node, *self._parts(*node.decorator_list, *node.bases, *node.keywords, *inside))

    def _If(self, node: ast.If) -> Step:
        tested, orelse = arms_of(node)
        arms = []
        stopped = False
        for arm in tested:
            tests, stops = self._parts(arm.test)
            stopped |= stops
            arms.append(Arm(arm, arm.test, None, (), tests, self.block(arm.body)))
        if orelse:
            arms.append(Arm(None, None, None, (), (), self.block(orelse)))
        return Branch(node, stopped, ChainKind.IF, None, (), arms)

    def _Match(self, node: ast.Match) -> Step:
        chooses, stopped = self._parts(node.subject)
        arms = []
        for case in node.cases:
            matches, stops = self._pattern(case.pattern)
            tests, also = self._parts(*([] if case.guard is None else [case.guard]))
            stopped |= stops | also
            arms.append(Arm(case, case.guard, case.pattern, matches, tests, self.block(case.body)))
        return Branch(node, stopped, ChainKind.MATCH, node.subject, chooses, arms)

    def _pattern(self, pattern: ast.pattern) -> tuple[list[Effect], bool]:
        """What a pattern reads, and then the names that it binds."""
        does, stops = self._parts(*(child for child in walk(pattern) if isinstance(child, ast.expr)))
        return [*does, *self._names(*sorted(bound_names([pattern])))], stops

    def _For(self, node: ast.For | ast.AsyncFor) -> Step:
        starts, stops = self._parts(node.iter)
        iterates, also = self._parts(node.target)
        body, orelse = self.block(node.body), self.block(node.orelse)
        return Loop(node, stops or also, node.iter, node.target, starts, iterates, body, orelse)

    _AsyncFor = _For

    def _While(self, node: ast.While) -> Step:
        tests, stops = self._parts(node.test)
        return Loop(node, stops, node.test, None, tests, tests, self.block(node.body), self.block(node.orelse))

    def _Try(self, node: ast.Try) -> Step:
        body = self.block(node.body)
        stopped = False
        handlers = []
        for each in node.handlers:
            tests, stops = self._parts(*([] if each.type is None else [each.type]))
            stopped |= stops
            handlers.append(Handler(each, tests, each.name, self.block(each.body)))
        return Protect(node, stopped, body, handlers, self.block(node.orelse), self.block(node.finalbody))

    _TryStar = _Try

    def _With(self, node: ast.With | ast.AsyncWith) -> Step:
        stopped = False
        items = []
        for item in node.items:
            manager = item.context_expr.func if isinstance(item.context_expr, ast.Call) else item.context_expr
            enters, stops = self._parts(item)
            stopped |= stops
            items.append(Item(item, enters, dotted(manager) in self._module.swallowers))
        return Manage(node, stopped, items, self.block(node.body))

    _AsyncWith = _With

    # -- expressions ---------------------------------------------------------------------------------------

    def _parts(self, *nodes: ast.AST) -> tuple[list[Effect], bool]:
        """What expressions do one after another, and whether a call in them never returns."""
        found: list[Effect] = []
        self._stops = False
        for node in nodes:
            self._add(node, found)
        return found, self._stops

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

    def _Call(self, node: ast.Call, found: list[Effect]) -> None:
        function = node.func
        last = getattr(function, "id", None) or getattr(function, "attr", None)
        if last in self._never and dotted(function) in self._module.no_return:
            self._stops = True
        for child in children(node):
            self._add(child, found)

    def _NamedExpr(self, node: ast.NamedExpr, found: list[Effect]) -> None:
        self._add(node.value, found)
        found += self._names(node.target.id)

    def _BoolOp(self, node: ast.BoolOp, found: list[Effect]) -> None:
        self._add(node.values[0], found)
        self._aside(found, *node.values[1:])

    def _IfExp(self, node: ast.IfExp, found: list[Effect]) -> None:
        self._add(node.test, found)
        self._aside(found, node.body)
        self._aside(found, node.orelse)

    def _Compare(self, node: ast.Compare, found: list[Effect]) -> None:
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
        for part in self._when_defined(node):
            self._add(part, found)
        found.append(node)

    def _when_defined(self, node: FunctionNode) -> list[ast.AST]:
        """What defining a function evaluates: defaults, decorators and annotations."""
        parts: list[ast.AST] = [*node.args.defaults, *(default for default in node.args.kw_defaults if default)]
        if not isinstance(node, ast.Lambda):
            parts += node.decorator_list
            if self._module.annotates_at_once:
                parts += [each.annotation for each in parameters(node) if each.annotation]
                parts += [node.returns] if node.returns else []
        return parts

    def _names(self, *names: str) -> list[Effect]:
        return [name for name in names if name in self._local]

    def _never_returns(self, node: ast.expr) -> bool:
        if not isinstance(node, ast.Call):
            return False
        function = node.func
        shadowed = isinstance(function, ast.Name) and function.id in self._local
        return not shadowed and dotted(function) in self._module.no_return


def _constant(node: ast.expr) -> bool | None:
    return bool(node.value) if isinstance(node, ast.Constant) else None


def _methods(kinds: type[ast.AST]) -> dict[type, Callable[..., Any]]:
    return {
        kind: method
        for name, method in vars(_ScopeLowering).items()
        if isinstance(kind := getattr(ast, name[1:], None), type) and issubclass(kind, kinds)
    }


_STATEMENTS = _methods(ast.stmt)
_EXPRESSIONS = _methods(ast.expr)
