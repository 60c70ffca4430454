"""Focus: of a function that is too large, the names that decide whether something is bound where it is read.

A test that mentions none of them may go either way each time: what is walked then is more than what the function can
do, and little of its size is left. The names are those of the tests around each place that binds or reads one of the
names that may be unbound; then, step by step, those that they are made from, and those of further tests of them.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from nsa_lint.analysis.dependence import dependence_of
from nsa_lint.analysis.ir import Block, Branch, Compound, Loop, Require, Step
from nsa_lint.analysis.liveness import Reads
from nsa_lint.analysis.lower import Lowering
from nsa_lint.analysis.names import BUILTINS
from nsa_lint.analysis.steps import steps_of
from nsa_lint.syntax.scopes import COMPREHENSIONS, children, walk

Words = frozenset[str]


def words_of(nodes: Iterable[ast.AST]) -> Words:
    """The names in nodes; `name.attribute` where that is all that is used of the object."""
    found: set[str] = set()
    stack = [*nodes]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(f"{node.value.id}.{node.attr}")
        elif isinstance(node, ast.Name):
            found.add(node.id)
        else:
            stack += children(node)
    return frozenset(found - BUILTINS)


def foci(block: Block, lowering: Lowering, reads: Reads, functions: Words) -> Iterator[Words]:
    """Ever larger sets of words that decide. The first: what two of the tests around mention.

    `functions`: inner ones, which are followed.
    """
    around: Counter[str] = Counter()
    for step in block:
        _add_around(step, reads, around)
    made_from = dependence_of(block, lowering)
    tests = [words_of([test]) for step in steps_of(block) for test in _tests(step)]
    pairs = made_from.second_names
    yield _with_second_names(functions.union(word for word, times in around.items() if times > 1), pairs)
    found = functions.union(around)
    while True:
        found = _with_second_names(found, pairs)
        yield found
        larger = found.union(*(made_from.feeds(word) for word in found)) - BUILTINS
        if larger == found:
            larger = found.union(*(test for test in tests if not test.isdisjoint(found)))
        if larger == found:
            return
        found = larger


def _with_second_names(words: Words, pairs: Sequence[tuple[str, str]]) -> Words:
    """With the other names of the same objects: what changes under one changes under all."""
    while more := {name for pair in pairs if not words.isdisjoint(pair) for name in pair} - words:
        words |= more
    return words


def _add_around(step: Step, reads: Reads, around: Counter[str]) -> bool:
    """Adds the words of the tests around each place that matters; whether one is in this step."""
    here = False
    for inner in (inner for block in step.blocks for inner in block):
        here |= _add_around(inner, reads, around)
    live = None if isinstance(step, Compound) else reads.after.get(id(step.node))
    for part in step.parts:
        if reads.matters(part, live):
            here = True
            for node in walk(part):
                around.update(words_of(_tests_inside(node, reads)))
    if here:
        around.update(words_of(_tests(step)))
    return here


def _tests_inside(node: ast.AST, reads: Reads) -> Sequence[ast.AST]:
    """What decides whether the operands of an expression are evaluated in which a name may be read unbound."""
    if isinstance(node, ast.IfExp) and (reads.decides(node.body) or reads.decides(node.orelse)):
        return [node.test]
    if isinstance(node, ast.BoolOp):
        last = max((index for index, operand in enumerate(node.values) if reads.decides(operand)), default=0)
        return node.values[:last]
    if isinstance(node, COMPREHENSIONS):
        first, *further = node.generators
        made = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        if any(map(reads.decides, [*made, *first.ifs, *further])):
            return [first.iter, *first.ifs, *further]
    return ()


def _tests(step: Step) -> Iterator[ast.AST]:
    """What decides where a path goes on from a step."""
    if isinstance(step, Branch):
        if step.subject is not None:
            yield step.subject
        for arm in step.arms:
            yield from arm.parts
    elif isinstance(step, Loop):
        yield step.head
    elif isinstance(step, Require):
        yield step.node.test
