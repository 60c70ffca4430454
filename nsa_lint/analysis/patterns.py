"""Structural patterns: the condition under which one matches, and what its names are then.

A sequence pattern asks whether the subject is a sequence, how long it is, and its items; a mapping pattern asks for
keys, a class pattern for the class and attributes. Each of these is the same condition wherever it is asked, in
another pattern, by `isinstance`, `len`, `in` or an index.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.builtin_calls import is_one_of
from nsa_lint.analysis.comparisons import compare_values
from nsa_lint.analysis.containers import item, length
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.values import Const, Symbol, Value, singleton
from nsa_lint.analysis.variables import derived
from nsa_lint.syntax.builtin_classes import BUILTIN, MAPPING, SEQUENCE
from nsa_lint.syntax.patterns import alternatives, are_flags, is_compared, is_open, parts_of, singletons
from nsa_lint.syntax.scopes import dotted

_LONGEST = 4  # items from the end are known by their place up to this length


@dataclass(slots=True)
class Matched:
    """`condition`: when a pattern matches; `names`: what it binds then."""

    condition: int
    names: dict[str, Value] = field(default_factory=dict)


def subject_of(run: Run, node: ast.expr) -> Value:
    """The value of a subject; a list that is written there has items, as a tuple has."""
    if isinstance(node, ast.List) and not any(isinstance(element, ast.Starred) for element in node.elts):
        return run.evaluate(ast.copy_location(ast.Tuple(node.elts, ast.Load()), node))
    return run.evaluate(node)


def match(run: Run, node: ast.pattern, subject: Value) -> Matched:
    """Evaluates a pattern."""
    return _PATTERNS[node.__class__](run, node, subject)


def _singleton(run: Run, node: ast.MatchSingleton, subject: Value) -> Matched:
    values = run.world.values
    return Matched(values.test(subject, lambda atom: values.is_same(atom, node.value)))


def _value(run: Run, node: ast.MatchValue, subject: Value) -> Matched:
    return Matched(compare_values(run, ast.Eq(), subject, run.evaluate(node.value), node.value))


def _as(run: Run, node: ast.MatchAs, subject: Value) -> Matched:
    found = match(run, node.pattern, subject) if node.pattern is not None else Matched(TRUE)
    if node.name is not None:
        found.names[node.name] = run.world.values.shared(subject)
    return found


def _or(run: Run, node: ast.MatchOr, subject: Value) -> Matched:
    """Alternatives, tried in order; all bind the same names."""
    values, bdd = run.world.values, run.world.bdd
    result = FALSE
    parts: dict[str, list[tuple[Value, int]]] = {}
    for alternative in node.patterns:
        found = match(run, alternative, subject)
        here = bdd.minus(found.condition, result)
        for name, value in found.names.items():
            parts.setdefault(name, []).append((value, here))
        result = bdd.or_(result, found.condition)
    return Matched(result, {name: values.union(each) for name, each in parts.items()} if result != FALSE else {})


def _sequence(run: Run, node: ast.MatchSequence, subject: Value) -> Matched:
    values, bdd = run.world.values, run.world.bdd
    star = next((index for index, each in enumerate(node.patterns) if isinstance(each, ast.MatchStar)), None)
    fixed = len(node.patterns) - (star is not None)
    long = singleton(Const(fixed))
    lengths = values.union((singleton(length(run, atom)), condition) for atom, condition in subject)
    compared = compare_values(run, ast.Eq() if star is None else ast.GtE(), lengths, long, ast.Constant(fixed))
    found = Matched(bdd.and_(values.test(subject, lambda atom: values.is_a(atom, SEQUENCE)), compared))
    for index, pattern in enumerate(node.patterns):
        if found.condition == FALSE:
            break
        if isinstance(pattern, ast.MatchStar):
            if pattern.name is not None:
                more = compare_values(run, ast.Gt(), lengths, long, ast.Constant(fixed))
                found.names[pattern.name] = singleton(values.contents("object", more))
            continue
        if _asks_nothing(pattern):
            continue
        if star is None or index < star:
            each = _item(run, subject, index)
        else:
            each = _item_from_the_end(run, subject, lengths, len(node.patterns) - index, fixed)
        _add(run, found, match(run, pattern, each))
    return found


def _asks_nothing(node: ast.pattern) -> bool:
    return isinstance(node, ast.MatchAs) and node.pattern is None and node.name is None


def _add(run: Run, found: Matched, part: Matched) -> None:
    """A part of a pattern has to match as well."""
    found.condition = run.world.bdd.and_(found.condition, part.condition)
    found.names |= part.names


def _item(run: Run, subject: Value, index: int) -> Value:
    return run.world.values.union((item(run, atom, Const(index)), condition) for atom, condition in subject)


def _item_from_the_end(run: Run, subject: Value, lengths: Value, back: int, least: int) -> Value:
    """The item at `-back`: for a few lengths, by its place from the front."""
    values, bdd = run.world.values, run.world.bdd
    parts: list[tuple[Value, int]] = []
    rest = TRUE
    for size in range(least, _LONGEST + 1):
        is_long = values.test(lengths, lambda atom, size=size: values.equals(atom, size))  # type: ignore[misc]
        parts.append((_item(run, subject, size - back), bdd.and_(is_long, rest)))
        rest = bdd.minus(rest, is_long)
    return values.union([*parts, (_item(run, subject, -back), rest)])


def _mapping(run: Run, node: ast.MatchMapping, subject: Value) -> Matched:
    values, bdd = run.world.values, run.world.bdd
    found = Matched(values.test(subject, lambda atom: values.is_a(atom, MAPPING)))
    for key, pattern in zip(node.keys, node.patterns, strict=True):
        index = run.evaluate(key)
        held = compare_values(run, ast.In(), index, subject, key)
        found.condition = bdd.and_(found.condition, held)
        if not _asks_nothing(pattern):
            _add(run, found, match(run, pattern, derived(run, node, "item", subject, index)))
    if node.rest is not None:
        found.names[node.rest] = singleton(values.fresh("object"))
    return found


def _class(run: Run, node: ast.MatchClass, subject: Value) -> Matched:
    values = run.world.values
    run.effects(node.cls)
    found = Matched(is_one_of(run, node.cls, subject))
    name = dotted(node.cls)
    for index, pattern in enumerate(node.patterns):
        itself = name in BUILTIN and index == 0
        part = subject if itself else derived(run, node, ("argument", name, index), values.identity(subject))
        _add(run, found, match(run, pattern, part))
    for attribute, pattern in zip(node.kwd_attrs, node.kwd_patterns, strict=True):
        if name == "object":  # of which only the attributes are asked
            has = derived(run, node, ("has", attribute), values.identity(subject))
            _add(run, found, Matched(values.test(has, values.truth)))
        part = derived(run, node, ("attribute", attribute), values.identity(subject))
        _add(run, found, match(run, pattern, part))
    return found


_PATTERNS: Mapping[type, Callable[[Run, Any, Value], Matched]] = {
    ast.MatchAs: _as,
    ast.MatchOr: _or,
    ast.MatchSingleton: _singleton,
    ast.MatchValue: _value,
    ast.MatchSequence: _sequence,
    ast.MatchMapping: _mapping,
    ast.MatchClass: _class,
}


# -- what is compared with True and False ------------------------------------------------------------------


def compared_as_flags(run: Run, node: ast.expr, subject: Value, cases: Sequence[tuple[ast.pattern, bool]]) -> int:
    """The condition under which what a `match` compares with nothing but True and False is one of them.

    `cases`: the patterns, and whether each is guarded. Not where a last case takes what is neither.
    """
    patterns = [pattern for pattern, _ in cases]
    if isinstance(node, (ast.Tuple, ast.List)) and not any(isinstance(each, ast.Starred) for each in node.elts):
        size = len(node.elts)
        columns = [*zip(*(parts_of(each, size) for each in alternatives(patterns)), strict=True)]
        result = TRUE
        for index, column in enumerate(columns):
            if are_flags(column) and not is_compared(run.names.body, node.elts[index]):
                result = run.world.bdd.and_(result, _is_flag(run, _item(run, subject, index)))
        return result
    decided = {each.value for pattern, guarded in cases if not guarded for each in singletons([pattern])}
    takes_others = any(is_open(pattern) and not guarded for pattern, guarded in cases)
    if not are_flags([*alternatives(patterns)]) or (takes_others and decided == {True, False}):
        return TRUE
    if is_compared(run.names.body, node):
        return TRUE
    return _is_flag(run, subject)


def _is_flag(run: Run, value: Value) -> int:
    values, bdd = run.world.values, run.world.bdd
    result = FALSE
    for atom, condition in value:
        unknown = isinstance(atom, Symbol) and atom.kind == "any" and atom.among is None
        known = bdd.or_(values.is_same(atom, True), values.is_same(atom, False)) if unknown else TRUE
        result = bdd.or_(result, bdd.and_(condition, known))
    return result
