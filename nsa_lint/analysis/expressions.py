"""Expressions: what they read and bind, and what they are.

Guards are value-numbered. An expression becomes a symbol whose key is its operator and the values of its
operands, so two occurrences are the same guard exactly if nothing that they mention was rebound between them;
the equivalent forms (`not`, `!=`, `is not`, `not in`, `bool(x)`, `len(x) > 0`, a walrus for its value) meet in
one condition.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.calls import awaited, call, call_at_once
from nsa_lint.analysis.closures import escaping_lambda, handed_on, read
from nsa_lint.analysis.comparisons import conditional, narrowed, truth
from nsa_lint.analysis.comprehensions import comprehension, generator
from nsa_lint.analysis.containers import has_items, held_by, item
from nsa_lint.analysis.empties import COUNT, counted
from nsa_lint.analysis.helper_calls import read_property
from nsa_lint.analysis.members import answered, keeps_names, module_name
from nsa_lint.analysis.namespaces import is_bound
from nsa_lint.analysis.operators import binary, unary
from nsa_lint.analysis.run import AtOnce, Run
from nsa_lint.analysis.slices import sliced
from nsa_lint.analysis.values import NONE, Const, Symbol, Value, only, singleton
from nsa_lint.analysis.variables import bind, derived, looked_into, path, peek, plain
from nsa_lint.syntax.namespaces import asked
from nsa_lint.syntax.scopes import children, dotted


def constant(run: Run, node: ast.Constant) -> Value:
    return singleton(Const(node.value))


def walrus(run: Run, node: ast.NamedExpr) -> Value:
    value = run.evaluate(node.value)
    bind(run, node.target.id, value)
    return value


def attribute(run: Run, node: ast.Attribute) -> Value:
    is_count = node.attr == COUNT and counted(run, peek(run, node.value)) is not None
    holder = plain(run, node.value) if is_count else run.evaluate(node.value)
    base = run.world.values.identity(holder)
    if not (run.exits.catching and run.world.module.classes.sets(node)):
        run.may_raise_again(node, ("attribute", node.attr), base)
    if isinstance(node.ctx, ast.Load):
        looked_into(run, base, node.attr)
    if run.slice.unknown_path(node):
        dispatch = run.world.guards.is_guard(node) or any(
            isinstance(atom, Symbol) and atom.dispatch for atom, _ in base
        )
        return singleton(run.world.values.fresh(dispatch=dispatch))
    stored = run.state.values.get(path(run, node))
    if stored is not None:
        return stored
    owner = dotted(node.value)
    if owner and run.names.of_module(owner.partition(".")[0]):
        member = run.world.module.constants.members(owner).get(node.attr)
        if member is not None and ("." not in owner or keeps_names(run, owner)):
            return singleton(Const(member))
    result = derived(run, node, ("attribute", node.attr), base)
    answer = read_property(run, node, base)
    if answer is None:
        answer = answered(run, holder, node.attr, node)
    if answer is None and is_count:
        answer = counted(run, holder)
    if answer is None:
        answer = _meant(run, node)
    return result if answer is None else run.answer(answer, result)


def _meant(run: Run, node: ast.Attribute) -> Value | None:
    """What the package says that an attribute is; not with a focus, which may leave out what that is made of."""
    package = run.world.module.package
    meaning = package.meaning(node) if package is not None and run.slice.focus is None else None
    return run.evaluate(meaning) if meaning is not None else None


def subscript(run: Run, node: ast.Subscript) -> Value:
    base, index = plain(run, node.value), run.evaluate(node.slice)
    run.may_raise_again(node, ("item", index), base)
    if isinstance(node.slice, ast.Slice):
        return sliced(run, node, base, index)
    if isinstance(node.ctx, ast.Load) and _gives_an_item(index) and _is_followed(run, node.value):
        run.state.assume(run.world.bdd.and_(run.state.reach, run.world.values.test(base, run.world.values.truth)))
    _assume_key(run, node)
    place = only(index)
    if isinstance(place, Const) and any(map(has_items, base)):
        return run.world.values.union((item(run, atom, place), condition) for atom, condition in base)
    return _of_field(run, base, index, derived(run, node, "item", base, index))


def _assume_key(run: Run, node: ast.Subscript) -> None:
    """What is read from a dict of the module that stays as it is, `SIZES[kind]`, was under one of its keys."""
    table = node.value
    if not isinstance(table, ast.Name) or not isinstance(node.slice, (ast.Name, ast.Attribute)):
        return
    if run.names.of_module(table.id) and table.id in run.world.module.tables:
        is_key = ast.copy_location(ast.Compare(node.slice, [ast.In()], [table]), node)
        run.state.assume(run.world.bdd.and_(run.state.reach, truth(run, is_key)))


def _of_field(run: Run, base: Value, index: Value, result: Value) -> Value:
    """`NAME[key]["field"]` of a dict of dicts of the module is one of the constants that these hold."""
    if not (base and index and result):
        return result  # on no path
    holder, place, found = base[0][0], index[0][0], result[0][0]
    if isinstance(place, Const) and isinstance(holder, Symbol) and isinstance(found, Symbol) and found.among is None:
        key = holder.key
        table = module_name(key[1]) if isinstance(key, tuple) and key[0] == "item" else ""
        if table and found.truth is None:
            found.limit_to(run.world.module.fields.get((table, str(place.value))))
    return result


def _gives_an_item(index: Value) -> bool:
    """Whether this is a whole number: what has an item of that number is not empty."""
    atom = only(index)
    return isinstance(atom, Const) and type(atom.value) is int


def _is_followed(run: Run, node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in run.slice.deciding


def slices(run: Run, node: ast.Slice) -> Value:
    parts = [run.evaluate(part) if part else singleton(NONE) for part in (node.lower, node.upper, node.step)]
    return derived(run, node, "slice", *parts, kind="true")


def tuples(run: Run, node: ast.Tuple) -> Value:
    seen = [plain(run, element) for element in node.elts]
    values = tuple(handed_on(run, element, value) for element, value in zip(node.elts, seen, strict=True))
    if all(len(value) == 1 and isinstance(value[0][0], Const) for value in values):
        return singleton(Const(tuple(value[0][0].value for value in values)))  # type: ignore[union-attr]
    starred = any(isinstance(element, ast.Starred) for element in node.elts)
    return singleton(run.world.values.symbol(("tuple", values), "object" if starred else "true"))


def display(run: Run, node: ast.List | ast.Set | ast.Dict) -> Value:
    elements = node.keys if isinstance(node, ast.Dict) else node.elts
    held = None
    if len(elements) <= _FEW:
        held = held_by(run, node)
    else:
        for child in children(node):
            run.effects(child)
    surely = any(element is not None and not isinstance(element, ast.Starred) for element in elements)
    truth = TRUE if surely else None if elements else FALSE
    return singleton(run.world.values.contents("object", truth, held=held))


def f_string(run: Run, node: ast.JoinedStr) -> Value:
    parts = [part for part in node.values if isinstance(part, ast.FormattedValue)]
    # `f"{x:{width}}"`: the format is an f-string of its own, evaluated right after what it formats
    read = [each for part in parts for each in (part.value, part.format_spec) if each is not None]
    values = tuple(run.evaluate(each) for each in read)
    has_text = any(isinstance(part, ast.Constant) and part.value for part in node.values)
    return singleton(run.world.values.symbol(("f-string", ast.dump(node), values), "true" if has_text else "object"))


def comparison(run: Run, node: ast.Compare) -> Value:
    question = asked(node)
    if question is not None:
        bound = is_bound(run, question)
        return run.world.values.boolean(bound if isinstance(node.ops[0], ast.In) else run.world.bdd.not_(bound))
    return run.world.values.boolean(truth(run, node))


def operands(run: Run, node: ast.BoolOp) -> Value:
    """`a and b` is a where a is false, else b."""
    is_and = isinstance(node.op, ast.And)
    bdd, values = run.world.bdd, run.world.values
    parts: list[tuple[Value, int]] = []
    running = TRUE
    for index, operand in enumerate(node.values):
        evaluate = partial(plain, run, operand)
        value = narrowed(run, operand, running, evaluate) if index else evaluate()
        condition = values.test(value, values.truth)
        if condition > TRUE and not isinstance(operand, (ast.BoolOp, ast.Compare, ast.UnaryOp)):
            run.trace.meet(operand, condition, bdd.and_(run.state.reach, running))
        value = handed_on(run, operand, value)
        goes_on = condition if is_and else bdd.not_(condition)
        if index == len(node.values) - 1:
            parts.append((value, running))
        else:
            parts.append((value, bdd.minus(running, goes_on)))
        running = bdd.and_(running, goes_on)
    return values.union(parts)


def starred(run: Run, node: ast.Starred) -> Value:
    value = run.evaluate(node.value)
    run.may_raise(node)
    return value


_FEW = 16  # a longer display is evaluated for its effects only

# Any other expression is evaluated for its parts, and is an unknown each time
EXPRESSIONS: Mapping[type, Callable[[Run, Any], Value]] = {
    ast.Constant: constant,
    ast.Name: read,
    ast.NamedExpr: walrus,
    ast.Attribute: attribute,
    ast.Subscript: subscript,
    ast.Slice: slices,
    ast.Tuple: tuples,
    ast.List: display,
    ast.Set: display,
    ast.Dict: display,
    ast.JoinedStr: f_string,
    ast.UnaryOp: unary,
    ast.BinOp: binary,
    ast.Compare: comparison,
    ast.BoolOp: operands,
    ast.IfExp: conditional,
    ast.Lambda: escaping_lambda,
    ast.ListComp: comprehension,
    ast.SetComp: comprehension,
    ast.DictComp: comprehension,
    ast.GeneratorExp: generator,
    ast.Starred: starred,
    ast.Await: awaited,
    ast.Call: call,
    AtOnce: call_at_once,
}
