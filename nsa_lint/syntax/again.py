"""Imports of a file that cannot fail, since the same ones have worked before: `import lib.part`, then `import lib`.

Python keeps what it has imported. `from lib.part import other` may still fail: another version may not have it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence, Set

from nsa_lint.syntax.completion import Completion
from nsa_lint.syntax.done import done_by
from nsa_lint.syntax.imported import left_by, taken_by
from nsa_lint.syntax.literals import text_of
from nsa_lint.syntax.scopes import Function, dotted, walk

_Facts = frozenset[str]
_NONE: _Facts = frozenset()
# What takes modules away again, or imports in its own way
CHANGING = frozenset("modules meta_path path_hooks __import__ builtins".split())
MODULES = "sys.modules"
_COMPLETION = Completion(lambda _: False, lambda _: True)  # what calls do is not looked up


def imports_again(tree: ast.Module, words: Set[str]) -> frozenset[int]:
    """`id` of such imports. `words`: of the file's text."""
    return frozenset(map(id, _in(tree.body, _NONE, None))) if CHANGING.isdisjoint(words) else frozenset()


def looked_up(tree: ast.Module, words: Set[str]) -> frozenset[str]:
    """What a file looks for by `"module" in sys.modules`, as facts; nothing where it does anything else with these."""
    if "modules" not in words:
        return _NONE
    nodes = [*walk(tree)]
    tests = [node for node in nodes if isinstance(node, ast.Compare) and is_membership(node)]
    read = [
        node
        for node in nodes
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and dotted(node.value) == MODULES
    ]
    if sum(isinstance(node, ast.Attribute) and dotted(node) == MODULES for node in nodes) > len(tests) + len(read):
        return _NONE
    return frozenset(f"{text_of(test.left)}:" for test in tests)


def is_membership(test: ast.Compare) -> bool:
    """Whether this is `"module" in sys.modules`, or `not in`."""
    return (
        len(test.ops) == 1
        and isinstance(test.ops[0], (ast.In, ast.NotIn))
        and dotted(test.comparators[0]) == MODULES
        and text_of(test.left) is not None
    )


def _in(body: Sequence[ast.stmt], known: _Facts, of_module: _Facts | None) -> Iterator[ast.stmt]:
    """Those in some statements. `known`: what has been imported before these.

    `of_module`: in a function, what its module has before it. A function runs after the statements before it.
    """
    for statement in body:
        taken = {*taken_by(statement)}
        if taken and taken <= known:
            yield statement
        if isinstance(statement, Function):
            before = known if of_module is None else of_module
            yield from _in(statement.body, before, before)
        else:
            for block, inside in _blocks(statement):
                yield from _in(block, known.union(inside), of_module)
        known = known.union(_left_by([statement]))


def known_at(body: Sequence[ast.stmt], known: Set[str] = _NONE) -> Iterator[tuple[ast.stmt, _Facts]]:
    """The statements of a function, those in others too, each with what the function has imported before it."""
    for statement in body:
        yield statement, frozenset(known)
        for block, inside in _blocks(statement) if not isinstance(statement, (Function, ast.ClassDef)) else ():
            yield from known_at(block, known | inside)
        known = known | _left_by([statement])


def _blocks(statement: ast.stmt) -> Iterator[tuple[Sequence[ast.stmt], _Facts]]:
    """The blocks of a statement, each with what the statement itself has imported before it."""
    if isinstance(statement, ast.Match):
        yield from ((case.body, _NONE) for case in statement.cases)
        return
    for name in ("body", "orelse", "finalbody"):
        inside = _left_by(statement.body) if isinstance(statement, ast.Try) and name == "orelse" else _NONE
        yield getattr(statement, name, ()), inside
    yield from ((handler.body, _NONE) for handler in getattr(statement, "handlers", ()))


def _left_by(body: Sequence[ast.stmt]) -> _Facts:
    return frozenset(left_by(each for statement in body for each in done_by(statement, _COMPLETION)))
