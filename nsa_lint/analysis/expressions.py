"""Expressions: what they read and bind, and the condition under which they are true.

Guards are value-numbered. An expression becomes a symbol whose key is its operator and the values of its
operands, so two occurrences are the same guard exactly if nothing that they mention was rebound between them;
the equivalent forms (`not`, `!=`, `is not`, `not in`, `bool(x)`, `len(x) > 0`, a walrus for its value) meet in
one condition.
"""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from typing import Any

from nsa_lint.analysis.bdd import FALSE, TRUE, Conditions
from nsa_lint.analysis.state import State
from nsa_lint.analysis.values import NONE, Const, Facts, Symbol, Value, one
from nsa_lint.dispatch.guards import Provenance, dotted
from nsa_lint.syntax.scopes import COMPREHENSIONS, children, walk, walk_scope

_RAISING = (
    ast.Call, ast.Attribute, ast.Subscript, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Await, ast.Starred,
    ast.Yield, ast.YieldFrom,
)  # fmt: skip
_PLAIN_COMPARISONS = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot)


@dataclass(frozen=True, slots=True)
class Met:
    """A test that the walk met: for telling a witness."""

    node: ast.AST
    condition: int
    reach: int
    text: str = ""


class Evaluator(ABC):
    """Evaluates expressions in order, on `self.state`. The statements are in flow.py."""

    conditions: Conditions
    facts: Facts
    provenance: Provenance
    deciding: frozenset[str]
    state: State

    def __init__(self) -> None:
        self.met: list[Met] = []
        self.consumed: set[int] = set()  # generator expressions that are handed straight to a call
        self.round: Hashable = None  # the round of the innermost `while`: a call in it is asked anew
        self._walrus: dict[int, bool] = {}

    # -- what the statements provide -----------------------------------------------------------------------

    @abstractmethod
    def read(self, node: ast.Name) -> Value:
        """The value of a name, after telling the paths on which it has none."""

    @abstractmethod
    def lookup(self, node: ast.Name) -> Value:
        """As `read`, where the object itself does not escape."""

    @abstractmethod
    def bind(self, name: str, value: Value | None) -> None: ...

    @abstractmethod
    def resolve(self, name: str) -> str | None:
        """The variable that a name means here; None where it belongs to the module or is built in."""

    @abstractmethod
    def may_raise(self, node: ast.AST) -> None: ...

    @abstractmethod
    def diverge(self, node: ast.AST, condition: int, then: Callable[[], Value], orelse: Callable[[], Value]) -> Value:
        """Evaluates two alternatives on forks of the state, and joins them."""

    @abstractmethod
    def comprehension(self, node: ast.AST) -> Value: ...

    @abstractmethod
    def function(self, node: ast.Lambda, escapes: bool) -> Value: ...

    @abstractmethod
    def call_function(self, node: ast.Call, function: Symbol, arguments: list[Value]) -> Value | None:
        """Follows a call of a function that is defined in this one; None where it can't be followed."""

    @abstractmethod
    def called(self, node: ast.Call, name: str) -> None:
        """A call happens here; `name` where it is of a function of the module or of a builtin."""

    @abstractmethod
    def leave(self, node: ast.Call) -> None:
        """The path ends in a call that never returns."""

    @abstractmethod
    def compare(self, node: ast.Compare) -> int:
        """The condition under which a comparison is true."""

    # -- effects -------------------------------------------------------------------------------------------

    def effects(self, node: ast.AST) -> None:
        """Evaluates for reads and bindings only, where nobody asks for the value."""
        kind = type(node)
        if kind is ast.Name:
            self.read(node)  # type: ignore[arg-type]
        elif kind is ast.Constant:
            return
        elif kind in _WITH_FLOW:
            self.value(node)
        else:
            for child in children(node):
                self.effects(child)
            if can_raise(node):
                self.may_raise(node)

    def has_walrus(self, node: ast.AST) -> bool:
        found = self._walrus.get(id(node))
        if found is None:
            found = self._walrus[id(node)] = any(isinstance(child, ast.NamedExpr) for child in walk(node))
        return found

    def narrowed(self, node: ast.AST, condition: int, evaluate: Callable[[], Value]) -> Value:
        """Evaluates an operand that runs only where the condition holds."""
        if self.has_walrus(node):
            return self.diverge(node, condition, evaluate, lambda: one(NONE))
        conditions = self.conditions
        raised = self.state.raised
        skipped = conditions.minus(self.state.reach, condition)
        self.state.reach = conditions.and_(self.state.reach, condition)
        value = evaluate()
        self.state.reach = conditions.or_(self.state.reach, skipped)
        self.state.raised &= raised  # a failure recorded in here says nothing of the paths that skip it
        return value

    # -- truth ---------------------------------------------------------------------------------------------

    def truth(self, node: ast.expr) -> int:
        """The condition under which an expression is true."""
        conditions = self.conditions
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return conditions.not_(self.truth(node.operand))
        if isinstance(node, ast.BoolOp):
            is_and = isinstance(node.op, ast.And)
            result = self.truth(node.values[0])
            for operand in node.values[1:]:
                needed = result if is_and else conditions.not_(result)
                found: list[int] = []

                def evaluate(operand: ast.expr = operand, found: list[int] = found) -> Value:
                    found.append(self.truth(operand))
                    return one(NONE)

                self.narrowed(operand, needed, evaluate)
                result = conditions.and_(result, found[0]) if is_and else conditions.or_(result, found[0])
            return result
        if isinstance(node, ast.NamedExpr):
            condition = self.facts.test(self.value(node), self.facts.truth)
        elif isinstance(node, ast.Compare):
            condition = self.compare(node)
        else:
            condition = self.facts.test(self.plain(node), self.facts.truth)
        if condition > TRUE:
            self.met.append(Met(node, condition, self.state.reach))
        return condition

    # -- values --------------------------------------------------------------------------------------------

    def value(self, node: ast.AST) -> Value:
        method: Callable[[Any], Value] | None = getattr(self, "_" + node.__class__.__name__, None)
        if method is not None:
            return method(node)
        for child in children(node):
            self.effects(child)
        if can_raise(node):
            self.may_raise(node)
        return one(self.facts.fresh())

    def derived(self, node: ast.AST, head: Hashable, operands: tuple[Value, ...], kind: str = "any") -> Value:
        """The symbol for an operation on values; spread over the alternatives of its first operand."""
        guard = self.provenance.is_guard(node)
        first, rest = operands[0], operands[1:]
        dispatch = guard or any(isinstance(what, Symbol) and what.dispatch for value in rest for what, _ in value)
        if len(first) > 4:
            return one(self.facts.symbol((head, operands), kind, dispatch=dispatch))
        spread = []
        for what, condition in first:
            inherits = dispatch or (isinstance(what, Symbol) and what.dispatch)
            symbol = self.facts.symbol((head, what, rest), kind, dispatch=inherits)
            spread.append((one(symbol), condition))
        return spread[0][0] if len(spread) == 1 else self.facts.union(spread)

    def identity(self, value: Value) -> Value:
        if len(value) == 1:
            what = value[0][0]
            return one(what.identity) if isinstance(what, Symbol) and what.kind == "content" else value
        return self.facts.union(
            (one(what.identity if isinstance(what, Symbol) else what), condition) for what, condition in value
        )

    def _Constant(self, node: ast.Constant) -> Value:
        return one(Const(node.value))

    def _Name(self, node: ast.Name) -> Value:
        return self.read(node)

    def _NamedExpr(self, node: ast.NamedExpr) -> Value:
        value = self.value(node.value)
        self.bind(node.target.id, value)
        return value

    def path(self, node: ast.AST) -> str:
        """The key of a dotted name that this function may store to: `variable.attribute...`."""
        name = dotted(node)
        root, dot, rest = name.partition(".")
        if not dot:
            return ""
        return f"{self.resolve(root) or '::' + root}.{rest}"

    def _Attribute(self, node: ast.Attribute) -> Value:
        base = self.value(node.value)
        self.may_raise(node)
        stored = self.state.values.get(self.path(node))
        if stored is not None:
            return stored
        return self.derived(node, ("attribute", node.attr), (self.identity(base),))

    def _Subscript(self, node: ast.Subscript) -> Value:
        base, index = self.plain(node.value), self.value(node.slice)
        self.may_raise(node)
        return self.derived(node, "item", (base, index))

    def _Slice(self, node: ast.Slice) -> Value:
        parts = tuple(self.value(part) if part else one(NONE) for part in (node.lower, node.upper, node.step))
        return self.derived(node, "slice", parts, "true")

    def _Tuple(self, node: ast.Tuple) -> Value:
        values = tuple(self.value(element) for element in node.elts)
        if all(len(value) == 1 and isinstance(value[0][0], Const) for value in values):
            return one(Const(tuple(value[0][0].value for value in values)))  # type: ignore[union-attr]
        starred = any(isinstance(element, ast.Starred) for element in node.elts)
        return one(self.facts.symbol(("tuple", values), "object" if starred else "true"))

    def _display(self, node: ast.List | ast.Set | ast.Dict) -> Value:
        for child in children(node):
            self.effects(child)
        elements = node.keys if isinstance(node, ast.Dict) else node.elts
        surely = any(element is not None and not isinstance(element, ast.Starred) for element in elements)
        return one(self.facts.contents("object", TRUE if surely else None if elements else FALSE))

    def plain(self, node: ast.AST) -> Value:
        """The value of an operand that is only looked at: the object does not come into other hands."""
        return self.lookup(node) if isinstance(node, ast.Name) else self.value(node)

    _List = _Set = _Dict = _display

    def _JoinedStr(self, node: ast.JoinedStr) -> Value:
        values = tuple(self.value(part.value) for part in node.values if isinstance(part, ast.FormattedValue))
        text = ast.dump(node)
        return one(self.facts.symbol(("f-string", text, values), "object"))

    def _UnaryOp(self, node: ast.UnaryOp) -> Value:
        if isinstance(node.op, ast.Not):
            return self.facts.boolean(self.truth(node))
        value = self.value(node.operand)
        self.may_raise(node)
        if isinstance(node.op, ast.USub) and len(value) == 1:
            what = value[0][0]
            if isinstance(what, Const) and is_number(what.value):
                return one(Const(-what.value))  # type: ignore[operator]
        return self.derived(node, type(node.op).__name__, (value,), "object")

    def _BinOp(self, node: ast.BinOp) -> Value:
        left, right = self.value(node.left), self.value(node.right)
        self.may_raise(node)
        if isinstance(node.op, (ast.BitAnd, ast.BitOr)) and _boolean(left) and _boolean(right):
            a, b = self.facts.test(left, self.facts.truth), self.facts.test(right, self.facts.truth)
            joined = self.conditions.and_(a, b) if isinstance(node.op, ast.BitAnd) else self.conditions.or_(a, b)
            return self.facts.boolean(joined)
        folded = _fold(node.op, left, right)
        return folded or self.derived(node, type(node.op).__name__, (left, right), "object")

    def _Compare(self, node: ast.Compare) -> Value:
        return self.facts.boolean(self.truth(node))

    def _BoolOp(self, node: ast.BoolOp) -> Value:
        """`a and b` is a where a is false, else b."""
        is_and = isinstance(node.op, ast.And)
        conditions, facts = self.conditions, self.facts
        parts: list[tuple[Value, int]] = []
        running = TRUE
        for index, operand in enumerate(node.values):
            evaluate = partial(self.value, operand)
            value = self.narrowed(operand, running, evaluate) if index else evaluate()
            truth = facts.test(value, facts.truth)
            if truth > TRUE and not isinstance(operand, (ast.BoolOp, ast.Compare, ast.UnaryOp)):
                self.met.append(Met(operand, truth, conditions.and_(self.state.reach, running)))
            goes_on = truth if is_and else conditions.not_(truth)
            if index == len(node.values) - 1:
                parts.append((value, running))
            else:
                parts.append((value, conditions.minus(running, goes_on)))
            running = conditions.and_(running, goes_on)
        return facts.union(parts)

    def _IfExp(self, node: ast.IfExp) -> Value:
        test = self.truth(node.test)
        return self.diverge(node, test, lambda: self.value(node.body), lambda: self.value(node.orelse))

    def _Lambda(self, node: ast.Lambda) -> Value:
        return self.function(node, escapes=True)

    def _comprehension(self, node: ast.AST) -> Value:
        return self.comprehension(node)

    _ListComp = _SetComp = _DictComp = _GeneratorExp = _comprehension

    def _Starred(self, node: ast.Starred) -> Value:
        value = self.value(node.value)
        self.may_raise(node)
        return value

    def _Await(self, node: ast.Await) -> Value:
        value = self.value(node.value)
        self.may_raise(node)
        if isinstance(node.value, ast.Call) and "await " + dotted(node.value.func) in self.provenance.no_return:
            self.leave(node.value)
        return self.derived(node, "await", (value,))


