"""Decision diagrams against truth tables: random formulas over at most six variables, every valuation."""

from __future__ import annotations

import itertools
import sys
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.amount import some
from nsa_lint.analysis.bdd import FALSE, TRUE, Bdd, TooComplex

VARIABLES = 6
VALUATIONS = tuple(itertools.product((False, True), repeat=VARIABLES))

Table = tuple[bool, ...]  # a formula's value in each valuation
Formula = object  # a variable's number, a constant, or (operator, operands...)

leaves = st.one_of(st.integers(0, VARIABLES - 1), st.booleans().map(lambda value: "true" if value else "false"))
formulas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(st.just("not"), inner),
        st.tuples(st.sampled_from(("and", "or", "minus")), inner, inner),
    ),
    max_leaves=24,
)


def table(formula: Formula) -> Table:
    """The truth, by Python's own operators."""
    if isinstance(formula, int):
        return tuple(values[formula] for values in VALUATIONS)
    if isinstance(formula, str):
        return (formula == "true",) * len(VALUATIONS)
    assert isinstance(formula, tuple)
    operands = list(zip(*map(table, formula[1:]), strict=True))
    truth = {
        "not": lambda f: not f,
        "and": lambda f, g: f and g,
        "or": lambda f, g: f or g,
        "minus": lambda f, g: f and not g,
    }[formula[0]]
    return tuple(truth(*each) for each in operands)


@dataclass
class Diagram:
    """A table of nodes, and its six variables."""

    conditions: Bdd
    variables: list[int]

    @classmethod
    def new(cls) -> Diagram:
        conditions = Bdd()
        return cls(conditions, [conditions.variable() for _ in range(VARIABLES)])

    def build(self, formula: Formula) -> int:
        if isinstance(formula, int):
            return self.variables[formula]
        if isinstance(formula, str):
            return TRUE if formula == "true" else FALSE
        assert isinstance(formula, tuple)
        operation = getattr(self.conditions, {"not": "not_", "and": "and_", "or": "or_"}.get(formula[0], formula[0]))
        return operation(*map(self.build, formula[1:]))

    def table(self, condition: int) -> Table:
        indices = [self.conditions.index(variable) for variable in self.variables]
        return tuple(self.conditions.holds(condition, dict(zip(indices, values, strict=True))) for values in VALUATIONS)


def depends(truth: Table, variable: int) -> bool:
    """Whether flipping the variable changes the truth somewhere."""
    value = dict(zip(VALUATIONS, truth, strict=True))
    flipped = (tuple(v != (i == variable) for i, v in enumerate(values)) for values in VALUATIONS)
    return any(value[one] != value[other] for one, other in zip(VALUATIONS, flipped, strict=True))


thorough = settings(max_examples=some(300), deadline=None)


@thorough
@given(formulas)
def test_a_diagram_holds_where_its_formula_does(formula: Formula) -> None:
    diagram = Diagram.new()
    assert diagram.table(diagram.build(formula)) == table(formula)


@thorough
@given(formulas, formulas)
def test_equal_functions_are_equal_numbers_and_no_others(one: Formula, other: Formula) -> None:
    diagram = Diagram.new()
    assert (diagram.build(one) == diagram.build(other)) == (table(one) == table(other))


@thorough
@given(formulas)
def test_a_contradiction_is_false_and_a_tautology_is_true(formula: Formula) -> None:
    diagram, truth = Diagram.new(), table(formula)
    assert (diagram.build(formula) == FALSE) == (not any(truth))
    assert (diagram.build(formula) == TRUE) == all(truth)


@thorough
@given(formulas)
def test_the_support_is_what_the_formula_depends_on(formula: Formula) -> None:
    diagram, truth = Diagram.new(), table(formula)
    asked = {
        diagram.conditions.index(diagram.variables[number]) for number in range(VARIABLES) if depends(truth, number)
    }
    assert diagram.conditions.support(diagram.build(formula)) == asked


@thorough
@given(formulas)
def test_a_witness_is_a_shortest_path_to_true(formula: Formula) -> None:
    diagram = Diagram.new()
    condition = diagram.build(formula)
    if condition == FALSE:
        with pytest.raises(ValueError, match="no witness"):
            diagram.conditions.witness(condition)
        return
    path = diagram.conditions.witness(condition)
    free = [index for index in range(VARIABLES) if index not in path]
    for values in itertools.product((False, True), repeat=len(free)):
        assert diagram.conditions.holds(condition, path | dict(zip(free, values, strict=True)))
    assert len(path) == min(map(len, paths(diagram.conditions, condition)))


