"""Comprehensions and generator expressions: scopes of their own that run here, or later."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack

from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.chains import ArmKey, LoopArm
from nsa_lint.analysis.comparisons import truth
from nsa_lint.analysis.iteration import iterate
from nsa_lint.analysis.names import Frame
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.state import State
from nsa_lint.analysis.values import Value, singleton
from nsa_lint.analysis.variables import bind, variable
from nsa_lint.model import Arm, ArmKind, ChainKind, StepKind
from nsa_lint.syntax.scopes import walk

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def comprehension(run: Run, node: Comprehension) -> Value:
    """One that makes its elements here."""
    return _comprehension(run, node, later=False)


def generator(run: Run, node: ast.GeneratorExp) -> Value:
    """One that makes its elements when somebody takes them."""
    return _comprehension(run, node, later=True)


def named_generator(run: Run, node: ast.GeneratorExp, name: str) -> Value:
    """One that gets a name, which is bound when somebody takes its elements."""
    return _comprehension(run, node, later=True, own={variable(run, name)})


def _comprehension(run: Run, node: Comprehension, later: bool, own: Collection[str] = ()) -> Value:
    has_element = evaluate_elements(run, node, later, own)
    made = run.world.values.fresh("any" if isinstance(node, ast.GeneratorExp) else "object")
    if not isinstance(node, ast.GeneratorExp) and len(node.generators) == 1 and not node.generators[0].ifs:
        made.settle(has_element)
    return singleton(made)


def evaluate_elements(run: Run, node: Comprehension, later: bool = False, own: Collection[str] = ()) -> int:
    """Evaluates a comprehension, its elements now or `later`; the condition under which it has an element.

    `own`: variables that it is stored in.
    """
    runs = iterate(run, node.generators[0].iter).runs
    names = {
        child.id: f"{child.id}@{id(node)}"
        for each in node.generators
        for child in walk(each.target)
        if isinstance(child, ast.Name)
    }
    entry = run.state
    with ExitStack() as around:
        around.enter_context(run.names.inside(Frame(names)))
        if later:
            after = {key for key, line in run.names.last_bindings().items() if line > node.lineno}
            around.enter_context(run.names.read_later(after.union(own)))
        skipped = _generators(run, node, runs)
        has_element = run.state.reach
        for part in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
            run.effects(part)
    chain = run.blame.chain(node, ChainKind.LOOP, lambda: _arms(node))
    if run.world.has_walrus(node):
        ends = [(chain.tag(LoopArm.ZERO), state) for state in skipped]
        run.meet(chain, [(chain.tag(LoopArm.NO_ITERATION), run.state), *ends], entry)
    else:
        reach = run.state.reach
        for state in skipped:
            reach = run.world.bdd.or_(reach, state.reach)
        run.state.assume(reach)
    for key in names.values():
        run.state.drop(key)
    return has_element


def _generators(run: Run, node: Comprehension, runs: int) -> list[State]:
    """Binds the targets; the states of the paths on which nothing is left to make an element of."""
    skipped: list[State] = []
    for index, each in enumerate(node.generators):
        if index:
            runs = iterate(run, each.iter).runs
        if TRUE != runs != FALSE:
            text = f"the comprehension at line {node.lineno} runs"
            run.trace.meet(node, runs, run.state.reach, text, StepKind.RUNS)
        _skip(run, skipped, runs)
        _bind_target(run, each.target)
        for test in each.ifs:
            _skip(run, skipped, truth(run, test))
    return skipped


def _skip(run: Run, skipped: list[State], runs: int) -> None:
    state, bdd = run.state, run.world.bdd
    skipped.append(state.fork(bdd.minus(state.reach, runs)))
    run.state = state.fork(bdd.and_(state.reach, runs))


def _bind_target(run: Run, target: ast.AST) -> None:
    for child in walk(target):
        if isinstance(child, ast.Name):
            bind(run, child.id, None)
        elif isinstance(child, (ast.Attribute, ast.Subscript)):
            run.effects(child.value)


def _arms(node: Comprehension) -> dict[ArmKey, Arm]:
    end = node.end_lineno or node.lineno
    return {
        LoopArm.ZERO: Arm(ArmKind.LOOP, node.lineno, end, "the comprehension runs zero times"),
        LoopArm.NO_ITERATION: Arm(ArmKind.LOOP, node.lineno, end, LoopArm.NO_ITERATION.value),
    }


def items_of(node: ast.AST) -> Sequence[ast.expr] | None:
    """What `[f(x) for x in (a, b)]` runs over; None where it is of another form, or unknown."""
    if not isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)) or len(node.generators) != 1:
        return None
    [each] = node.generators
    if not isinstance(each.iter, (ast.Tuple, ast.List)) or not isinstance(each.target, ast.Name) or each.is_async:
        return None
    if any(isinstance(item, ast.Starred) for item in each.iter.elts):
        return None
    return None if any(isinstance(child, ast.NamedExpr) for child in walk(node)) else each.iter.elts


def each_item(run: Run, node: Comprehension, items: Sequence[ast.expr]) -> Iterator[None]:
    """For each of these items, the target of a comprehension is bound to it."""
    given = [run.evaluate(item) for item in items]
    target = node.generators[0].target
    assert isinstance(target, ast.Name)
    key = f"{target.id}@{id(node)}"
    for value in given:
        with run.names.inside(Frame({target.id: key})):
            bind(run, target.id, value)
            yield
    run.state.drop(key)


def elementwise(run: Run, node: ast.AST, count: int) -> list[Value] | None:
    """The `count` elements of `[f(x) for x in (a, b)]`, each on its own; None where it is anything else."""
    items = items_of(node)
    if items is None or len(items) != count or not isinstance(node, ast.ListComp) or node.generators[0].ifs:
        return None
    return [run.evaluate(node.elt) for _ in each_item(run, node, items)]
