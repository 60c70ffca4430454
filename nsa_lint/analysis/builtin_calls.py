"""Calls whose value is known: builtins, and what returns its argument."""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterable, Iterator, Sequence

from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.comparisons import truth, truth_where
from nsa_lint.analysis.comprehensions import Comprehension, each_item, evaluate_elements, items_of
from nsa_lint.analysis.containers import length
from nsa_lint.analysis.empties import empty
from nsa_lint.analysis.instances import is_made_as
from nsa_lint.analysis.operators import extreme
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.values import Const, Value, singleton
from nsa_lint.analysis.variables import derived, peek
from nsa_lint.syntax.builtin_classes import BUILTIN
from nsa_lint.syntax.scopes import dotted, walk

# Calls that give something else each time.
IMPURE = frozenset(
    "next input time perf_counter monotonic time_ns perf_counter_ns random randint uniform choice rand randn read "
    "readline readlines recv recv_pyobj recv_multipart get_nowait pop popleft popitem poll accept fetchone send "
    "asend anext acquire wait is_set locked empty qsize is_alive done".split()
)
QUANTIFIERS = frozenset(("any", "all"))


def returns_its_argument(run: Run, function: ast.expr) -> bool:
    """Whether a function only says to a compiler that it can know its argument, and returns it."""
    name = dotted(function)
    if not run.world.module.names.returns_its_argument(name):
        return False
    if not isinstance(function, ast.Name):
        return True
    variable = run.names.resolve(name)
    return variable is None or variable in run.state.values  # an import in the function; no parameter


def builtin(run: Run, node: ast.Call, name: str, arguments: list[Value]) -> Value | None:
    """The value of a call of a builtin, or of what makes an empty array; None where it is not known."""
    made = empty(run, node, name)
    if made is not None or not name:
        return made
    values = run.world.values
    if name == "bool" and len(arguments) == 1:
        return values.boolean(values.test(arguments[0], values.truth))
    if name == "len" and len(arguments) == 1:
        return values.union((singleton(length(run, atom)), condition) for atom, condition in arguments[0])
    if name in ("max", "min"):
        return extreme(run, name, arguments)
    if name == "isinstance" and len(arguments) == 2:
        return values.boolean(is_one_of(run, node.args[1], arguments[0]))
    if _is_false_for_none(name, arguments) and not run.world.module.names.binds(name):
        return _unless_none(run, node, name, arguments)
    return None


def _is_false_for_none(name: str, arguments: list[Value]) -> bool:
    """Whether a call asks an object for what None does not have: to be called, or an attribute."""
    if name != "hasattr" or len(arguments) != 2 or len(arguments[1]) != 1:
        return name == "callable" and len(arguments) == 1
    asked = arguments[1][0][0]
    return isinstance(asked, Const) and isinstance(asked.value, str) and not hasattr(None, asked.value)


def _unless_none(run: Run, node: ast.Call, name: str, arguments: list[Value]) -> Value:
    """What such a call gives: it may be true where the object is not None."""
    values = run.world.values
    subject = values.identity(arguments[0])
    iteration = None if run.world.guards.is_guard(node) else run.progress.iteration
    has = derived(run, node, (name, iteration), subject, *arguments[1:])
    condition = values.test(has, values.truth)
    return values.boolean(run.world.bdd.minus(condition, values.test(subject, values.is_none)))


def is_one_of(run: Run, node: ast.expr, subject: Value) -> int:
    """The condition under which an object is of a class, or of one of several."""
    values, bdd = run.world.values, run.world.bdd
    if isinstance(node, ast.Tuple) or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr)):
        result = FALSE
        for each in node.elts if isinstance(node, ast.Tuple) else (node.left, node.right):
            result = bdd.or_(result, is_one_of(run, each, subject))
        return result
    name = dotted(node)
    if name in BUILTIN and run.names.resolve(name) is None and not run.world.module.names.binds(name):
        return values.test(subject, lambda atom: values.is_a(atom, name))
    subject = values.identity(subject)
    if name == "object":
        return TRUE
    made = is_made_as(run, subject, name)
    if made is not None:
        return made
    is_one = derived(run, node, ("isinstance", name or ast.dump(node)), subject)
    condition = values.test(is_one, values.truth)
    if name in ("NoneType", "types.NoneType", "type"):
        return condition
    return bdd.minus(condition, values.test(subject, values.is_none))