def paths(conditions: Bdd, condition: int) -> list[list[int]]:
    """The variables asked on each path to TRUE, by cofactors."""
    if condition in (FALSE, TRUE):
        return [[]] if condition == TRUE else []
    root = conditions.index(condition)
    variable = conditions._edge(root, FALSE, TRUE)
    high = conditions.given(condition, variable)
    low = conditions.given(condition, conditions.not_(variable))
    return [[root, *rest] for branch in (low, high) for rest in paths(conditions, branch)]


@thorough
@given(formulas, formulas)
def test_given_agrees_where_it_is_asked_and_asks_nothing_new(formula: Formula, care: Formula) -> None:
    diagram = Diagram.new()
    condition, cared = diagram.build(formula), diagram.build(care)
    restricted = diagram.conditions.given(condition, cared)
    got = diagram.table(restricted)
    for truth, wanted, value in zip(table(formula), table(care), got, strict=True):
        assert not wanted or value == truth
    assert diagram.conditions.support(restricted) <= diagram.conditions.support(condition)


@pytest.mark.parametrize("care", [TRUE, FALSE])
def test_given_all_or_nothing(care: int) -> None:
    diagram = Diagram.new()
    a = diagram.variables[0]
    assert diagram.conditions.given(a, care) == (a if care == TRUE else FALSE)


def _all_of(variables: list[int], conditions: Bdd) -> int:
    """Their conjunction, from the last on: each step asks its own variable alone."""
    found = TRUE
    for variable in reversed(variables):
        found = conditions.and_(variable, found)
    return found


def test_what_is_known_at_once_does_not_look_into_a_large_condition() -> None:
    """A walk of it would recurse deeper than Python allows."""
    conditions = Bdd()
    many = [conditions.variable() for _ in range(2 * sys.getrecursionlimit())]
    first, large = many[0], _all_of(many, conditions)
    rest = _all_of(many[1:], conditions)
    before = len(conditions)
    for one, other in ((large, TRUE), (TRUE, large)):
        assert conditions.and_(one, other) == large
        assert conditions.or_(one, other) == TRUE
    for one, other in ((large, FALSE), (FALSE, large)):
        assert conditions.and_(one, other) == FALSE
        assert conditions.or_(one, other) == large
    assert conditions.and_(large, large) == conditions.or_(large, large) == large
    assert conditions.and_(large, conditions.not_(large)) == conditions.minus(large, large) == FALSE
    assert conditions.or_(large, conditions.not_(large)) == TRUE
    assert conditions.minus(large, FALSE) == large
    assert conditions.given(large, TRUE) == large
    assert conditions.given(TRUE, large) == TRUE
    assert conditions.given(FALSE, large) == FALSE
    # one variable deep, and known from there
    assert conditions.and_(first, rest) == conditions.and_(rest, first) == large
    assert conditions.given(large, first) == rest
    assert conditions.given(first, large) == TRUE
    assert conditions.given(conditions.not_(first), large) == FALSE
    assert len(conditions) == before


def test_a_node_too_many_is_refused() -> None:
    conditions = Bdd(max_nodes=8)
    with pytest.raises(TooComplex, match="more than 8 decision nodes"):
        for _ in range(8):
            conditions.variable()


@pytest.mark.parametrize("nodes", [3, None])
def test_an_allowance_ends_where_it_is_given_back(nodes: int | None) -> None:
    """Functions that read a module's names add to its nodes; its own limit does not move."""
    bdd = Bdd(max_nodes=2)
    bdd.variable()
    with bdd.allowance(nodes):
        for _ in range(3):
            bdd.variable()
    with pytest.raises(TooComplex, match="more than 2 decision nodes"):
        bdd.variable()


def test_an_allowance_is_counted_from_the_nodes_that_are_there() -> None:
    bdd = Bdd(max_nodes=2)
    bdd.variable()
    with pytest.raises(TooComplex), bdd.allowance(3):
        for _ in range(4):
            bdd.variable()
    assert len(bdd) == 5
