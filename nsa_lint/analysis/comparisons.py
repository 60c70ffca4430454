"""The condition under which an expression is true: equality, identity, order, membership, `and`, `or`, `not`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Iterable
from functools import partial

from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.budgets import Effort
from nsa_lint.analysis.chains import ArmKey, ChainRecord
from nsa_lint.analysis.deciding import depends_on_dispatch, tests_dispatch
from nsa_lint.analysis.empties import is_empty
from nsa_lint.analysis.members import member_of, module_name, named_constant
from nsa_lint.analysis.run import SET_BY_PYTHON, Run
from nsa_lint.analysis.values import NONE, Atom, Const, Symbol, Value, singleton, summand
from nsa_lint.analysis.variables import is_place, plain
from nsa_lint.model import Arm, ArmKind, ChainKind
from nsa_lint.syntax.again import is_membership
from nsa_lint.syntax.arithmetic import ORDER
from nsa_lint.syntax.imported import fact_of
from nsa_lint.syntax.literals import text_of
from nsa_lint.syntax.namespaces import asked
from nsa_lint.syntax.python_versions import asks_for_python_2
from nsa_lint.syntax.scopes import children, dotted

_NEGATIVE: dict[type, Callable[[], ast.cmpop]] = {ast.NotEq: ast.Eq, ast.IsNot: ast.Is, ast.NotIn: ast.In}


def truth(run: Run, node: ast.expr) -> int:
    """The condition under which an expression is true."""
    bdd, values = run.world.bdd, run.world.values
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return bdd.not_(truth(run, node.operand))
    if isinstance(node, ast.BoolOp):
        return _truth_of_operands(run, node)
    fact = fact_of(node)
    if fact:
        return run.world.is_imported(fact)
    if isinstance(node, ast.NamedExpr) or asked(node) is not None:
        condition = values.test(run.evaluate(node), values.truth)
    elif (for_python_2 := asks_for_python_2(node)) is not None:
        for child in children(node):
            run.effects(child)
        condition = run.world.python_2 if for_python_2 else bdd.not_(run.world.python_2)
    elif isinstance(node, ast.Compare):
        condition = compare(run, node)
    elif isinstance(node, (ast.Name, ast.Attribute)) and (last := dotted(node).rpartition(".")[2]) in SET_BY_PYTHON:
        run.effects(node)
        condition = run.world.set_by_python(last)
    else:
        condition = values.test(plain(run, node), values.truth)
    if condition > TRUE:
        run.trace.meet(node, condition, run.state.reach)
    return condition


def _truth_of_operands(run: Run, node: ast.BoolOp) -> int:
    bdd = run.world.bdd
    is_and = isinstance(node.op, ast.And)
    result = truth(run, node.values[0])
    for operand in node.values[1:]:
        held = truth_where(run, operand, result if is_and else bdd.not_(result))
        result = bdd.and_(result, held) if is_and else bdd.or_(result, held)
    return result


def truth_where(run: Run, node: ast.expr, condition: int) -> int:
    """The truth of an expression that is evaluated only where the condition holds."""
    found: list[int] = []

    def evaluate() -> Value:
        found.append(truth(run, node))
        return singleton(NONE)

    narrowed(run, node, condition, evaluate)
    return found[0]


# -- expressions that run on some paths only -----------------------------------------------------------------


def narrowed(run: Run, node: ast.AST, condition: int, evaluate: Callable[[], Value]) -> Value:
    """Evaluates an operand that runs only where the condition holds."""
    if run.world.has_walrus(node):
        chain = run.blame.chain(node, ChainKind.OPERAND, partial(_operand_arms, node))
        chain.note_dispatch(depends_on_dispatch(run, condition, run.state.reach))
        return diverge(run, chain, condition, evaluate, lambda: singleton(NONE))
    bdd, state = run.world.bdd, run.state
    recorded, before = state.failure_recorded, state.reach
    here = bdd.and_(before, condition)
    state.assume(here)
    value = evaluate()
    state = run.state
    # where no path has ended in here, they are those of before, without working that out
    state.assume(before if state.reach == here else bdd.or_(state.reach, bdd.minus(before, condition)))
    # a failure recorded in here says nothing of the paths that skip it
    state.record_failure(recorded if state.failure_recorded in (True, recorded) else False)
    return value


def conditional(run: Run, node: ast.IfExp) -> Value:
    condition = truth(run, node.test)
    chain = run.blame.chain(node, ChainKind.CONDITIONAL, partial(_conditional_arms, node))
    chain.note_dispatch(tests_dispatch(run, node.test, condition))
    return diverge(run, chain, condition, partial(run.evaluate, node.body), partial(run.evaluate, node.orelse))


def diverge(
    run: Run, chain: ChainRecord, condition: int, then: Callable[[], Value], orelse: Callable[[], Value]
) -> Value:
    """Evaluates two alternatives on forks of the state, and joins them."""
    bdd, entry = run.world.bdd, run.state
    run.state = entry.fork(bdd.and_(entry.reach, condition))
    first = then()
    after_first = run.state
    run.state = entry.fork(bdd.minus(entry.reach, condition))
    second = orelse()
    value = run.world.values.union([(first, condition), (second, bdd.not_(condition))])
    run.meet(chain, [(chain.tag(True), after_first), (chain.tag(False), run.state)], entry)
    return value


def _conditional_arms(node: ast.IfExp) -> dict[ArmKey, Arm]:
    end = node.end_lineno or node.lineno
    test = ast.unparse(node.test)
    return {
        True: Arm(ArmKind.TEST, node.body.lineno, end, test),
        False: Arm(ArmKind.ELSE, node.orelse.lineno, end, f"not ({test})"),
    }


def _operand_arms(node: ast.AST) -> dict[ArmKey, Arm]:
    line, end = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
    return {True: Arm(ArmKind.TEST, line, end, ""), False: Arm(ArmKind.MISSING_ELSE, line, end, "")}


# -- comparisons -------------------------------------------------------------------------------------------


def compare(run: Run, node: ast.Compare) -> int:
    """The condition under which a comparison is true."""
    bdd, dispatch = run.world.bdd, run.world.guards.is_guard(node)
    left = plain(run, node.left)
    if run.world.module.looked_up and is_membership(node):
        found = run.world.is_imported(f"{text_of(node.left)}:", dispatch)
        return bdd.not_(found) if isinstance(node.ops[0], ast.NotIn) else found
    result = TRUE
    assumed: list[int] = []
    for index, (operator, comparator) in enumerate(zip(node.ops, node.comparators, strict=True)):
        evaluate = partial(_comparator, run, comparator)
        right = narrowed(run, comparator, result, evaluate) if index else evaluate()
        result = bdd.and_(result, compare_values(run, operator, left, right, comparator, dispatch, assumed))
        left = right
    run.may_fail(node)
    holds = TRUE
    for each in assumed:
        holds = bdd.and_(holds, each)
    run.state.assume(bdd.and_(run.state.reach, holds))
    return result


def _comparator(run: Run, node: ast.expr) -> Value:
    empty = isinstance(node, ast.List) and not node.elts
    return singleton(run.world.values.empty_list()) if empty else plain(run, node)


def compare_values(
    run: Run,
    operator: ast.cmpop,
    left: Value,
    right: Value,
    comparator: ast.expr,
    dispatch: bool = False,
    assumed: list[int] | None = None,
) -> int:
    """`left operator right`, a dispatch or not; `assumed` collects what holds where the comparison does not fail."""
    bdd, values = run.world.bdd, run.world.values
    if operator.__class__ in _NEGATIVE:
        positive = _NEGATIVE[operator.__class__]()
        return bdd.not_(compare_values(run, positive, left, right, comparator, dispatch, assumed))
    if isinstance(operator, ast.In) and isinstance(comparator, (ast.Tuple, ast.List, ast.Set)):
        result = FALSE
        for element in comparator.elts:
            member = compare_values(run, ast.Eq(), left, _again(run, element), element, dispatch, assumed)
            result = bdd.or_(result, member)
        return result
    if len(left) * len(right) > 24:
        return values.truth(values.symbol((type(operator).__name__, left, right), dispatch=dispatch))
    result = FALSE
    for a, a_condition in left:
        for b, b_condition in right:
            both = bdd.and_(a_condition, b_condition)
            if both != FALSE:
                result = bdd.or_(result, bdd.and_(both, _compare_atoms(run, operator, a, b, dispatch)))
                if isinstance(operator, ORDER):
                    number = bdd.and_(_is_number(run, a, b), _is_number(run, b, a))
                    if assumed is not None:
                        assumed.append(bdd.or_(number, bdd.not_(both)))
    return result


def _again(run: Run, node: ast.expr) -> Value:
    """The value of an operand that was evaluated before."""
    return singleton(run.world.values.fresh()) if isinstance(node, ast.Starred) else run.evaluate(node)


def _compare_atoms(run: Run, operator: ast.cmpop, a: Atom, b: Atom, dispatch: bool) -> int:
    values, bdd = run.world.values, run.world.bdd
    if isinstance(operator, (ast.Eq, ast.Is)):
        return _equal(run, a, b, isinstance(operator, ast.Is), dispatch)
    if isinstance(operator, ORDER):
        if isinstance(operator, (ast.Gt, ast.LtE)):  # a > b is b < a; a <= b is not b < a
            condition = _less(run, b, a, dispatch)
        else:
            condition = _less(run, a, b, dispatch)
        return bdd.not_(condition) if isinstance(operator, (ast.LtE, ast.GtE)) else condition
    if isinstance(operator, ast.In) and isinstance(b, Symbol) and b.held is not None and isinstance(a, Const):
        if a in b.held.items and (b.held.complete or isinstance(a.value, str)):
            return TRUE
        if b.held.complete and is_place(a.value):
            return FALSE
    members = _members(run, b)
    if members is not None:
        result = FALSE
        for atom, condition in (pair for member in members for pair in member):
            result = bdd.or_(result, bdd.and_(condition, _equal(run, a, atom, False, dispatch)))
        return result
    if isinstance(operator, ast.In) and isinstance(b, Symbol):  # what holds something is not empty
        inside = a.undeclared if isinstance(a, Symbol) else a
        holds = values.truth(values.symbol(("In", inside, b), dispatch=dispatch))
        return bdd.and_(holds, values.truth(b))
    return values.truth(values.symbol((type(operator).__name__, a, b), dispatch=dispatch))


def _members(run: Run, container: Atom) -> Iterable[Value] | None:
    """All that `in` finds in a container; None where that is not known."""
    if isinstance(container, Const):
        return [singleton(Const(each)) for each in container.value] if isinstance(container.value, tuple) else None
    if container.held is not None:
        return container.held.members
    known = run.world.module.members.get(module_name(container))
    return None if known is None else [singleton(Const(each)) for each in known]


def _equal(run: Run, a: Atom, b: Atom, identity: bool, dispatch: bool) -> int:
    values = run.world.values
    if isinstance(a, Const) and isinstance(b, Const):
        return values.is_same(a, b.value) if identity else values.equals(a, b.value)
    if isinstance(a, Const):
        a, b = b, a
    assert isinstance(a, Symbol)
    if isinstance(b, Const):
        if dispatch:
            a.mark_dispatch()
        return values.is_same(a, b.value) if identity else values.equals(a, b.value)
    if a.identity is b.identity:
        return TRUE
    sums = None if identity else _equal_sums(run, a, b, dispatch)
    if sums is not None:
        return sums
    if b is values.empty_list() and _is_empty_list(a):
        return FALSE if identity else TRUE
    known = _equal_by_name(run, a, b, dispatch)
    if known is not None:
        return known
    a, b, bdd = a.undeclared, b.undeclared, run.world.bdd
    flags = a.kind == b.kind == "bool"
    pair: Hashable = frozenset((a, b))
    if not flags and run.effort is Effort.MERGED and (a.truth is None or b.truth is None):
        both = TRUE  # a chain of n such tests, walked again, needs 2 ** n nodes for truths that nothing has tested
    else:
        truths = values.truth(a), values.truth(b)
        both = bdd.or_(bdd.and_(*truths), bdd.and_(*map(bdd.not_, truths)))  # equal objects are equally true
    if flags:
        return both
    equal = values.truth(values.symbol(("==", pair), dispatch=dispatch or a.dispatch or b.dispatch))
    return bdd.and_(equal, both)


def _is_empty_list(symbol: Symbol) -> bool:
    """Whether this is a list of this function's that nothing was added to."""
    return symbol.kind == "object" and is_empty(symbol) and symbol.held is not None and not symbol.held.complete


