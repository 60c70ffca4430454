"""Scopes inside a scope: def, lambda, class, comprehensions.

A function that is defined here is followed where it is called: its free variables are read at that moment. Where it
escapes (it is returned, stored or handed on), it may be called at any later time; then a free variable is
told only if it can be unbound at that moment and nothing binds it afterwards.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import cached_property

from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.expressions import Met
from nsa_lint.analysis.machine import Call, Frame, Machine
from nsa_lint.analysis.state import NEVER_BOUND, State
from nsa_lint.analysis.values import NONE, Symbol, Value, one
from nsa_lint.model import Arm, ArmKind, ChainKind
from nsa_lint.syntax.scopes import (
    FUNCTIONS,
    FunctionNode,
    body_of,
    imported_names,
    parameters,
    scope_of,
    walk,
    walk_scope,
)

_DEEPEST = 4  # functions followed inside one another


class Functions(Machine):
    """def, lambda, class and comprehensions."""

    effort: int
    defined: dict[int, int]
    _captured: dict[int, int]
    _body: Sequence[ast.AST]

    @cached_property
    def last_binding(self) -> dict[str, int]:
        """The last line on which each name is bound."""
        return _last_bindings(self._body)

    # -- definitions ---------------------------------------------------------------------------------------

    def _FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for decorator in node.decorator_list:
            self.effects(decorator)
        self._defaults(node)
        if self.provenance.annotates_at_once and not _generic(node):
            for argument in parameters(node):
                if argument.annotation is not None:
                    self.effects(argument.annotation)
            if node.returns is not None:
                self.effects(node.returns)
        self._hand_on_all(node)
        self.defines(node)
        symbol = self.symbol_for(node, self.frames)
        if node.decorator_list:
            self.capture(symbol)
            self.bind(node.name, one(self.facts.fresh("object")))
        else:
            self.bind(node.name, one(symbol))

    _AsyncFunctionDef = _FunctionDef

    def defines(self, node: ast.AST) -> None:
        """Remembers the paths on which a function or class comes into being."""
        before = self.defined.get(id(node), FALSE)
        self.defined[id(node)] = self.conditions.or_(before, self.state.reach)

    def _defaults(self, node: FunctionNode) -> None:
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                self.effects(default)

    def function(self, node: ast.Lambda, escapes: bool) -> Value:
        self._defaults(node)
        self._hand_on_all(node)
        symbol = self.symbol_for(node, self.frames)
        if escapes:
            self.capture(symbol)
        return one(symbol)

    def _ClassDef(self, node: ast.ClassDef) -> None:
        for expression in (*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)):
            self.effects(expression)
        self.defines(node)
        scope = scope_of(node)
        names = {name: f"{name}@class{id(node)}" for name in scope.bound}
        for key in names.values():
            self.state.unbound[key] = NEVER_BOUND
        outer = self.frames
        self.frames = [*outer, Frame(names, is_class=True)]
        self.walk(node.body)
        for function in scope.functions:
            if not isinstance(function, ast.Lambda):
                self.capture(self.symbol_for(function, self.frames))
        self.frames = outer
        self._forget_frame(names)
        self.bind(node.name, one(self.facts.fresh("true")))

    # -- uses ----------------------------------------------------------------------------------------------

    def read(self, node: ast.Name) -> Value:
        value = self.lookup(node)
        for what, _ in value:
            if isinstance(what, Symbol):
                if what.kind == "function":
                    self.capture(what)
                elif what.preset:
                    return self.hand_on(node.id)
        return value

    def hand_on(self, name: str) -> Value:
        """Somebody else has the object now: its contents may change unseen."""
        key = self.resolve(name) or "::" + name
        self.state.values[key] = value = self.facts.shared(self.state.values[key])
        return value

    def _hand_on_all(self, node: ast.AST) -> None:
        """An inner function has what it mentions."""
        held = set(filter(self._is_held, self.provenance.words_in([node]) & self.deciding))
        for child in walk(node) if held else ():
            if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load) and child.id in held:
                held.discard(child.id)
                self.hand_on(child.id)

    def _is_held(self, name: str) -> bool:
        """Whether nobody else has the object of a name yet."""
        value = self.state.values.get(self.resolve(name) or "", ())
        return any(isinstance(what, Symbol) and what.preset for what, _ in value)

    def callee(self, node: ast.expr) -> Value:
        if isinstance(node, ast.Name):
            return self.lookup(node)
        if isinstance(node, ast.Lambda):
            return self.function(node, escapes=False)
        return self.value(node)

    def capture(self, symbol: Symbol) -> None:
        """A function escapes: its free variables may be read at any later time."""
        node = symbol.node
        if (
            not isinstance(node, FUNCTIONS)
            or self.module
            or self.state.reach == FALSE
            or self._captured.get(id(node), 0) >= 2
        ):
            return
        self._captured[id(node)] = self._captured.get(id(node), 0) + 1
        if not any(self.state.unbound.values()):
            return
        in_loop = any(type(context).__name__ == "Loop" for context in self.contexts)
        later = {key for key, line in self.last_binding.items() if line >= node.lineno or in_loop}
        saved, silent, contexts = self.state, self.silent, self.contexts
        self.state, self.contexts = saved.fork(saved.reach), []
        self.silent = frozenset(later) | (silent or frozenset())
        self._inside(node, symbol, [])
        self.state, self.silent, self.contexts = saved, silent, contexts

    def call_function(self, node: ast.Call, function: Symbol, arguments: list[Value]) -> Value | None:
        definition = function.node
        if not isinstance(definition, FUNCTIONS) or not _followable(definition):
            self.capture(function)
            return None
        if self.effort and not isinstance(definition, ast.Lambda):  # too large: what it may set is taken as set
            for name in scope_of(definition).nonlocals:
                self.bind(name, None)
            self.capture(function)
            return None
        return self._inside(definition, function, arguments)

    def _inside(self, node: FunctionNode, symbol: Symbol, arguments: Sequence[Value]) -> Value | None:
        """Walks the body of a function with the variables of its definition's scope as they are now."""
        active = [context for context in self.contexts if isinstance(context, Call)]
        if len(active) >= _DEEPEST or any(context.node is node for context in active):
            return None
        scope = scope_of(node)
        names = {name: f"{name}@{id(node)}" for name in scope.bound}
        for name in scope.globals:  # visible past the enclosing function
            names.pop(name, None)
        outer, self.frames = (
            self.frames,
            [frame for frame in symbol.frames if isinstance(frame, Frame)] + [Frame(names)],
        )
        call = Call(node)
        self.contexts.append(call)
        for key in names.values():
            self.state.unbound[key] = NEVER_BOUND
        positional = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
        given = dict(zip(positional, arguments, strict=False))
        for argument in parameters(node):
            self.bind(argument.arg, given.get(argument.arg))
        value = one(NONE)
        if isinstance(node, ast.Lambda):
            value = self.value(node.body)
        else:
            self.walk(node.body)
        self.contexts.pop()
        self.frames = outer
        returns = [(state, returned) for state, returned in call.returns if state.reach != FALSE]
        if returns:
            ends = [(self.state, value), *returns] if self.state.reach != FALSE else returns
            value = self.facts.union((returned, state.reach) for state, returned in ends) or one(NONE)
            self.state = self.merge(state for state, _ in ends)
        self._forget_frame(names)
        return value

    def _forget_frame(self, names: dict[str, str]) -> None:
        for key in names.values():
            self.state.unbound.pop(key, None)
            self.state.values.pop(key, None)

    # -- comprehensions ------------------------------------------------------------------------------------

    def comprehension(self, node: ast.AST) -> Value:
        assert isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp))
        runs = self.iterate(node.generators[0].iter)
        names = {
            child.id: f"{child.id}@{id(node)}"
            for generator in node.generators
            for child in walk(generator.target)
            if isinstance(child, ast.Name)
        }
        conditions = self.conditions
        entry = self.state
        skipped: list[State] = []
        outer, silent = self.frames, self.silent
        self.frames = [*outer, Frame(names)]
        if isinstance(node, ast.GeneratorExp) and id(node) not in self.consumed:  # its elements are made later
            later = {key for key, line in self.last_binding.items() if line > node.lineno}
            self.silent = frozenset(later) | (silent or frozenset())
        for index, generator in enumerate(node.generators):
            if index:
                runs = self.iterate(generator.iter)
            if TRUE != runs != FALSE:
                self.met.append(Met(node, runs, self.state.reach, f"the comprehension at line {node.lineno} runs"))
            self._skip(skipped, runs)
            self._bind_inside(generator.target)
            for test in generator.ifs:
                self._skip(skipped, self.truth(test))
        parts = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        for part in parts:
            self.effects(part)
        self.frames, self.silent = outer, silent
        record = self.chain(node, ChainKind.LOOP)
        if not record.arms:
            end = node.end_lineno or node.lineno
            record.arms += [
                Arm(ArmKind.LOOP, node.lineno, end, "the comprehension runs zero times"),
                Arm(ArmKind.LOOP, node.lineno, end, "no round binds it"),
            ]
        if self.has_walrus(node):
            self.meet(record, [(1, self.state), *((0, state) for state in skipped)], entry)
        else:
            reach = self.state.reach
            for state in skipped:
                reach = conditions.or_(reach, state.reach)
            self.state.reach = reach
        for key in names.values():
            self.state.values.pop(key, None)
        kind = "any" if isinstance(node, ast.GeneratorExp) else "object"
        return one(self.facts.fresh(kind))

    def elementwise(self, node: ast.AST, count: int) -> list[Value] | None:
        """The `count` elements of `[f(x) for x in (a, b)]`, each on its own; None where it is anything else."""
        if not isinstance(node, ast.ListComp) or len(node.generators) != 1 or self.has_walrus(node):
            return None
        [generator] = node.generators
        items, name = generator.iter, generator.target
        if not isinstance(items, (ast.Tuple, ast.List)) or not isinstance(name, ast.Name) or generator.ifs:
            return None
        if len(items.elts) != count or any(isinstance(item, ast.Starred) for item in items.elts):
            return None
        given = [self.value(item) for item in items.elts]
        outer, key = self.frames, f"{name.id}@{id(node)}"
        self.frames = [*outer, Frame({name.id: key})]
        values = []
        for value in given:
            self.bind(name.id, value)
            values.append(self.value(node.elt))
        self.frames = outer
        self.state.values.pop(key, None)
        return values

    def _skip(self, skipped: list[State], runs: int) -> None:
        state = self.state
        skipped.append(state.fork(self.conditions.minus(state.reach, runs)))
        self.state = state.fork(self.conditions.and_(state.reach, runs))

    def _bind_inside(self, target: ast.AST) -> None:
        for child in walk(target):
            if isinstance(child, ast.Name):
                self.bind(child.id, None)
            elif isinstance(child, (ast.Attribute, ast.Subscript)):
                self.effects(child.value)


def _last_bindings(body: Sequence[ast.AST]) -> dict[str, int]:
    """The last line on which each name is bound."""
    lines: dict[str, int] = {}
    for node in walk_scope(body):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names = [node.id]
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names = [node.name]
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [*imported_names(node)]
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
            names = [node.name] if node.name else []
        else:
            continue
        line = node.end_lineno or node.lineno if isinstance(node, ast.ClassDef) else node.lineno
        for name in names:
            lines[name] = max(lines.get(name, 0), line)
    return lines


def _generic(node: ast.AST) -> bool:
    return bool(getattr(node, "type_params", None))


def _followable(node: FunctionNode) -> bool:
    """Whether a call runs the body at once: no coroutine, no generator."""
    if isinstance(node, ast.AsyncFunctionDef):
        return False
    return not any(isinstance(child, (ast.Yield, ast.YieldFrom)) for child in walk_scope(body_of(node)))
