"""What the patterns of a `match` compare with, as far as the text says."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat

from nsa_lint.syntax.scopes import dotted, walk


def alternatives(patterns: Sequence[ast.pattern]) -> Iterator[ast.pattern]:
    for pattern in patterns:
        if isinstance(pattern, ast.MatchOr):
            yield from alternatives(pattern.patterns)
        elif isinstance(pattern, ast.MatchAs) and pattern.pattern is not None:
            yield from alternatives([pattern.pattern])
        else:
            yield pattern


def parts_of(pattern: ast.pattern, size: int) -> Sequence[ast.pattern | None]:
    """The patterns of the items of a tuple of this size; None where it is unclear."""
    if is_open(pattern):
        return [pattern] * size
    if isinstance(pattern, ast.MatchSequence) and len(pattern.patterns) == size and not _has_star(pattern):
        return pattern.patterns
    return [*repeat(None, size)]


def _has_star(pattern: ast.MatchSequence) -> bool:
    return any(isinstance(each, ast.MatchStar) for each in pattern.patterns)


def is_open(pattern: ast.pattern) -> bool:
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None


def singletons(patterns: Sequence[ast.pattern]) -> Iterator[ast.MatchSingleton]:
    return (each for each in alternatives(patterns) if isinstance(each, ast.MatchSingleton))


def are_flags(patterns: Sequence[ast.pattern | None]) -> bool:
    """Whether these compare with True or False, and with nothing else."""
    flags = 0
    for pattern in patterns:
        if isinstance(pattern, ast.MatchSingleton) and pattern.value is not None:
            flags += 1
        elif pattern is None or not is_open(pattern):
            return False
    return flags > 0


def is_compared(body: Iterable[ast.AST], subject: ast.expr) -> bool:
    """Whether the statements of a scope compare a subject with anything but True and False, or ask for its class."""
    name = ast.dump(subject)

    def means(node: ast.expr) -> bool:
        return ast.dump(node) == name

    def compares(node: ast.AST) -> bool:
        if isinstance(node, ast.Compare):
            others = [each for each in (node.left, *node.comparators) if not means(each)]
            flags = [each for each in others if isinstance(each, ast.Constant) and isinstance(each.value, bool)]
            return len(others) <= len(node.comparators) and len(flags) < len(others)
        if isinstance(node, ast.Call):
            return dotted(node.func) == "isinstance" and bool(node.args) and means(node.args[0])
        if isinstance(node, ast.Match):
            return means(node.subject) and not are_flags([*alternatives([each.pattern for each in node.cases])])
        return False

    return any(compares(node) for statement in body for node in walk(statement))
