"""Which functions inside a scope may set names of it, in no direction: by the words of the text."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from nsa_lint.analysis.ir import NOTHING, Bind, Block, Define
from nsa_lint.analysis.lower import Lowering
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.scopes import bound_names


@dataclass(frozen=True, slots=True)
class Setters:
    """`names`: what functions declare `nonlocal`; `functions`: whatever may lead to one of these, by name."""

    names: frozenset[str] = NOTHING
    functions: frozenset[str] = NOTHING


NO_SETTERS = Setters()


def setters_of(block: Block, lowering: Lowering, module: ModuleFacts) -> Setters:
    """Those of a scope: functions and methods at any depth, what they are called by, and what is given one of them."""
    if not module.has_nonlocal:
        return NO_SETTERS
    names = NOTHING
    found: set[str] = set()
    leading: list[tuple[set[str], set[str]]] = []  # what a step names, and the words in it
    for step in lowering.everywhere(block):
        if isinstance(step, Define):
            declared = lowering.scope(step.node).nonlocals
            names |= declared
            if declared:
                found.add(step.node.name)
            leading.append(({step.node.name}, module.text.words_in([step.node])))
        elif isinstance(step, Bind) and isinstance(step.node, (ast.Assign, ast.AnnAssign)):
            leading.append((bound_names(step.parts), module.text.words_in([step.node])))
    while new := set[str]().union(*(named for named, words in leading if not found.isdisjoint(words))) - found:
        found |= new
    return Setters(names, frozenset(found))