def _equal_by_name(run: Run, a: Symbol, b: Symbol, dispatch: bool) -> int | None:
    """`a == b` where one is a member of a class, or a named constant: what else is compared with its like differs."""
    values = run.world.values
    owners = member_of(run, a), member_of(run, b)
    if owners[0] is not None and owners[1] is not None:
        if owners[0][0] != owners[1][0]:
            return None
        return TRUE if owners[0] == owners[1] else FALSE
    for symbol, owner, other in ((a, owners[1], b), (b, owners[0], a)):
        if owner is not None:
            return values.is_sibling(symbol, *owner, dispatch or other.dispatch)
        constant = named_constant(run, other)
        if constant is not None and named_constant(run, symbol) is None:
            if dispatch or other.dispatch:
                symbol.mark_dispatch()
            return values.equals(symbol, constant)
    return None


def _less(run: Run, a: Atom, b: Atom, dispatch: bool) -> int:
    values, bdd = run.world.values, run.world.bdd
    if isinstance(a, Const) and isinstance(b, Const):
        try:
            return TRUE if a.value < b.value else FALSE  # type: ignore[operator]
        except TypeError:
            return values.choice()
    for symbol, constant, flipped in ((a, b, False), (b, a, True)):
        if isinstance(symbol, Symbol) and isinstance(constant, Const) and is_number(constant.value):
            if dispatch:
                symbol.mark_dispatch()
            number = float(constant.value)  # type: ignore[arg-type]
            if flipped:  # number < symbol: not symbol <= number
                return bdd.not_(values.below(symbol, (number, 1)))
            return values.below(symbol, (number, 0))
    if isinstance(a, Symbol) and isinstance(b, Symbol):
        return _below(run, a, b, dispatch)
    equal = _equal(run, a, b, False, dispatch)
    smaller = values.smaller(a, b)
    derived = dispatch or any(isinstance(atom, Symbol) and atom.dispatch for atom in (a, b))
    order = values.truth(values.symbol(("<", frozenset((a, b))), dispatch=derived))
    return bdd.minus(order if smaller == a else bdd.not_(order), equal)


