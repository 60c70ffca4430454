"""What a loop or comprehension runs over: whether it is empty, how long it is, and what its items are."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.comparisons import compare_values, is_number
from nsa_lint.analysis.items import Item, Items, unknown
from nsa_lint.analysis.last_items import last_number, last_numbered, tuple_of
from nsa_lint.analysis.run import AtOnce, Run
from nsa_lint.analysis.values import Const, Symbol, Value, only, singleton
from nsa_lint.analysis.variables import plain
from nsa_lint.syntax.scopes import dotted
from nsa_lint.syntax.splitting import METHODS as SPLITTING
from nsa_lint.syntax.splitting import gives_parts

_EMPTY = Items(FALSE, 0)
_SOME = Items(TRUE)


def iterate(run: Run, node: ast.expr) -> Items:
    """Evaluates what a loop runs over."""
    rule = _DISPLAYS.get(node.__class__)
    if rule is not None:
        return rule(run, node)
    known = _call(run, node) if isinstance(node, ast.Call) else None
    if known is not None:
        return known
    values = run.world.values
    value = run.evaluate(AtOnce(node)) if isinstance(node, ast.Call) else plain(run, node)
    run.may_raise(node)
    if len(value) == 1:
        items = _items_of(value)
        if items is not None:
            return items
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        return Items(values.test(value, values.truth))
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp)):
        return Items(values.test(value, values.truth))
    if isinstance(node, (ast.Name, ast.Attribute)):
        if _is_filled(run, node):
            return _SOME
        return Items(values.test(value, values.truth))
    return Items(values.test(value, lambda atom: values.truth(values.symbol(("runs", atom)))))


def _items_of(value: Value) -> Items | None:
    """The items of a value that is a tuple or a string of the program."""
    atom = value[0][0]
    if isinstance(atom, Const):
        if isinstance(atom.value, (tuple, str, bytes)):
            return _listed([singleton(Const(each)) for each in atom.value])
        return None
    if atom.kind == "true" and isinstance(atom.key, tuple) and atom.key[:1] == ("tuple",):
        return _listed(atom.key[1])
    return None


def _listed(items: Sequence[Value | None]) -> Items:
    return Items(TRUE, len(items), item=lambda index, later: None if later else items[index]) if items else _EMPTY


def _is_filled(run: Run, node: ast.expr) -> bool:
    """Whether this is a name of the module, or an attribute of a class of it, that holds something all the time."""
    name = dotted(node)
    return run.names.of_module(name.partition(".")[0]) and name in run.world.module.filled


# -- displays ----------------------------------------------------------------------------------------------


def _sequence(run: Run, node: ast.List | ast.Tuple) -> Items:
    run.effects(node)
    if any(isinstance(element, ast.Starred) for element in node.elts):
        return _with_unpacked(run, any(not isinstance(element, ast.Starred) for element in node.elts))
    return _listed([_constant(element) for element in node.elts])


def _set(run: Run, node: ast.Set) -> Items:
    run.effects(node)
    return _distinct(run, [None if isinstance(element, ast.Starred) else element for element in node.elts])


def _dict(run: Run, node: ast.Dict) -> Items:
    run.effects(node)
    return _distinct(run, node.keys) if node.keys else _EMPTY


def _distinct(run: Run, elements: Sequence[ast.expr | None]) -> Items:
    """Items of which equal ones count once; None for what is unpacked into them."""
    if None in elements:
        return _with_unpacked(run, any(element is not None for element in elements))
    constants = {element.value for element in elements if isinstance(element, ast.Constant)}
    return Items(TRUE, len(constants) if all(isinstance(element, ast.Constant) for element in elements) else None)


def _with_unpacked(run: Run, others: bool) -> Items:
    return _SOME if others else Items(run.world.values.choice())


def _constant(node: ast.expr) -> Value | None:
    """The value of a constant, or of a tuple of them."""
    if isinstance(node, ast.Constant):
        return singleton(Const(node.value))
    if not isinstance(node, ast.Tuple):
        return None
    parts = [element.value for element in node.elts if isinstance(element, ast.Constant)]
    return singleton(Const(tuple(parts))) if len(parts) == len(node.elts) else None


_DISPLAYS: Mapping[type, Callable[[Run, ast.expr], Items]] = {
    ast.List: _sequence,  # type: ignore[dict-item]
    ast.Tuple: _sequence,  # type: ignore[dict-item]
    ast.Set: _set,  # type: ignore[dict-item]
    ast.Dict: _dict,  # type: ignore[dict-item]
}


# -- calls -------------------------------------------------------------------------------------------------


def _call(run: Run, node: ast.Call) -> Items | None:
    """The items that a call of a known function gives; None for any other, which is not evaluated."""
    if any(isinstance(argument, ast.Starred) for argument in node.args):
        return None
    function = node.func
    method = _METHODS.get(function.attr) if isinstance(function, ast.Attribute) else None
    if method is not None and isinstance(function, ast.Attribute):
        return method(run, node, function)
    name = dotted(function)
    if not name or run.names.resolve(name.partition(".")[0]) is not None:
        return None
    rule = _BUILT_IN.get(name)
    if rule is not None:
        return None if node.keywords and name not in _WITH_KEYWORDS else rule(run, node)
    rule = _ITERTOOLS.get(run.world.module.names.itertools.get(name, ""))
    return (rule or _RANGES.get(name.rpartition(".")[2], _nothing))(run, node)


def _nothing(_run: Run, _node: ast.Call) -> Items | None:
    return None


def _rest(run: Run, node: ast.Call, first: int) -> None:
    """Evaluates the arguments that say nothing about the items."""
    for argument in (*node.args[first:], *(keyword.value for keyword in node.keywords)):
        run.effects(argument)


def _same(run: Run, node: ast.Call) -> Items | None:
    """The items of the first argument, in their order."""
    if not node.args or (dotted(node.func) == "iter" and len(node.args) > 1):
        return None
    found = iterate(run, node.args[0])
    _rest(run, node, 1)
    if not isinstance(node.args[0], (ast.List, ast.Tuple, ast.Constant)):
        run.may_raise(node)
    return found


def _reordered(run: Run, node: ast.Call) -> Items | None:
    """The items of the first argument, in another order."""
    found = _same(run, node)
    return found and replace(found, item=unknown)


def _as_set(run: Run, node: ast.Call) -> Items | None:
    found = _same(run, node)
    return found and Items(found.runs, found.length if found.length in (0, 1) else None)


def _reversed(run: Run, node: ast.Call) -> Items | None:
    found = _same(run, node)
    if found is None or found.length is None:
        return found and Items(found.runs)
    length, item = found.length, found.item
    return replace(found, item=lambda index, later: None if later else item(length - 1 - index, False))


def _enumerate(run: Run, node: ast.Call) -> Items | None:
    if not node.args:
        return None
    found = iterate(run, node.args[0])
    given = [*node.args[1:], *(keyword.value for keyword in node.keywords)]
    start = run.evaluate(given[0]) if given else singleton(Const(0))
    run.may_raise(node)
    number = _counting(run, start, 1)
    unnumbered = found.length is None and not found.endless and _whole(start) == 0
    last = last_numbered(run, node.args[0]) if unnumbered else None
    return replace(
        found, item=lambda index, later: tuple_of(run, (number(index, later), found.item(index, later))), last=last
    )


def _zip(run: Run, node: ast.Call) -> Items | None:
    if not node.args:
        return _EMPTY
    parts = [iterate(run, argument) for argument in node.args]
    _rest(run, node, len(node.args))
    run.may_raise(node)
    runs, bdd = TRUE, run.world.bdd
    for part in parts:
        runs = bdd.and_(runs, part.runs)
    lengths = [part.length for part in parts if not part.endless]
    known = [length for length in lengths if length is not None]
    length = min(known) if known and len(known) == len(lengths) else None
    items = [part.item for part in parts]
    return Items(
        runs,
        length,
        all(part.endless for part in parts),
        lambda index, later: tuple_of(run, [item(index, later) for item in items]),
    )


def _chain(run: Run, node: ast.Call) -> Items | None:
    return _one_after_another(run, node, node.args, any_runs=True)


def _product(run: Run, node: ast.Call) -> Items | None:
    return None if node.keywords else _one_after_another(run, node, node.args)


def _map(run: Run, node: ast.Call) -> Items | None:
    if len(node.args) < 2:
        return None
    run.effects(node.args[0])
    return _one_after_another(run, node, node.args[1:])


def _one_after_another(run: Run, node: ast.Call, iterables: Sequence[ast.expr], any_runs: bool = False) -> Items:
    """Has an item where all of these have one, or where any of them has."""
    bdd = run.world.bdd
    runs = FALSE if any_runs else TRUE
    for each in iterables:
        has_one = iterate(run, each).runs
        runs = bdd.or_(runs, has_one) if any_runs else bdd.and_(runs, has_one)
    run.may_raise(node)
    return Items(runs)


def _range(run: Run, node: ast.Call) -> Items | None:
    """`range` of Python or of a kernel language."""
    if not 1 <= len(node.args) <= 3:
        return None
    bounds = [run.evaluate(argument) for argument in node.args]
    _rest(run, node, len(node.args))
    if not all(isinstance(argument, ast.Constant) for argument in node.args):
        run.may_raise(node)
    low, high = (singleton(Const(0)), bounds[0]) if len(bounds) == 1 else (bounds[0], bounds[1])
    step = bounds[2] if len(bounds) == 3 else singleton(Const(1))
    numbers = [_whole(each) for each in (low, high, step)]
    start, end, stride = numbers
    length = None
    if start is not None and end is not None and stride:
        length = max(0, -((start - end) // stride))
    runs = _range_runs(run, node, low, high, step)
    last = last_number(run, node, start, high) if stride == 1 and start is not None and end is None else None
    return Items(runs, length, item=_counting(run, low, stride), last=last)


def _range_runs(run: Run, node: ast.Call, low: Value, high: Value, step: Value) -> int:
    """A step of which nothing is known counts upwards."""
    bdd, values = run.world.bdd, run.world.values
    upwards = compare_values(run, ast.Lt(), low, high, node)
    if len(node.args) < 3:
        return upwards
    downwards = compare_values(run, ast.Lt(), high, low, node)
    written = node.args[2]
    if isinstance(written, ast.UnaryOp) and isinstance(written.op, ast.USub) and _whole(step) is None:
        return downwards
    unfollowed = run.slice.either_way(written)  # then nobody knows whether something has compared it
    negative = values.test(step, lambda atom: _is_negative(run, atom, unfollowed))
    return bdd.or_(bdd.and_(negative, downwards), bdd.minus(upwards, negative))


def _is_negative(run: Run, atom: Const | Symbol, unfollowed: bool) -> int:
    if isinstance(atom, Symbol):
        return run.world.values.below(atom, (0, 0)) if atom.points or unfollowed else FALSE
    return TRUE if is_number(atom.value) and atom.value < 0 else FALSE  # type: ignore[operator]


def _whole(value: Value) -> int | None:
    """The number that a value is, where it is one whole number."""
    atom = only(value)
    return atom.value if isinstance(atom, Const) and type(atom.value) is int else None


def _counting(run: Run, start: Value, stride: int | None) -> Item:
    """What counts from `start`: a number each time, and later no smaller ones."""
    first = _whole(start)

    def item(index: int, later: bool) -> Value | None:
        if first is None or stride is None:
            return start if not index else None
        if later and stride >= 0:
            return singleton(run.world.values.whole(first + index * stride))
        return None if later else singleton(Const(first + index * stride))

    return item


def _count(run: Run, node: ast.Call) -> Items | None:
    """`itertools.count`."""
    given = [run.evaluate(argument) for argument in node.args]
    _rest(run, node, len(node.args))
    if node.keywords:
        return Items(TRUE, endless=True)
    start = given[0] if given else singleton(Const(0))
    return Items(TRUE, endless=True, item=_counting(run, start, _whole(given[1]) if len(given) > 1 else 1))


def _cycle(run: Run, node: ast.Call) -> Items | None:
    return Items(iterate(run, node.args[0]).runs, endless=True) if len(node.args) == 1 else None


def _repeat(run: Run, node: ast.Call) -> Items | None:
    if len(node.args) != 1 or node.keywords:
        return None
    value = run.evaluate(node.args[0])
    return Items(TRUE, endless=True, item=lambda *_: value)


def _view(run: Run, node: ast.Call, function: ast.Attribute) -> Items | None:
    """`.items()` and the like."""
    if node.args or node.keywords:
        return None
    values = run.world.values
    value = plain(run, function.value)
    run.may_raise(node)
    if _is_filled(run, function.value):
        return _SOME
    return Items(values.test(value, values.truth))


def _split(run: Run, node: ast.Call, _function: ast.Attribute) -> Items | None:
    """A string that is split at a separator gives a part at least."""
    if not gives_parts(node):
        return None
    values = run.world.values
    runs = values.test(run.evaluate(node), values.truth)
    return _SOME if run.world.bdd.minus(run.state.reach, runs) == FALSE else Items(runs)


_Rule = Callable[[Run, ast.Call], Items | None]
_BUILT_IN: Mapping[str, _Rule] = {
    **dict.fromkeys(("list", "tuple", "iter"), _same),
    "sorted": _reordered,
    **dict.fromkeys(("set", "frozenset"), _as_set),
    "reversed": _reversed,
    "enumerate": _enumerate,
    "zip": _zip,
    "map": _map,
    "range": _range,
}
_WITH_KEYWORDS = frozenset(("enumerate", "sorted", "zip"))
# By their last word: progress bars, and the ranges of kernel languages
_RANGES: Mapping[str, _Rule] = {
    **dict.fromkeys(("tqdm", "tqdm_notebook"), _same),
    **dict.fromkeys(("range", "trange", "prange", "static_range", "range_constexpr", "arange"), _range),
}
_ITERTOOLS: Mapping[str, _Rule] = {
    "count": _count,
    "cycle": _cycle,
    "repeat": _repeat,
    "chain": _chain,
    "product": _product,
}
_METHODS: Mapping[str, Callable[[Run, ast.Call, ast.Attribute], Items | None]] = {
    **dict.fromkeys(("items", "keys", "values"), _view),
    **dict.fromkeys(SPLITTING, _split),
}
