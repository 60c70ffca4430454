"""How to walk over lowered steps."""

from __future__ import annotations

from collections.abc import Iterator

from nsa_lint.analysis.ir import Block, Step


def steps_of(block: Block) -> Iterator[Step]:
    """The steps of one scope at any depth, in the order of the text."""
    stack = [*block[::-1]]
    while stack:
        step = stack.pop()
        yield step
        for inner in step.blocks[::-1]:
            stack += inner[::-1]
