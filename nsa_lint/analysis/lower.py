"""From the syntax tree to steps: the one module of the analysis that takes Python's compound statements apart."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any
from weakref import proxy

from nsa_lint.analysis.effects import Expressions
from nsa_lint.analysis.helpers import Helpers
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
from nsa_lint.analysis.steps import steps_of
from nsa_lint.model import ChainKind
from nsa_lint.syntax.literals import truth_of
from nsa_lint.syntax.making import refusing_start
from nsa_lint.syntax.managers import ManagersOfScope, exception_names
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.scopes import (
    FUNCTIONS,
    FunctionNode,
    Scope,
    arms_of,
    bound_names,
    children,
    dotted,
    imported_names,
    scope_of,
    walk,
    walk_scope,
)

ScopeNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module


class Lowering:
    """The blocks of the scopes of one module, each made when it is first needed."""

    def __init__(self, module: ModuleFacts) -> None:
        self._module = module
        self._blocks: dict[int, Block] = {}
        self._scopes: dict[int, Scope] = {}
        self._stopping: set[int] = set()
        self._starts: dict[ast.ClassDef, ast.FunctionDef | None] = {}

    @cached_property
    def helpers(self) -> Helpers:
        """The functions of the module that are followed where another one calls them."""
        lowering = proxy(self)  # a cycle would keep the tree of the module
        return Helpers(self._module, lambda node: lowering.block(node))

    def never_returns(self, node: ast.Call) -> bool:
        """Whether a call in what was lowered never returns; the walk knows those of functions in functions."""
        return id(node) in self._stopping

    @property
    def has_nonlocal(self) -> bool:
        """Whether a function of the module may bind or delete a name of the one around it."""
        return self._module.has_nonlocal

    def scope(self, node: FunctionNode | ast.ClassDef | ast.Module) -> Scope:
        """The names of a scope."""
        found = self._scopes.get(id(node))
        if found is None:
            found = self._module.functions.scope_of(node) if isinstance(node, FUNCTIONS) else scope_of(node)
            self._scopes[id(node)] = found
        return found

    def block(self, node: ScopeNode) -> Block:
        """The body of a function, a class or the module."""
        found = self._blocks.get(id(node))
        if found is None:
            scope = _Statements(node, self.scope(node), self._module, self._stopping)
            found = self._blocks[id(node)] = scope.block(node.body)
        return found

    def start(self, owner: ast.ClassDef) -> ast.FunctionDef | None:
        """The start of a constructor, where every object of the class has run it and it may refuse."""
        if owner not in self._starts:
            self._starts[owner] = refusing_start(owner, lambda: self._nodes)
        return self._starts[owner]

    @cached_property
    def _nodes(self) -> list[ast.AST]:
        """All of the module."""
        return [*walk(self._module.tree)]

    def everywhere(self, block: Block) -> Iterator[Step]:
        """The steps of a block at any depth, in inner scopes too."""
        for step in steps_of(block):
            yield step
            if isinstance(step, Define):
                yield from self.everywhere(self.block(step.node))


class _Statements:
    """One scope. A method `_Kind` takes each kind of node that is more than its children."""

    def __init__(self, node: ScopeNode, scope: Scope, module: ModuleFacts, stopping: set[int]) -> None:
        self._local = scope.bound
        self._module = module
        self._managers = ManagersOfScope(
            module.managers, [] if isinstance(node, ast.Module) else node.body, scope.bound
        )
        self._expressions = Expressions(node, scope, module, stopping)
        self._before: ast.stmt | None = None  # in its block, before the one that is taken apart
        self._languages = {*_script_languages(node)}

    def block(self, body: Sequence[ast.stmt]) -> Block:
        steps = []
        self._before = None
        for node in body:
            steps.append(_STATEMENTS.get(node.__class__, _Statements._simple)(self, node))
            self._before = node
        return steps

    def _simple(self, node: ast.stmt) -> Step:
        return Eval(node, *self._expressions.parts(node))

    def _Expr(self, node: ast.Expr) -> Step:
        return Eval(node, *self._expressions.statement(node.value))

    def _Assign(self, node: ast.Assign) -> Step:
        return Bind(node, *self._expressions.parts(node.value, *node.targets))

    def _AugAssign(self, node: ast.AugAssign) -> Step:
        does, stops = self._expressions.parts(node.value, node.target)
        if isinstance(node.target, ast.Name) and node.target.id in self._local:
            does = [node.target, *does]
        return Bind(node, does, stops)

    def _AnnAssign(self, node: ast.AnnAssign) -> Step:
        parts: list[ast.expr] = [node.annotation]
        declares = node.value is None and dotted(node.annotation).partition(".")[0] in self._languages
        if node.value is not None:
            parts += [node.value, node.target]
        elif declares or not isinstance(node.target, ast.Name):
            parts.append(node.target)
        return Bind(node, *self._expressions.parts(*parts), declares)

    def _Import(self, node: ast.Import | ast.ImportFrom) -> Step:
        names = [*imported_names(node), *self._module.submodules_of(node)]
        return Bind(node, [name for name in names if name in self._local or name == "*"], False)

    _ImportFrom = _Import

    def _TypeAlias(self, node: Any) -> Step:
        return Bind(node, self._expressions.names(node.name.id), False)

    def _Delete(self, node: ast.Delete) -> Step:
        does: list[Effect] = []
        for child in (child for target in node.targets for child in walk(target)):
            if isinstance(child, ast.Name) and child.id in self._local:
                does.append(child)
                if isinstance(child.ctx, ast.Del):
                    does.append(Deleted(child.id))
        return Unbind(node, does, self._expressions.parts(*node.targets)[1])

    def _Assert(self, node: ast.Assert) -> Step:
        does, stops = self._expressions.parts(node.test)
        if node.msg is not None:
            message, also = self._expressions.parts(node.msg)
            does, stops = [*does, tuple(message)], stops or also
        return Require(node, does, stops, truth_of(node.test))

    def _Return(self, node: ast.Return) -> Step:
        return self._leave(node, "return")

    def _Raise(self, node: ast.Raise) -> Step:
        return self._leave(node, "raise")

    def _Break(self, node: ast.Break) -> Step:
        return Leave(node, (), False, "break")

    def _Continue(self, node: ast.Continue) -> Step:
        return Leave(node, (), False, "continue")

    def _leave(self, node: ast.Return | ast.Raise, way: Exit) -> Step:
        return Leave(node, *self._expressions.parts(*children(node)), way)

    def _FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Step:
        does, stops = self._expressions.parts(*self._expressions.when_defined(node))
        return Define(node, [*does, node, *self._expressions.names(node.name)], stops)

    _AsyncFunctionDef = _FunctionDef

    def _ClassDef(self, node: ast.ClassDef) -> Step:
        functions = (child for child in walk_scope(node.body) if isinstance(child, FUNCTIONS))
        inside = (part for function in functions for part in self._expressions.when_defined(function))
        return Define(node, *self._expressions.parts(*node.decorator_list, *node.bases, *node.keywords, *inside))

    def _If(self, node: ast.If) -> Step:
        tested, orelse = arms_of(node)
        arms = []
        stopped = False
        for arm in tested:
            tests, stops = self._expressions.parts(arm.test)
            stopped |= stops
            arms.append(Arm(arm, arm.test, None, (), tests, self.block(arm.body)))
        if orelse:
            arms.append(Arm(None, None, None, (), (), self.block(orelse)))
        return Branch(node, stopped, ChainKind.IF, None, (), arms)

    def _Match(self, node: ast.Match) -> Step:
        chooses, stopped = self._expressions.parts(node.subject)
        arms = []
        for case in node.cases:
            matches, stops = self._pattern(case.pattern)
            tests, also = self._expressions.parts(*([] if case.guard is None else [case.guard]))
            stopped |= stops | also
            arms.append(Arm(case, case.guard, case.pattern, matches, tests, self.block(case.body)))
        return Branch(node, stopped, ChainKind.MATCH, node.subject, chooses, arms)

    def _pattern(self, pattern: ast.pattern) -> tuple[list[Effect], bool]:
        """What a pattern reads, and then the names that it binds."""
        does, stops = self._expressions.parts(*(child for child in walk(pattern) if isinstance(child, ast.expr)))
        return [*does, *self._expressions.names(*sorted(bound_names([pattern])))], stops

    def _For(self, node: ast.For | ast.AsyncFor) -> Step:
        starts, stops = self._expressions.parts(node.iter)
        iterates, also = self._expressions.parts(node.target)
        body, orelse = self.block(node.body), self.block(node.orelse)
        return Loop(node, stops or also, node.iter, node.target, starts, iterates, body, orelse)

    _AsyncFor = _For

    def _While(self, node: ast.While) -> Step:
        tests, stops = self._expressions.parts(node.test)
        return Loop(node, stops, node.test, None, tests, tests, self.block(node.body), self.block(node.orelse))

    def _Try(self, node: ast.Try) -> Step:
        body = self.block(node.body)
        stopped = False
        handlers = []
        for each in node.handlers:
            tests, stops = self._expressions.parts(*([] if each.type is None else [each.type]))
            stopped |= stops
            handlers.append(Handler(each, exception_names(each.type), tests, each.name, self.block(each.body)))
        group = not isinstance(node, ast.Try)
        return Protect(node, stopped, body, handlers, self.block(node.orelse), self.block(node.finalbody), group)

    _TryStar = _Try

    def _With(self, node: ast.With | ast.AsyncWith) -> Step:
        before, stopped = self._before, False
        items = []
        for item in node.items:
            enters, stops = self._expressions.parts(item)
            stopped |= stops
            managers, manager = self._managers, item.context_expr
            swallowed, safe = managers.swallowed(manager, before), managers.is_safe(manager, before)
            items.append(Item(item, enters, safe, swallowed, managers.entered(item, node.body)))
        return Manage(node, stopped, items, self.block(node.body))

    _AsyncWith = _With


_STATEMENTS: dict[type, Callable[[_Statements, Any], Step]] = {
    kind: method
    for name, method in vars(_Statements).items()
    if isinstance(kind := getattr(ast, name[1:], None), type) and issubclass(kind, ast.stmt)
}


def _script_languages(node: ast.AST) -> Iterator[str]:
    """What compiles a function as TVMScript: `T` of `@T.prim_func`. There `x: T.int32` makes a variable by itself."""
    for each in getattr(node, "decorator_list", ()):
        owner, _, kind = dotted(each.func if isinstance(each, ast.Call) else each).rpartition(".")
        if owner and kind in ("inline", "macro", "prim_func"):
            yield owner
