"""Comparisons: equality, identity, order and membership, as conditions."""

from __future__ import annotations

import ast
from collections.abc import Hashable
from functools import partial

from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.expressions import Evaluator, can_raise, is_number
from nsa_lint.analysis.values import Const, Symbol, Value, What, one

_ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


class Comparisons(Evaluator):
    """The expressions that compare."""

    _assumed = TRUE  # what the comparisons of one expression take for granted if they do not fail

    def compare(self, node: ast.Compare) -> int:
        left = self.plain(node.left)
        result = TRUE
        self._assumed = TRUE
        for index, (operator, comparator) in enumerate(zip(node.ops, node.comparators, strict=True)):
            evaluate = partial(self.plain, comparator)
            right = self.narrowed(comparator, result, evaluate) if index else evaluate()
            result = self.conditions.and_(result, self._compare(operator, left, right, node, comparator))
            left = right
        if can_raise(node):
            self.may_raise(node)
        self.state.reach = self.conditions.and_(self.state.reach, self._assumed)
        return result

    def _compare(self, operator: ast.cmpop, left: Value, right: Value, node: ast.Compare, comparator: ast.expr) -> int:
        conditions, facts = self.conditions, self.facts
        dispatch = self.provenance.is_guard(node)
        if isinstance(operator, (ast.NotEq, ast.IsNot, ast.NotIn)):
            positive = {ast.NotEq: ast.Eq, ast.IsNot: ast.Is, ast.NotIn: ast.In}[type(operator)]()
            return conditions.not_(self._compare(positive, left, right, node, comparator))
        if isinstance(operator, ast.In) and isinstance(comparator, (ast.Tuple, ast.List, ast.Set)):
            result = FALSE
            for element in comparator.elts:
                member = self._compare(ast.Eq(), left, self._again(element), node, element)
                result = conditions.or_(result, member)
            return result
        if len(left) * len(right) > 24:
            return facts.truth(facts.symbol((type(operator).__name__, left, right), dispatch=dispatch))
        result = FALSE
        for a, a_condition in left:
            for b, b_condition in right:
                both = conditions.and_(a_condition, b_condition)
                if both != FALSE:
                    result = conditions.or_(result, conditions.and_(both, self._compare_one(operator, a, b, dispatch)))
                    if isinstance(operator, _ORDER):
                        number = conditions.and_(self._is_number(a, b), self._is_number(b, a))
                        self._assumed = conditions.and_(self._assumed, conditions.or_(number, conditions.not_(both)))
        return result

    def _again(self, node: ast.expr) -> Value:
        """The value of an operand that was evaluated before."""
        if isinstance(node, ast.Starred):
            return one(self.facts.fresh())
        return self.value(node)

    def _compare_one(self, operator: ast.cmpop, a: What, b: What, dispatch: bool) -> int:
        facts, conditions = self.facts, self.conditions
        if isinstance(operator, (ast.Eq, ast.Is)):
            identity = isinstance(operator, ast.Is)
            if isinstance(a, Const) and isinstance(b, Const):
                return facts.is_same(a, b.value) if identity else facts.equals(a, b.value)
            if isinstance(a, Const):
                a, b = b, a
            assert isinstance(a, Symbol)
            if isinstance(b, Const):
                if dispatch:
                    a.dispatch = True
                return facts.is_same(a, b.value) if identity else facts.equals(a, b.value)
            if a.identity is b.identity:
                return TRUE
            pair: Hashable = frozenset((a, b))
            derived = dispatch or a.dispatch or b.dispatch
            return facts.truth(facts.symbol(("==", pair), dispatch=derived))
        if isinstance(operator, _ORDER):
            if isinstance(operator, (ast.Gt, ast.LtE)):  # a > b is b < a; a <= b is not b < a
                condition = self._less(b, a, dispatch)
            else:
                condition = self._less(a, b, dispatch)
            return conditions.not_(condition) if isinstance(operator, (ast.LtE, ast.GtE)) else condition
        if isinstance(b, Const) and isinstance(b.value, tuple):
            result = FALSE
            for element in b.value:
                result = conditions.or_(result, facts.equals(a, element))
            return result
        return facts.truth(facts.symbol((type(operator).__name__, a, b), dispatch=dispatch))

    def _less(self, a: What, b: What, dispatch: bool) -> int:
        facts = self.facts
        if isinstance(a, Const) and isinstance(b, Const):
            try:
                return TRUE if a.value < b.value else FALSE  # type: ignore[operator]
            except TypeError:
                return facts.choice()
        for symbol, constant, flipped in ((a, b, False), (b, a, True)):
            if isinstance(symbol, Symbol) and isinstance(constant, Const) and is_number(constant.value):
                if dispatch:
                    symbol.dispatch = True
                number = float(constant.value)  # type: ignore[arg-type]
                if flipped:  # number < symbol: not symbol <= number
                    return self.conditions.not_(facts.below(symbol, (number, 1)))
                return facts.below(symbol, (number, 0))
        equal = self._compare_one(ast.Eq(), a, b, dispatch)
        pair = frozenset((a, b))
        smaller = facts.ordered.setdefault(pair, a)  # one choice tells which is smaller, where they are not equal
        derived = dispatch or any(isinstance(what, Symbol) and what.dispatch for what in (a, b))
        order = facts.truth(facts.symbol(("<", pair), dispatch=derived))
        return self.conditions.minus(order if smaller == a else self.conditions.not_(order), equal)

    def _is_number(self, what: What, other: What) -> int:
        """What compares in order with a number is one: false exactly at zero. Otherwise the comparison fails."""
        if not isinstance(what, Symbol) or what.kind not in ("any", "object"):
            return TRUE
        if not isinstance(other, Const) or not is_number(other.value):
            return TRUE
        return self.conditions.or_(self.facts.truth(what), self.facts.equals(what, 0))
