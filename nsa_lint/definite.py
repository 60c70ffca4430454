"""The gate: which names may be unbound at some read, by a definite-assignment pass that looks at no guard.

It is the rule that compilers apply (a name is bound after an `if` only if both arms bind it), so it says "perhaps"
far too often and "surely bound" never wrongly. Of the functions of a backend it lets about one in twenty through to
the analysis of conditions; there, only the names it doubts are followed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from nsa_lint.provenance import Provenance, dotted
from nsa_lint.scopes import COMPREHENSIONS, FUNCTIONS, Scope, bound_names, children, scope_of, walk, walk_scope

Bound = set[str] | None  # names bound on every path; None where no path is left


def _meet(first: Bound, second: Bound) -> Bound:
    if first is None:
        return second
    return first if second is None else first & second


class Definite:
    """One pass over one scope; `doubtful` collects the names."""

    def __init__(self, scope: Scope, provenance: Provenance, is_module: bool = False) -> None:
        self._is_module = is_module
        self._called: set[str] = set()  # functions that the module calls itself
        self.doubtful: set[str] = set()
        self._local = scope.bound
        self._provenance = provenance
        self._breaks: list[list[Bound]] = []
        self._any_deleted = scope.deletes
        self._deleted: set[str] = set()

    def run(self, body: Sequence[ast.AST], bound: Iterable[str]) -> set[str]:
        self._deleted = self._deletes(body) if self._any_deleted else set()
        if self._is_module:
            calls = (node.func for node in walk_scope(body) if isinstance(node, ast.Call))
            self._called = {function.id for function in calls if isinstance(function, ast.Name)}
        self._body(body, set(bound))
        return self.doubtful

    # -- statements ----------------------------------------------------------------------------------------

    def _body(self, body: Sequence[ast.AST], bound: Bound) -> Bound:
        for statement in body:
            if bound is None:
                return None
            bound = self._statement(statement, bound)
        return bound

    def _statement(self, node: ast.AST, bound: set[str]) -> Bound:
        if isinstance(node, ast.If):
            self._read(node.test, bound)
            truth = _constant(node.test)
            then = self._body(node.body, bound.copy()) if truth is not False else None
            orelse = self._body(node.orelse, bound.copy()) if truth is not True else None
            return _meet(then, orelse)
        if isinstance(node, (ast.While, ast.For, ast.AsyncFor)):
            return self._loop(node, bound)
        if isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
            return self._try(node, bound)  # type: ignore[arg-type]
        if isinstance(node, (ast.With, ast.AsyncWith)):
            return self._with(node, bound)
        if isinstance(node, ast.Match):
            return self._match(node, bound)
        if isinstance(node, (ast.Return, ast.Raise)):
            self._read(node, bound)
            return None
        if isinstance(node, (ast.Break, ast.Continue)):
            if isinstance(node, ast.Break) and self._breaks:
                self._breaks[-1].append(bound)
            return None
        if isinstance(node, ast.Assign):
            self._read(node.value, bound)
            for target in node.targets:
                self._read(target, bound)
            return bound
        if isinstance(node, ast.AugAssign):
            if isinstance(node.target, ast.Name):
                self._name(node.target.id, bound)
            self._read(node.value, bound)
            self._read(node.target, bound)
            return bound
        if isinstance(node, ast.AnnAssign):
            self._read(node.annotation, bound)
            if node.value is not None:
                self._read(node.value, bound)
                self._read(node.target, bound)
            elif not isinstance(node.target, ast.Name):
                self._read(node.target, bound)
            return bound
        if isinstance(node, ast.Delete):
            for target in node.targets:
                for child in walk(target):
                    if isinstance(child, ast.Name):
                        self._name(child.id, bound)
                        if isinstance(child.ctx, ast.Del):
                            bound.discard(child.id)
            return bound
        if isinstance(node, ast.Assert):
            self._read(node.test, bound)
            if node.msg is not None:
                self._read(node.msg, bound.copy())
            return None if _constant(node.test) is False else bound
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            bound |= {alias.asname or alias.name.partition(".")[0] for alias in node.names}
            return set(self._local) if node.names[0].name == "*" else bound
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            self._read(node, bound)
            bound.add(getattr(node, "name", ""))
            return bound
        if type(node).__name__ == "TypeAlias":
            return bound | {node.name.id}  # type: ignore[attr-defined]
        self._read(node, bound)
        return None if self._never_returns(node) else bound

    def _never_returns(self, node: ast.AST) -> bool:
        if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
            return False
        function = node.value.func
        shadowed = isinstance(function, ast.Name) and function.id in self._local
        return not shadowed and dotted(function) in self._provenance.no_return

    def _loop(self, node: ast.While | ast.For | ast.AsyncFor, bound: set[str]) -> Bound:
        self._read(node.test if isinstance(node, ast.While) else node.iter, bound)
        head = bound - self._deletes(node.body)
        endless = isinstance(node, ast.While) and _constant(node.test) is True
        self._breaks.append([])
        inside = head.copy()
        if isinstance(node, ast.While):
            self._read(node.test, inside)
        else:
            self._read(node.target, inside)
        self._body(node.body, inside)
        breaks = self._breaks.pop()
        after: Bound = None if endless else self._body(node.orelse, head.copy())
        for left in breaks:
            after = _meet(after, left)
        return after

    def _try(self, node: ast.Try, bound: set[str]) -> Bound:
        start = bound.copy()
        after = self._body([*node.body, *node.orelse], bound.copy())
        lost = self._deletes([*node.body, *node.orelse])
        for handler in node.handlers:
            inside = start - lost
            if handler.type is not None:
                self._read(handler.type, inside)
            if handler.name:
                inside.add(handler.name)
            end = self._body(handler.body, inside)
            if end is not None and handler.name:
                end.discard(handler.name)
            after = _meet(after, end)
        if not node.finalbody:
            return after
        always = start - lost - self._deletes([statement for handler in node.handlers for statement in handler.body])
        self._body(node.finalbody, always - {handler.name for handler in node.handlers if handler.name})
        return None if after is None else self._body(node.finalbody, after)

    def _with(self, node: ast.With | ast.AsyncWith, bound: set[str]) -> Bound:
        swallows = False
        start = bound.copy()
        for item in node.items:
            self._read(item.context_expr, bound)
            manager = item.context_expr.func if isinstance(item.context_expr, ast.Call) else item.context_expr
            if dotted(manager) in self._provenance.swallowers:
                swallows = True
            if item.optional_vars is not None:
                self._read(item.optional_vars, bound)
        after = self._body(node.body, bound)
        return _meet(after, start - self._deletes(node.body)) if swallows else after

    def _match(self, node: ast.Match, bound: set[str]) -> Bound:
        self._read(node.subject, bound)
        after: Bound = None
        irrefutable = False
        for case in node.cases:
            inside = bound.copy()
            for child in walk(case.pattern):
                if isinstance(child, ast.expr):
                    self._read(child, inside)
            inside |= bound_names([case.pattern])
            if case.guard is not None:
                self._read(case.guard, inside)
            else:
                irrefutable |= isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None
            after = _meet(after, self._body(case.body, inside))
        return after if irrefutable else _meet(after, bound)

    # -- expressions ---------------------------------------------------------------------------------------

    def _name(self, name: str, bound: set[str]) -> None:
        if name not in bound and name in self._local:
            self.doubtful.add(name)

    def _read(self, node: ast.AST, bound: set[str]) -> None:
        """Reads, and binds what is surely bound by the time the expression is evaluated."""
        kind = type(node)
        if kind is ast.Name:
            if isinstance(node.ctx, ast.Load):  # type: ignore[attr-defined]
                self._name(node.id, bound)  # type: ignore[attr-defined]
            else:
                bound.add(node.id)  # type: ignore[attr-defined]
        elif kind is ast.Constant:
            return
        elif isinstance(node, ast.NamedExpr):
            self._read(node.value, bound)
            bound.add(node.target.id)
        elif isinstance(node, ast.BoolOp):
            self._read(node.values[0], bound)
            inside = bound.copy()
            for operand in node.values[1:]:
                self._read(operand, inside)
        elif isinstance(node, ast.IfExp):
            self._read(node.test, bound)
            self._read(node.body, bound.copy())
            self._read(node.orelse, bound.copy())
        elif isinstance(node, ast.Compare) and len(node.ops) > 1:
            self._read(node.left, bound)
            self._read(node.comparators[0], bound)
            inside = bound.copy()
            for comparator in node.comparators[1:]:
                self._read(comparator, inside)
        elif isinstance(node, COMPREHENSIONS):
            self._read(node.generators[0].iter, bound)
            inside = bound.copy()
            for index, generator in enumerate(node.generators):
                if index:
                    self._read(generator.iter, inside)
                self._read(generator.target, inside)
                for condition in generator.ifs:
                    self._read(condition, inside)
            for part in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
                self._read(part, inside)
        elif isinstance(node, ast.ClassDef):
            for child in (*node.decorator_list, *node.bases, *node.keywords):
                self._read(child, bound)
            inner = Definite(scope_of(node), self._provenance)
            self.doubtful |= inner.run(node.body, ())
            own = scope_of(node).bound
            for child in walk_scope(node.body):
                if isinstance(child, ast.Name) and child.id not in own:
                    self._name(child.id, bound)
                elif isinstance(child, FUNCTIONS):
                    self._later(child, bound | {node.name})
        elif isinstance(node, FUNCTIONS):
            # a later time: what is not bound now, or is deleted somewhere, is in doubt
            self._later(node, bound)
        else:
            for child in children(node):
                self._read(child, bound)

    def _later(self, node: ast.AST, bound: set[str]) -> None:
        if self._is_module and getattr(node, "name", "") not in self._called:
            return  # what functions read of the module is looked at elsewhere, unless it calls them itself
        own = getattr(node, "name", "")
        for child in walk(node):
            if isinstance(child, ast.Name) and child.id != own and (child.id not in bound or child.id in self._deleted):
                self._name(child.id, set())

    def _deletes(self, body: Sequence[ast.AST]) -> set[str]:
        if not self._any_deleted:
            return set()
        deleted = set()
        for root in body:
            for node in walk(root):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del):
                    deleted.add(node.id)
                elif isinstance(node, ast.ExceptHandler) and node.name:
                    deleted.add(node.name)
        return deleted


def _constant(node: ast.expr) -> bool | None:
    return bool(node.value) if isinstance(node, ast.Constant) else None