def can_raise(node: ast.AST) -> bool:
    """Whether evaluating this very node can fail: not a comparison that every object answers, and not `not`."""
    if isinstance(node, ast.Compare):
        return not all(
            isinstance(operator, _PLAIN_COMPARISONS)
            or (isinstance(operator, (ast.In, ast.NotIn)) and isinstance(right, (ast.Tuple, ast.List, ast.Constant)))
            for operator, right in zip(node.ops, node.comparators, strict=True)
        )
    if isinstance(node, ast.UnaryOp):
        return not isinstance(node.op, ast.Not)
    return isinstance(node, _RAISING)


_FAILING = (ast.Import, ast.ImportFrom, ast.For, ast.AsyncFor, ast.With, ast.AsyncWith, ast.comprehension)


def may_fail(node: ast.AST) -> bool:
    """Whether anything in a statement can fail."""
    return any(can_raise(child) or isinstance(child, _FAILING) for child in walk_scope([node]))


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and abs(value) < 1e15


def _fold(operator: ast.operator, left: Value, right: Value) -> Value | None:
    """Sums, differences and products of small whole numbers: counters."""
    a, b = left[0][0], right[0][0]
    if len(left) > 1 or len(right) > 1 or not isinstance(a, Const) or not isinstance(b, Const):
        return None
    if type(a.value) is not int or type(b.value) is not int or max(abs(a.value), abs(b.value)) > 10_000:
        return None
    if isinstance(operator, ast.Add):
        return one(Const(a.value + b.value))
    if isinstance(operator, ast.Sub):
        return one(Const(a.value - b.value))
    return one(Const(a.value * b.value)) if isinstance(operator, ast.Mult) else None


def _boolean(value: Value) -> bool:
    return all(
        (isinstance(what, Const) and isinstance(what.value, bool)) or (isinstance(what, Symbol) and what.kind == "bool")
        for what, _ in value
    )


_WITH_FLOW = frozenset(
    (ast.BoolOp, ast.IfExp, ast.NamedExpr, ast.Lambda, ast.Compare, ast.Call, ast.Await, *COMPREHENSIONS)
)
