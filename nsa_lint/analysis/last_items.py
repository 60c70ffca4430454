"""The last item of a range, or of what is numbered, where the text does not say how many there are."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from nsa_lint.analysis.comparisons import compare_values
from nsa_lint.analysis.containers import length
from nsa_lint.analysis.items import Last
from nsa_lint.analysis.operators import moved
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.values import Const, Value, singleton
from nsa_lint.analysis.variables import peek, variable


def last_number(run: Run, node: ast.expr, start: int, high: Value) -> Last | None:
    """The last of the numbers from `start` to before `high`."""
    last = moved(run, ast.Sub(), high, singleton(Const(1)))
    if last is None:
        return None

    def follows(index: int) -> int:
        return compare_values(run, ast.Lt(), singleton(Const(start + index)), high, node)

    def earlier(index: int) -> tuple[Value, int]:
        number = singleton(run.world.values.whole(start + index))
        return number, compare_values(run, ast.Lt(), number, last, node)

    return Last(last, follows, earlier)


def last_numbered(run: Run, iterable: ast.expr) -> Last | None:
    """The last item of `enumerate`, over what `len` can be asked for too: a local that has no second name."""
    if not isinstance(iterable, ast.Name) or run.names.of_module(iterable.id):
        return None
    value = peek(run, iterable)
    if len(value) != 1 or _has_another_name(run, iterable.id, value):
        return None
    numbers = last_number(run, iterable, 0, singleton(length(run, value[0][0])))
    if numbers is None:
        return None

    def earlier(index: int) -> tuple[Value, int]:
        number, holds = numbers.earlier(index)
        return tuple_of(run, (number, None)), holds

    return Last(tuple_of(run, (numbers.item, None)), numbers.follows, earlier)


def _has_another_name(run: Run, name: str, value: Value) -> bool:
    """Whether another name or attribute holds the same: then it may change under that one."""
    symbol, own = value[0][0], variable(run, name)
    others = (each for key, each in run.state.values.items() if key != own)
    return any(atom is symbol for each in others for atom, _ in each)


def tuple_of(run: Run, parts: Sequence[Value | None]) -> Value:
    """A tuple of these; None for what is not known."""
    values = run.world.values
    known = tuple(singleton(values.fresh()) if part is None else part for part in parts)
    return singleton(values.symbol(("tuple", known), "true"))
