"""The gate: which names may be unbound at some read, by a definite-assignment pass that looks at no guard.

It is the rule that compilers apply (a name is bound after an `if` only if both arms bind it), so it says "perhaps"
far too often and "surely bound" never wrongly. Of the functions of a backend it lets about one in twenty through to
the analysis of conditions; there, only the names it doubts are followed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from nsa_lint.dispatch.guards import Provenance, dotted
from nsa_lint.syntax.scopes import (
    FUNCTIONS,
    FunctionNode,
    Scope,
    bound_names,
    children,
    imported_names,
    parameters,
    scope_of,
    walk,
    walk_scope,
)

Bound = set[str] | None  # names bound on every path; None where no path is left
_Site = tuple[int, int, str]  # line and column of a name that is deleted there


def _meet(first: Bound, second: Bound) -> Bound:
    if first is None:
        return second
    return first if second is None else first & second


class Definite:
    """One pass over one scope; `doubtful` collects the names.

    A method `_Kind` takes each kind of node that is more than its children: a statement's gives the names bound
    behind it, an expression's changes `bound` in place.
    """

    def __init__(self, scope: Scope, provenance: Provenance, calls: frozenset[str] | None = None) -> None:
        """`calls`: the functions whose reads count, where not all do."""
        self._calls = calls
        self.doubtful: set[str] = set()
        self.reads: set[int] = set()  # ids of the `Name` nodes that read one in doubt
        self.anytime: set[str] = set()  # those of them that something else reads too: a function, or a class
        self._scope = scope
        self._local = scope.bound
        self._provenance = provenance
        self._breaks: list[list[Bound]] = []
        self._sites: list[_Site] = []

    def run(self, body: Sequence[ast.AST], bound: Iterable[str]) -> set[str]:
        if self._scope.deletes:
            self._sites = [site for root in body for site in _deletions(root)]
        self._body(body, set(bound))
        return self.doubtful

    # -- statements ----------------------------------------------------------------------------------------

    def _body(self, body: Sequence[ast.AST], bound: Bound) -> Bound:
        for statement in body:
            if bound is None:
                return None
            method = _STATEMENTS.get(statement.__class__)
            if method is None:
                self._read(statement, bound)
            else:
                bound = method(self, statement, bound)
        return bound

    def _If(self, node: ast.If, bound: set[str]) -> Bound:
        self._read(node.test, bound)
        truth = _constant(node.test)
        then = self._body(node.body, bound.copy()) if truth is not False else None
        orelse = self._body(node.orelse, bound) if truth is not True else None
        return _meet(then, orelse)

    def _leave(self, node: ast.AST, bound: set[str]) -> Bound:
        self._children(node, bound)
        return None

    _Return = _Raise = _Continue = _leave

    def _Break(self, node: ast.Break, bound: set[str]) -> Bound:
        if self._breaks:
            self._breaks[-1].append(bound)
        return None

    def _Expr(self, node: ast.Expr, bound: set[str]) -> Bound:
        self._read(node.value, bound)
        return None if self._never_returns(node.value) else bound

    def _Assign(self, node: ast.Assign, bound: set[str]) -> Bound:
        self._read(node.value, bound)
        for target in node.targets:
            self._read(target, bound)
        return bound

    def _AugAssign(self, node: ast.AugAssign, bound: set[str]) -> Bound:
        if isinstance(node.target, ast.Name):
            self._name(node.target, bound)
        self._read(node.value, bound)
        self._read(node.target, bound)
        return bound

    def _AnnAssign(self, node: ast.AnnAssign, bound: set[str]) -> Bound:
        self._read(node.annotation, bound)
        if node.value is not None:
            self._read(node.value, bound)
            self._read(node.target, bound)
        elif not isinstance(node.target, ast.Name):
            self._read(node.target, bound)
        return bound

    def _Delete(self, node: ast.Delete, bound: set[str]) -> Bound:
        for target in node.targets:
            for child in walk(target):
                if isinstance(child, ast.Name):
                    self._name(child, bound)
                    if isinstance(child.ctx, ast.Del):
                        bound.discard(child.id)
        return bound

    def _Assert(self, node: ast.Assert, bound: set[str]) -> Bound:
        self._read(node.test, bound)
        if node.msg is not None:
            self._read(node.msg, bound.copy())
        return None if _constant(node.test) is False else bound

    def _Import(self, node: ast.Import | ast.ImportFrom, bound: set[str]) -> Bound:
        if node.names[0].name == "*":
            return set(self._local)
        bound.update(imported_names(node))
        return bound

    _ImportFrom = _Import

    def _FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef, bound: set[str]) -> Bound:
        self._Lambda(node, bound)
        bound.add(node.name)
        return bound

    _AsyncFunctionDef = _FunctionDef

    def _ClassDef(self, node: ast.ClassDef, bound: set[str]) -> Bound:
        for child in (*node.decorator_list, *node.bases, *node.keywords):
            self._read(child, bound)
        inner = scope_of(node)
        # what functions read by these names are not the class's
        self._at_any_time(Definite(inner, self._provenance, calls=frozenset()).run(node.body, ()))
        for child in walk_scope(node.body):
            if child.__class__ is ast.Name:
                if child.id not in inner.bound and child.id not in bound and child.id in self._local:
                    self._at_any_time({child.id})
            elif isinstance(child, FUNCTIONS):
                self._now(child, bound)
                self._later(child, bound, node.name)
        bound.add(node.name)
        return bound

    def _TypeAlias(self, node: Any, bound: set[str]) -> Bound:
        bound.add(node.name.id)
        return bound

    def _never_returns(self, node: ast.expr) -> bool:
        if not isinstance(node, ast.Call):
            return False
        function = node.func
        shadowed = isinstance(function, ast.Name) and function.id in self._local
        return not shadowed and dotted(function) in self._provenance.no_return

    def _For(self, node: ast.While | ast.For | ast.AsyncFor, bound: set[str]) -> Bound:
        self._read(node.test if isinstance(node, ast.While) else node.iter, bound)
        head = bound - self._deletes(node.body)
        endless = isinstance(node, ast.While) and _constant(node.test) is True
        self._breaks.append([])
        inside = head.copy()
        self._read(node.test if isinstance(node, ast.While) else node.target, inside)
        self._body(node.body, inside)
        breaks = self._breaks.pop()
        after: Bound = None if endless else self._body(node.orelse, head)
        for left in breaks:
            after = _meet(after, left)
        return after

    _While = _AsyncFor = _For

    def _Try(self, node: ast.Try, bound: set[str]) -> Bound:
        after = self._body([*node.body, *node.orelse], bound.copy())
        start = bound - self._deletes(node.body) - self._deletes(node.orelse)
        for handler in node.handlers:
            inside = start.copy()
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
        for handler in node.handlers:
            start -= self._deletes(handler.body)
            start.discard(handler.name or "")
        self._body(node.finalbody, start)
        return None if after is None else self._body(node.finalbody, after)

    _TryStar = _Try

    def _With(self, node: ast.With | ast.AsyncWith, bound: set[str]) -> Bound:
        swallows = False
        start: set[str] = set()
        for item in node.items:
            manager = item.context_expr.func if isinstance(item.context_expr, ast.Call) else item.context_expr
            if not swallows and dotted(manager) in self._provenance.swallowers:
                swallows = True
                start = bound.copy()
            self._read(item.context_expr, bound)
            if item.optional_vars is not None:
                self._read(item.optional_vars, bound)
        after = self._body(node.body, bound)
        return _meet(after, start - self._deletes(node.body)) if swallows else after

    _AsyncWith = _With

    def _Match(self, node: ast.Match, bound: set[str]) -> Bound:
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

    def _name(self, node: ast.Name, bound: set[str]) -> None:
        if node.id not in bound and node.id in self._local:
            self.doubtful.add(node.id)
            self.reads.add(id(node))

    def _at_any_time(self, names: set[str]) -> None:
        self.doubtful |= names
        self.anytime |= names

    def _read(self, node: ast.AST, bound: set[str]) -> None:
        """Reads, and binds what is surely bound by the time the expression is evaluated."""
        kind = node.__class__
        while kind is ast.Attribute:
            node = node.value  # type: ignore[attr-defined]
            kind = node.__class__
        if kind is ast.Name:
            name: str = node.id  # type: ignore[attr-defined]
            if name not in bound:
                if node.ctx.__class__ is not ast.Load:  # type: ignore[attr-defined]
                    bound.add(name)
                elif name in self._local:
                    self._name(node, bound)  # type: ignore[arg-type]
        elif kind is not ast.Constant:
            method = _EXPRESSIONS.get(kind)
            if method is None:
                self._children(node, bound)
            else:
                method(self, node, bound)

    def _children(self, node: ast.AST, bound: set[str]) -> None:
        for child in children(node):
            self._read(child, bound)

    def _perhaps(self, bound: set[str]) -> set[str]:
        """The names for a part that may not be evaluated: what it binds is not bound for sure."""
        return bound.copy() if self._scope.walrus else bound

    def _NamedExpr(self, node: ast.NamedExpr, bound: set[str]) -> None:
        self._read(node.value, bound)
        bound.add(node.target.id)

    def _BoolOp(self, node: ast.BoolOp, bound: set[str]) -> None:
        self._read(node.values[0], bound)
        inside = self._perhaps(bound)
        for operand in node.values[1:]:
            self._read(operand, inside)

    def _IfExp(self, node: ast.IfExp, bound: set[str]) -> None:
        self._read(node.test, bound)
        self._read(node.body, self._perhaps(bound))
        self._read(node.orelse, self._perhaps(bound))

    def _Compare(self, node: ast.Compare, bound: set[str]) -> None:
        self._read(node.left, bound)
        self._read(node.comparators[0], bound)
        inside = self._perhaps(bound)
        for comparator in node.comparators[1:]:
            self._read(comparator, inside)

    def _ListComp(self, node: Any, bound: set[str]) -> None:
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

    _SetComp = _DictComp = _GeneratorExp = _ListComp

    def _Lambda(self, node: FunctionNode, bound: set[str]) -> None:
        self._now(node, bound)
        self._later(node, bound, getattr(node, "name", ""))

    def _now(self, node: FunctionNode, bound: set[str]) -> None:
        """What defining a function reads: decorators, defaults and annotations."""
        parts: list[ast.AST] = [*node.args.defaults, *(default for default in node.args.kw_defaults if default)]
        if not isinstance(node, ast.Lambda):
            parts += node.decorator_list
            if self._provenance.annotates_at_once:
                parts += [each.annotation for each in parameters(node) if each.annotation]
                parts += [node.returns] if node.returns else []
        for part in parts:
            self._read(part, bound)

    def _later(self, node: FunctionNode, bound: set[str], own: str) -> None:
        """What a function reads at a later time: what is not bound now, or is deleted somewhere, is in doubt."""
        if self._calls is not None and getattr(node, "name", "") not in self._calls:
            return
        deleted = {name for _, _, name in self._sites}
        found: set[str] = set()
        for child in walk(node):
            if child.__class__ is ast.Name:
                name: str = child.id
                if name != own and (name not in bound or name in deleted) and name in self._local:
                    found.add(name)
        if found:
            self._at_any_time(found - scope_of(node).bound)

    def _deletes(self, body: Sequence[ast.stmt]) -> set[str]:
        """Names that are deleted in these statements of the scope."""
        if not self._sites or not body:
            return set()
        first, last = body[0], body[-1]
        start = (first.lineno, first.col_offset)
        end = (last.end_lineno or 0, last.end_col_offset or 0)
        return {name for line, column, name in self._sites if start <= (line, column) < end}


def _deletions(root: ast.AST) -> Iterator[_Site]:
    for node in walk(root):
        if isinstance(node, ast.Name):
            if node.ctx.__class__ is ast.Del:
                yield node.lineno, node.col_offset, node.id
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.lineno, node.col_offset, node.name


def _constant(node: ast.expr) -> bool | None:
    return bool(node.value) if isinstance(node, ast.Constant) else None


def _methods(kinds: type[ast.AST]) -> dict[type, Callable[[Definite, Any, set[str]], Any]]:
    return {
        kind: method
        for name, method in vars(Definite).items()
        if isinstance(kind := getattr(ast, name[1:], None), type) and issubclass(kind, kinds)
    }


_STATEMENTS = _methods(ast.stmt)
_EXPRESSIONS = _methods(ast.expr)