# -- any and all -------------------------------------------------------------------------------------------


def quantifier(run: Run, node: ast.Call, name: str) -> Value | None:
    """`any(...)` and `all(...)`; None for a call of another form, which is not evaluated."""
    if len(node.args) != 1 or node.keywords or run.world.module.names.defines(name):
        return None
    [argument] = node.args
    is_all = name == "all"
    if isinstance(argument, (ast.List, ast.Tuple, ast.Set)):
        result = _combined(run, is_all, _truths_of_display(run, argument))
    elif isinstance(argument, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        items = items_of(argument)
        if items is None:
            result = _of_comprehension(run, node, is_all, argument)
        else:
            result = _combined(run, is_all, _truths_of_items(run, argument, items, is_all))
    else:
        return None
    run.may_raise(node)
    return run.world.values.boolean(result)


def _combined(run: Run, is_all: bool, truths: Iterable[int]) -> int:
    bdd = run.world.bdd
    result = TRUE if is_all else FALSE
    for each in truths:
        result = bdd.and_(result, each) if is_all else bdd.or_(result, each)
    return result


def _truths_of_display(run: Run, node: ast.List | ast.Tuple | ast.Set) -> Iterator[int]:
    """The truth of each element; whether those of a starred one decide is unknown."""
    for element in node.elts:
        if isinstance(element, ast.Starred):
            run.effects(element)
            yield run.world.values.choice()
        else:
            yield truth(run, element)


def _truths_of_items(run: Run, node: Comprehension, items: Sequence[ast.expr], is_all: bool) -> Iterator[int]:
    """The truth of each element of a comprehension over a display; what its tests leave out decides nothing."""
    bdd = run.world.bdd
    needed = TRUE
    for _ in each_item(run, node, items):
        reached = needed
        for test in node.generators[0].ifs:
            reached = bdd.and_(reached, truth_where(run, test, reached))
        held = truth_where(run, node.elt, reached)  # type: ignore[union-attr]
        held = bdd.or_(held, bdd.not_(reached)) if is_all else bdd.and_(held, reached)
        if isinstance(node, ast.GeneratorExp):  # stops at the first element that decides
            needed = bdd.and_(needed, held if is_all else bdd.not_(held))
        yield held


def _of_comprehension(run: Run, node: ast.Call, is_all: bool, argument: Comprehension) -> int:
    """Of unknown elements: where there are none, `any` is false and `all` is true."""
    values, bdd = run.world.values, run.world.bdd
    decided = values.truth(values.symbol(_key(run, node)) if _is_pure(argument) else values.fresh())
    ran = evaluate_elements(run, argument)
    return bdd.or_(decided, bdd.not_(ran)) if is_all else bdd.and_(decided, ran)


def _key(run: Run, node: ast.Call) -> Hashable:
    """What the elements depend on: the text, and the values of the names in it."""
    read = [child for child in walk(node.args[0]) if isinstance(child, (ast.Name, ast.Attribute))]
    seen = tuple(peek(run, child) for child in read if isinstance(child.ctx, ast.Load))
    return ("quantifier", ast.dump(node), seen, run.progress.iteration)


def _is_pure(node: ast.AST) -> bool:
    """Whether the same values of its names give the same elements again."""
    return not any(
        isinstance(child, (ast.NamedExpr, ast.Await, ast.Yield, ast.Lambda))
        or (isinstance(child, ast.Call) and getattr(child.func, "attr", getattr(child.func, "id", "")) in IMPURE)
        for child in walk(node)
    )
