"""One walk over the statements of a function (or module), yielding the reads that fail.

Keep the control flow and the guards, forget what calls compute: on that program a read is found if and only
if some valuation of the guards reaches it while its name is unbound. What the machine knows about
statements is in `choices`, `loops`, `failures` and `functions`; this module adds the plain ones and starts the walk.
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from nsa_lint.analysis.assigned import possibly_unassigned
from nsa_lint.analysis.bdd import FALSE, TooComplex
from nsa_lint.analysis.blame import put_into_words
from nsa_lint.analysis.branches import Choices
from nsa_lint.analysis.closures import Functions
from nsa_lint.analysis.exceptions import Failures
from nsa_lint.analysis.expressions import may_fail
from nsa_lint.analysis.liveness import Reads, Values
from nsa_lint.analysis.loops import Loops
from nsa_lint.analysis.lower import Lowering, ScopeNode
from nsa_lint.analysis.slicing import Plan, everything, lifetimes, plan
from nsa_lint.analysis.state import NEVER_BOUND, TOLD
from nsa_lint.analysis.taint import bound_by_dispatch, may_bind_by_dispatch, read_where_caught
from nsa_lint.analysis.values import Value, one
from nsa_lint.dispatch.guards import Provenance
from nsa_lint.model import Arm, ArmKind, ChainKind, UnboundUse
from nsa_lint.options import Options
from nsa_lint.syntax.scopes import (
    FUNCTIONS,
    FunctionNode,
    Scope,
    bound_names,
    children,
    mentioned,
    parameters,
)

_BUILTINS = frozenset(dir(builtins)) | {
    "__file__",
    "__name__",
    "__doc__",
    "__path__",
    "__spec__",
    "__builtins__",
    "__annotations__",
}
_LONG = 200  # statements in one body
_SMALL = 80  # lines: below that, finding out what can be passed over costs more than walking it
_DEEPEST_RECURSION = 6_000
TOO_DEEP = "its statements or expressions are nested too deeply"
_EFFORTS = (10_000, 22_000, 0)  # nodes for each attempt, from exact to coarse; the last one's are an option


@dataclass(frozen=True, slots=True)
class NotAnalysed:
    """A function that was given up, with the reason."""

    function: str
    line: int
    reason: str


class Walker(Choices, Loops, Failures, Functions):
    """All statements."""

    forgets = True  # whether names are dropped after their last mention

    def __init__(
        self,
        lines: Sequence[str],
        provenance: Provenance,
        scope: Scope,
        body: Sequence[ast.AST],
        max_nodes: int,
        module_names: frozenset[str],
        doubtful: frozenset[str],
        plan: Plan,
    ) -> None:
        super().__init__(lines, provenance, scope, plan.deciding, max_nodes)
        self._skipped = plan.skipped
        self.defined: dict[int, int] = {}  # functions and classes, and the paths on which they are defined
        self.calls: dict[str, int] = {}  # functions that are called, and the paths on which they are
        self._module_names = module_names
        self._captured = {}
        self._synthetic: dict[int, ast.BinOp] = {}
        self._body = body
        for name in (doubtful & scope.bound) - scope.parameters:
            self.state.unbound[name] = NEVER_BOUND

    def called(self, node: ast.Call, name: str) -> None:
        pass

    def walk(self, body: Sequence[ast.stmt]) -> None:
        for statement in body:
            if self.reads is not None and not self.reads.any_ahead(statement):
                self.state.reach = FALSE  # nothing can be told from here on
            if self.state.reach == FALSE:
                return
            if id(statement) in self._skipped:
                self._pass_over(statement)
                continue
            self.steps += 1
            getattr(self, "_" + statement.__class__.__name__, self.effects)(statement)

    def _pass_over(self, statement: ast.stmt) -> None:
        """A statement that cannot matter: all that is left of it is that it may fail, and that names may change."""
        if may_fail(statement):
            self.may_raise(statement)
        for name in bound_names([statement]) & self.deciding:
            key = self.resolve(name)
            if key is not None:
                self.state.values[key] = one(self.facts.fresh())
                self.drop_paths(key)

    def _falls_back(self, name: str) -> bool:
        frame = self.frames[-1]
        if frame.is_class and name in frame.names:
            return name in self._module_names or name in _BUILTINS
        return self.module and name in _BUILTINS

    # -- plain statements ----------------------------------------------------------------------------------

    def _Expr(self, node: ast.Expr) -> None:
        self.effects(node.value)

    def _Pass(self, node: ast.Pass) -> None:
        pass

    _Global = _Nonlocal = _Pass

    def _Assign(self, node: ast.Assign) -> None:
        target = node.targets[0]
        pairs = isinstance(node.value, (ast.Tuple, ast.List)) and all(
            isinstance(each, (ast.Tuple, ast.List))
            and len(each.elts) == len(node.value.elts)
            and not any(isinstance(element, ast.Starred) for element in (*each.elts, *node.value.elts))
            for each in node.targets
        )
        if pairs and isinstance(node.value, (ast.Tuple, ast.List)):
            values = [self.value(element) for element in node.value.elts]
            for each in node.targets:
                assert isinstance(each, (ast.Tuple, ast.List))
                for element, part in zip(each.elts, values, strict=True):
                    self.assign(element, part)
            return
        if isinstance(target, (ast.Tuple, ast.List)) and len(node.targets) == 1:
            starred = any(isinstance(element, ast.Starred) for element in target.elts)
            elements = None if starred else self.elementwise(node.value, len(target.elts))
            if elements is not None:
                for element, part in zip(target.elts, elements, strict=True):
                    self.assign(element, part)
                return
        value = self._assigned(node.value, target)
        if value is not None and len(node.targets) > 1:
            value = self.facts.shared(value)
        for each in node.targets:
            self.assign(each, value)

    def _assigned(self, node: ast.expr, target: ast.AST) -> Value | None:
        """The value of a right-hand side; None where nothing can depend on it."""
        if isinstance(node, ast.Lambda) and isinstance(target, ast.Name):
            return self.function(node, escapes=False)
        root: ast.AST = target
        while isinstance(root, ast.Attribute):
            root = root.value
        if isinstance(root, ast.Name) and root.id not in self.deciding and not isinstance(node, ast.Name):
            self.effects(node)
            return None
        return self.value(node)

    def _AugAssign(self, node: ast.AugAssign) -> None:
        if not isinstance(node.target, ast.Name):
            self.effects(node.value)
            self.assign(node.target, None)
            return
        operation = self._synthetic.get(id(node))
        if operation is None:
            left = ast.copy_location(ast.Name(node.target.id, ast.Load()), node.target)
            if self.reads is not None:
                self.reads.stands_for(left, node.target)
            operation = self._synthetic[id(node)] = ast.copy_location(ast.BinOp(left, node.op, node.value), node)
        value = self.value(operation)
        self.bind(node.target.id, value)

    def _AnnAssign(self, node: ast.AnnAssign) -> None:
        if (self.module or self.frames[-1].is_class) and self.provenance.annotates_at_once:
            self.effects(node.annotation)
        if node.value is not None:
            value = self._assigned(node.value, node.target)
            if isinstance(node.annotation, ast.Name) and node.annotation.id in ("bool", "int") and value is None:
                value = one(self.facts.fresh(node.annotation.id))
            self.assign(node.target, value)
        elif not isinstance(node.target, ast.Name):
            self.effects(node.target)

    def _Delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            self._delete(target)

    def _delete(self, target: ast.expr) -> None:
        if isinstance(target, (ast.Tuple, ast.List)):
            for element in target.elts:
                self._delete(element)
        elif isinstance(target, ast.Name):
            self.lookup(target)
            key = self.resolve(target.id)
            if key is None:
                return
            record = self.chain(target, ChainKind.DELETE)
            if not record.arms:
                record.arms.append(Arm(ArmKind.DELETE, target.lineno, target.lineno, f"del {target.id}"))
            tag = (record.divergence.key, 0)
            failed = self.state.unbound.get(key, {}).get(TOLD, FALSE)  # there the `del` itself has failed
            self.state.unbind(key, tag)
            if failed != FALSE:
                self.state.unbound[key] = {tag: self.conditions.not_(failed), TOLD: failed}
            self.state.values.pop(key, None)
            self.drop_paths(key)
        else:
            for child in children(target):
                self.effects(child)
            self.may_raise(target)
            if isinstance(target, ast.Subscript):
                self.mutate(target.value)

    def _Import(self, node: ast.Import | ast.ImportFrom) -> None:
        self.may_raise(node)
        for alias in node.names:
            if alias.name == "*":
                self.state.unbound.clear()
                continue
            name = alias.asname or alias.name.partition(".")[0]
            value = None
            if name in self.deciding and (isinstance(node, ast.Import) or self.provenance.is_callable(name)):
                value = one(self.facts.fresh("true"))
            self.bind(name, value)

    _ImportFrom = _Import

    def _TypeAlias(self, node: Any) -> None:
        self.bind(node.name.id, None)

    def run(self, node: ScopeNode, body: Sequence[ast.AST]) -> None:
        self.module = isinstance(node, ast.Module)
        if isinstance(node, FUNCTIONS):
            self.enter(node)
        for rebound in self.provenance.rebound if self.module else ():
            self.state.unbound.pop(rebound, None)
        statements = [child for child in body if isinstance(child, ast.stmt)]
        if len(statements) < _LONG or not self.forgets:
            self.walk(statements)
            return
        # Every branch copies and every join compares the tables: in a long body, only what is still mentioned stays.
        lives = lifetimes(statements)
        unbound = self.state.unbound
        waiting = {name: unbound.pop(name) for names in lives.begin.values() for name in names if name in unbound}
        for index, statement in enumerate(statements):
            for name in lives.begin.get(index, ()):
                if name in waiting:
                    self.state.unbound[name] = waiting[name]
            self.walk([statement])
            for name in lives.end.get(index, ()):
                self.state.unbound.pop(name, None)
                self.state.values.pop(name, None)
                self.drop_paths(name)

    def enter(self, node: FunctionNode) -> None:
        """The parameters: unknown, but for what their annotations and names say."""
        for argument in parameters(node):
            kind = argument.annotation.id if isinstance(argument.annotation, ast.Name) else ""
            symbol = self.facts.symbol(("name", argument.arg), kind if kind in ("bool", "int") else "any")
            symbol.dispatch = self.provenance.is_guard(ast.Name(argument.arg, ast.Load()))


def analyse(provenance: Provenance, options: Options, gate: bool = True) -> Iterator[UnboundUse | NotAnalysed]:
    """Every read that some path reaches while its name is unbound, function by function.

    Without the `gate` the conditions of every function are worked out: slower, with the same result.
    """
    if gate and options.scope == "dispatch" and not provenance.may_dispatch():
        return
    lowering = Lowering(provenance)
    yield from analyse_scope(provenance.tree, "<module>", provenance, options, lowering, gate)
    yield from analyse_functions(provenance, options, lowering, gate)


def analyse_functions(
    provenance: Provenance, options: Options, lowering: Lowering, gate: bool = True
) -> Iterator[UnboundUse | NotAnalysed]:
    """The functions alone."""
    whole = not gate or options.scope == "all"
    for each in provenance.definitions:
        if whole or provenance.may_dispatch(each.node):
            yield from analyse_scope(each.node, each.name, provenance, options, lowering, gate)


def analyse_scope(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Module,
    name: str,
    provenance: Provenance,
    options: Options,
    lowering: Lowering,
    gate: bool = True,
) -> Iterator[UnboundUse | NotAnalysed]:
    """The reads that fail in one scope."""
    try:
        with deep_recursion():
            walker = walk_scope_body(node, list(node.body), provenance, options, lowering, gate)
            uses = [put_into_words(walker, found, name) for found in walker.found.values()] if walker else []
    except TooComplex as reason:
        yield NotAnalysed(name, getattr(node, "lineno", 1), str(reason))
    except RecursionError:
        yield NotAnalysed(name, getattr(node, "lineno", 1), TOO_DEEP)
    else:
        yield from uses


def _reads(
    node: ScopeNode,
    body: Sequence[ast.AST],
    provenance: Provenance,
    options: Options,
    lowering: Lowering,
    kind: type[Walker],
) -> Reads | None:
    """For the gate: where a scope reads names that may be unbound there; None where there is nothing to tell."""
    is_module = isinstance(node, ast.Module)
    scope = lowering.scope(node)
    at_end = kind is not Walker  # a module whose functions read its names
    # what functions read of the module is looked at elsewhere, unless it calls them itself
    unassigned = possibly_unassigned(node, lowering, scope.calls if is_module else None, at_end)
    names = frozenset(unassigned.names)
    if names and options.scope == "dispatch" and kind is Walker:
        bound = bound_by_dispatch(body, provenance)
        if bound is not None:
            names = frozenset() if names.isdisjoint(bound) else names & (bound | read_where_caught(body))
    if not names:
        return None
    anytime = frozenset(unassigned.anytime)
    if is_module:  # a function that it calls may call others
        anytime = names if at_end else anytime.union(*map(mentioned, scope.functions))
    return Reads(body, names, unassigned.reads, anytime, provenance.mentions_of(names, body))


def walk_scope_body(
    node: ScopeNode,
    body: Sequence[ast.AST],
    provenance: Provenance,
    options: Options,
    lowering: Lowering,
    gate: bool,
    kind: type[Walker] = Walker,
) -> Walker | None:
    """Walks one scope, as exactly as its size allows; None where no name is in doubt.

    A module of which functions may read names counts as in doubt where something binds under a condition.
    """
    if gate and options.scope == "dispatch" and kind is Walker and not may_bind_by_dispatch(body, provenance):
        return None
    scope = lowering.scope(node)
    reads = _reads(node, body, provenance, options, lowering, kind) if gate else None
    doubtful = reads.names if reads is not None else frozenset() if gate else scope.bound
    if not doubtful:
        return None
    small = getattr(body[-1], "end_lineno", 0) - getattr(body[0], "lineno", 0) < _SMALL
    sliced = everything(body) if reads is None or small else plan(body, provenance, reads)
    asked = None
    if reads is not None and kind is Walker:
        asked = Values(body, sliced.skipped, provenance.has_lambda(body))
    module_names = lowering.scope(provenance.tree).bound
    for effort, max_nodes in enumerate(_EFFORTS):
        last = effort == len(_EFFORTS) - 1
        limit = options.max_nodes if last else min(max_nodes, options.max_nodes)
        walker = kind(provenance.lines, provenance, scope, body, limit, module_names, doubtful, sliced)
        walker.effort = effort
        walker.facts.plain = last
        walker.reads, walker.asked = reads, asked
        try:
            walker.run(node, body)
            return walker
        except TooComplex:
            if last:
                raise
    return None


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Long chains of operators and deep nesting recurse; Python's own limit is meant for smaller programs."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEEPEST_RECURSION))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
