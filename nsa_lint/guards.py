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
from typing import Any

from nsa_lint.conditions import FALSE, TRUE, Conditions
from nsa_lint.facts import NONE, Const, Facts, Symbol, Value, What, one
from nsa_lint.provenance import Provenance, dotted
from nsa_lint.scopes import COMPREHENSIONS, children, walk, walk_scope
from nsa_lint.state import State

# In-place changes: the object stays, its truth, length and items are new.
_MUTATORS = frozenset(
    "append appendleft extend extendleft insert add update pop popleft popitem remove discard clear setdefault put "
    "put_nowait push write writelines difference_update intersection_update symmetric_difference_update".split()
)
# Calls that give something else each time.
_IMPURE = frozenset(
    "next input time perf_counter monotonic time_ns perf_counter_ns random randint uniform choice rand randn read readline "
    "readlines recv recv_pyobj recv_multipart get_nowait pop popleft popitem poll accept fetchone send "
    "asend anext acquire wait is_set locked empty qsize is_alive done".split()
)
# Methods whose answer is about the contents; every other one is about the object.
_CONTENTS = frozenset("get keys values items index count copy item tolist any all sum max min".split())
# Methods that give an object back, never None: `x = x.view(...)` keeps what `x is not None` said.
_NEVER_NONE = frozenset(
    "view reshape to contiguous flatten unflatten squeeze unsqueeze transpose permute clone detach half float double bfloat16 "
    "int long bool cuda cpu type expand repeat repeat_interleave chunk split strip lower upper replace format join encode "
    "decode copy astype t size dim new_empty new_zeros new_ones new_full narrow select index_select gather masked_fill "
    "sum mean max min cumsum tolist keys values items".split()
)
_SAME_EMPTINESS = frozenset("enumerate reversed sorted list tuple set frozenset iter".split())
_ABOUT_THE_OBJECT = frozenset("isinstance hasattr callable type id issubclass".split())
_RAISING = (
    ast.Call, ast.Attribute, ast.Subscript, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Await, ast.Starred, ast.Yield, ast.YieldFrom
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
        self._methods: dict[type, Callable[[Any], Value] | None] = {}

    # -- what the statements provide -----------------------------------------------------------------------

    @abstractmethod
    def read(self, node: ast.Name) -> Value:
        """The value of a name, after telling the paths on which it has none."""

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

    def called(self, node: ast.Call, name: str) -> None:
        """A call happens here; `name` where it is of a function of the module or of a builtin."""

    @abstractmethod
    def leave(self, node: ast.Call) -> None:
        """The path ends in a call that never returns."""

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
            condition = self.facts.test(self.value(node), self.facts.truth)
        if condition > TRUE:
            self.met.append(Met(node, condition, self.state.reach))
        return condition

    def compare(self, node: ast.Compare) -> int:
        left = self.value(node.left)
        result = TRUE
        for index, (operator, comparator) in enumerate(zip(node.ops, node.comparators)):
            right = self.value(comparator) if not index else self.narrowed(comparator, result, lambda c=comparator: self.value(c))  # type: ignore[misc]
            result = self.conditions.and_(result, self._compare(operator, left, right, node, comparator))
            left = right
        if can_raise(node):
            self.may_raise(node)
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
        return result

    def _again(self, node: ast.expr) -> Value:
        """The value of an operand that was evaluated before."""
        if isinstance(node, ast.Starred):
            return one(self.facts.fresh())
        return self.value(node)

    def _compare_one(self, operator: ast.cmpop, a: What, b: What, dispatch: bool) -> int:
        facts, conditions = self.facts, self.conditions
        if isinstance(operator, (ast.Eq, ast.Is)):
            if isinstance(a, Const) and isinstance(b, Const):
                return TRUE if a == b else FALSE
            if isinstance(a, Const):
                a, b = b, a
            assert isinstance(a, Symbol)
            if isinstance(b, Const):
                if dispatch:
                    a.dispatch = True
                return facts.equals(a, b.value)
            if a.identity is b.identity:
                return TRUE
            pair: Hashable = frozenset((a, b))
            return facts.truth(facts.symbol(("==", pair), dispatch=dispatch or a.dispatch or b.dispatch))
        if isinstance(operator, (ast.Lt, ast.LtE, ast.Gt, ast.GtE)):
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
            if isinstance(symbol, Symbol) and isinstance(constant, Const) and _is_number(constant.value):
                if dispatch:
                    symbol.dispatch = True
                number = float(constant.value)  # type: ignore[arg-type]
                if flipped:  # number < symbol: not symbol <= number
                    return self.conditions.not_(facts.below(symbol, (number, 1)))
                return facts.below(symbol, (number, 0))
        derived = any(isinstance(what, Symbol) and what.dispatch for what in (a, b))
        return facts.truth(facts.symbol(("<", a, b), dispatch=dispatch or derived))

    # -- values --------------------------------------------------------------------------------------------

    def value(self, node: ast.AST) -> Value:
        kind = type(node)
        try:
            method = self._methods[kind]
        except KeyError:
            method = self._methods[kind] = getattr(self, "_" + kind.__name__, None)
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
        base, index = self.value(node.value), self.value(node.slice)
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

    def _display(self, node: ast.AST) -> Value:
        for child in children(node):
            self.effects(child)
        return one(self.facts.fresh("object"))

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
            if isinstance(what, Const) and _is_number(what.value):
                return one(Const(-what.value))  # type: ignore[operator]
        return self.derived(node, type(node.op).__name__, (value,), "object")

    def _BinOp(self, node: ast.BinOp) -> Value:
        left, right = self.value(node.left), self.value(node.right)
        self.may_raise(node)
        if isinstance(node.op, (ast.BitAnd, ast.BitOr)) and _boolean(left) and _boolean(right):
            a, b = self.facts.test(left, self.facts.truth), self.facts.test(right, self.facts.truth)
            joined = self.conditions.and_(a, b) if isinstance(node.op, ast.BitAnd) else self.conditions.or_(a, b)
            return self.facts.boolean(joined)
        return self.derived(node, type(node.op).__name__, (left, right), "object")

    def _Compare(self, node: ast.Compare) -> Value:
        return self.facts.boolean(self.truth(node))

    def _BoolOp(self, node: ast.BoolOp) -> Value:
        """`a and b` is a where a is false, else b."""
        is_and = isinstance(node.op, ast.And)
        conditions, facts = self.conditions, self.facts
        parts: list[tuple[Value, int]] = []
        running = TRUE
        for index, operand in enumerate(node.values):
            value = self.value(operand) if not index else self.narrowed(operand, running, lambda o=operand: self.value(o))  # type: ignore[misc]
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
        return self.derived(node, "await", (value,))

    # -- calls ---------------------------------------------------------------------------------------------

    def _Call(self, node: ast.Call) -> Value:
        facts = self.facts
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) and self.resolve(node.func.id) is None else ""
        callee = self.value(node.func.value) if isinstance(node.func, ast.Attribute) else self.callee(node.func)
        self.consumed.update(id(argument) for argument in node.args if isinstance(argument, ast.GeneratorExp))
        arguments = [self.value(argument) for argument in node.args]
        keywords = tuple((keyword.arg, self.value(keyword.value)) for keyword in node.keywords)
        self.may_raise(node)
        self.called(node, name)
        if not method and len(callee) == 1 and isinstance(callee[0][0], Symbol) and callee[0][0].kind == "function":
            followed = self.call_function(node, callee[0][0], arguments)
            if followed is not None:
                return followed
        if dotted(node.func) in self.provenance.no_return and (name or not isinstance(node.func, ast.Name)):
            self.leave(node)
            return one(NONE)
        self.forget(node, method)
        plain = not keywords and not any(isinstance(argument, ast.Starred) for argument in node.args)
        if name and plain:
            known = self._builtin(node, name, arguments)
            if known is not None:
                return known
        if method in _IMPURE or name in _IMPURE:
            return one(facts.fresh(dispatch=self.provenance.is_guard(node)))
        if method and method not in _CONTENTS:
            callee = self.identity(callee)
        if name in _ABOUT_THE_OBJECT:
            arguments = [self.identity(argument) for argument in arguments]
        operands = (callee, *arguments, *(((Const(key), TRUE), *value) for key, value in keywords))
        asked = None if self.provenance.is_guard(node) else self.round
        return self.derived(node, ("call", method, asked), operands, "object" if method in _NEVER_NONE else "any")

    def callee(self, node: ast.expr) -> Value:
        return self.value(node)

    def _builtin(self, node: ast.Call, name: str, arguments: list[Value]) -> Value | None:
        facts, conditions = self.facts, self.conditions
        if name == "bool" and len(arguments) == 1:
            return facts.boolean(facts.test(arguments[0], facts.truth))
        if name == "len" and len(arguments) == 1:
            parts = [(one(self.length(what)), condition) for what, condition in arguments[0]]
            return facts.union(parts)
        if name == "isinstance" and len(arguments) == 2:
            subject, classes = self.identity(arguments[0]), node.args[1]
            names = classes.elts if isinstance(classes, ast.Tuple) else [classes]
            result = FALSE
            for one_class in names:
                key = ("isinstance", dotted(one_class) or ast.dump(one_class))
                is_one = self.derived(node, key, (subject,))
                condition = facts.test(is_one, facts.truth)
                if dotted(one_class) not in ("object", "NoneType", "types.NoneType", "type"):
                    condition = conditions.minus(condition, facts.test(subject, facts.is_none))
                result = conditions.or_(result, condition)
            return facts.boolean(result)
        return None

    def length(self, what: What) -> What:
        if isinstance(what, Const):
            return Const(len(what.value)) if isinstance(what.value, (str, bytes, tuple)) else self.facts.fresh("int")
        return self.facts.symbol(("length", what), "length", of=what, dispatch=what.dispatch)

    def forget(self, node: ast.Call, method: str) -> None:
        """What a call may have changed: contents by a mutator, attributes that this function stored, globals."""
        values = self.state.values
        if not values:
            return
        if method in _MUTATORS and isinstance(node.func, ast.Attribute):
            self.mutate(node.func.value)
        if not any("." in key or key.startswith("::") for key in values):
            return
        roots = {self.resolve(name) or "::" + name for name in _roots(node)}
        for key in list(values):
            root, dot, _ = key.partition(".")
            if (dot and root in roots) or (key.startswith("::") and not dot):
                values[key] = one(self.facts.fresh())
                self.state.raised = False

    def mutate(self, node: ast.AST) -> None:
        """The contents of a named object change; the object stays."""
        if isinstance(node, ast.Name):
            key = self.resolve(node.id) or ""
            if node.id not in self.deciding:
                return
        else:
            key = self.path(node)
            if dotted(node).partition(".")[0] not in self.deciding:
                return
        if not key:
            return
        value = self.state.values.get(key) or self.peek(node)
        changed = tuple(
            (self.facts.fresh("content", of=what.identity) if isinstance(what, Symbol) else self.facts.fresh("object"), condition)
            for what, condition in value
        )
        self.state.values[key] = changed

    def peek(self, node: ast.AST) -> Value:
        """The value of a name or path without telling anything about the read."""
        if isinstance(node, ast.Name):
            key = self.resolve(node.id)
            return self.state.values.get(key or "::" + node.id) or one(self.facts.symbol(("name", key or "::" + node.id)))
        if isinstance(node, ast.Attribute):
            stored = self.state.values.get(self.path(node))
            return stored or self.derived(node, ("attribute", node.attr), (self.identity(self.peek(node.value)),))
        return one(self.facts.fresh())

    # -- iteration -----------------------------------------------------------------------------------------

    def iterate(self, node: ast.expr) -> int:
        """Evaluates what a loop runs over; the condition under which it runs at least once."""
        facts, conditions = self.facts, self.conditions
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            self.effects(node)
            if any(not isinstance(element, ast.Starred) for element in node.elts):
                return TRUE
            return facts.choice() if node.elts else FALSE
        if isinstance(node, ast.Dict):
            self.effects(node)
            return TRUE if any(key is not None for key in node.keys) else facts.choice() if node.keys else FALSE
        if isinstance(node, ast.Call) and not node.keywords and not any(isinstance(a, ast.Starred) for a in node.args):
            name = node.func.id if isinstance(node.func, ast.Name) and self.resolve(node.func.id) is None else ""
            if name in _SAME_EMPTINESS and node.args:
                first = self.iterate(node.args[0])
                for argument in node.args[1:]:
                    self.effects(argument)
                if not isinstance(node.args[0], (ast.List, ast.Tuple, ast.Constant)):
                    self.may_raise(node)
                return first
            if name == "zip" and node.args:
                result = TRUE
                for argument in node.args:
                    result = conditions.and_(result, self.iterate(argument))
                self.may_raise(node)
                return result
            if name == "range" and 1 <= len(node.args) <= 2:
                values = [self.value(argument) for argument in node.args]
                if not all(isinstance(argument, ast.Constant) for argument in node.args):
                    self.may_raise(node)
                low, high = (one(Const(0)), values[0]) if len(values) == 1 else (values[0], values[1])
                return self._compare(ast.Lt(), low, high, ast.Compare(node, [], []), node)
            if isinstance(node.func, ast.Attribute) and node.func.attr in ("items", "keys", "values") and not node.args:
                value = self.value(node.func.value)
                self.may_raise(node)
                return facts.test(value, facts.truth)
        value = self.value(node)
        self.may_raise(node)
        if isinstance(node, (ast.Name, ast.Attribute)):
            return facts.test(value, facts.truth)
        if isinstance(node, ast.Constant):
            return TRUE if node.value else FALSE
        return facts.test(value, lambda what: facts.truth(facts.symbol(("runs", what))))