def _below(run: Run, a: Symbol, b: Symbol, dispatch: bool) -> int:
    """`a < b`: with `n < m` goes `n + 1 <= m`."""
    (first, by), (second, other) = summand(a), summand(b)
    apart = other - by
    if first is second:
        return TRUE if apart > 0 else FALSE
    difference, is_turned = _difference(run, first, second, dispatch)
    if is_turned:
        return run.world.bdd.not_(run.world.values.below(difference, (-apart, 1)))
    return run.world.values.below(difference, (apart, 0))


def _equal_sums(run: Run, a: Symbol, b: Symbol, dispatch: bool) -> int | None:
    """`a == b` where one is the sum of something and a whole number; None of any others."""
    (first, by), (second, other) = summand(a), summand(b)
    if first is a and second is b:
        return None
    if first is second:
        return TRUE if by == other else FALSE
    if by == other:
        return _equal(run, first, second, False, dispatch)
    difference, is_turned = _difference(run, first, second, dispatch)
    return run.world.values.equals(difference, by - other if is_turned else other - by)


def _difference(run: Run, a: Symbol, b: Symbol, dispatch: bool) -> tuple[Symbol, bool]:
    """The number that `a - b` is, or `b - a`, and whether it is that: each pair has one."""
    is_turned = run.world.values.smaller(a, b) is not a
    first, second = (b, a) if is_turned else (a, b)

    def differ() -> int:
        return run.world.bdd.not_(_equal(run, first, second, False, dispatch))

    return run.world.values.difference(first, second, differ, dispatch or a.dispatch or b.dispatch), is_turned


def _is_number(run: Run, atom: Atom, other: Atom) -> int:
    """What compares in order with a number is one: false exactly at zero. Otherwise the comparison fails."""
    if not isinstance(atom, Symbol) or atom.kind not in ("any", "object"):
        return TRUE
    if not isinstance(other, Const) or not is_number(other.value):
        return TRUE
    return run.world.bdd.or_(run.world.values.truth(atom), run.world.values.equals(atom, 0))


def is_number(value: object) -> bool:
    """Whether a constant is a number that is kept exactly."""
    return isinstance(value, (int, float)) and abs(value) < 1e15
