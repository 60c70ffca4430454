"""How to walk over lowered steps."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from nsa_lint.analysis.ir import Block, Protect, Step
from nsa_lint.syntax.assigning import targets_of
from nsa_lint.syntax.literals import is_none


def steps_of(block: Block) -> Iterator[Step]:
    """The steps of one scope at any depth, in the order of the text."""
    stack = [*block[::-1]]
    while stack:
        step = stack.pop()
        yield step
        for inner in step.blocks[::-1]:
            stack += inner[::-1]


def made_none(block: Block) -> Iterator[str]:
    """The names that handlers bind to None: where something looks into one of them, the body has not failed."""
    for handler in (each for step in steps_of(block) if isinstance(step, Protect) for each in step.handlers):
        for node in (inner.node for inner in handler.block):
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and is_none(node.value):
                yield from (target.id for target in targets_of(node) if isinstance(target, ast.Name))