def can_raise(node: ast.AST) -> bool:
    """Whether evaluating this very node can fail: not a comparison that every object answers, and not `not`."""
    if isinstance(node, ast.Compare):
        return not all(
            isinstance(operator, _PLAIN_COMPARISONS)
            or (isinstance(operator, (ast.In, ast.NotIn)) and isinstance(right, (ast.Tuple, ast.List, ast.Constant)))
            for operator, right in zip(node.ops, node.comparators)
        )
    if isinstance(node, ast.UnaryOp):
        return not isinstance(node.op, ast.Not)
    return isinstance(node, _RAISING)


_FAILING = (ast.Import, ast.ImportFrom, ast.For, ast.AsyncFor, ast.With, ast.AsyncWith, ast.comprehension)


def may_fail(node: ast.AST) -> bool:
    """Whether anything in a statement can fail."""
    return any(can_raise(child) or isinstance(child, _FAILING) for child in walk_scope([node]))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and abs(value) < 1e15


def _boolean(value: Value) -> bool:
    return all(
        (isinstance(what, Const) and isinstance(what.value, bool)) or (isinstance(what, Symbol) and what.kind == "bool")
        for what, _ in value
    )


def _roots(node: ast.Call) -> set[str]:
    """Names of the objects that a call can reach: its receiver and its plain arguments."""
    roots = set()
    for expression in (node.func, *node.args, *(keyword.value for keyword in node.keywords)):
        if isinstance(expression, ast.Attribute) or (isinstance(expression, ast.Name) and expression is not node.func):
            roots.add(dotted(expression).partition(".")[0])
    return roots


_WITH_FLOW = frozenset(
    (ast.BoolOp, ast.IfExp, ast.NamedExpr, ast.Lambda, ast.Compare, ast.Call, *COMPREHENSIONS)
)
