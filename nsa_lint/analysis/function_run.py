"""A run over one function in the world of its module: the same conditions, values and chains."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from nsa_lint.analysis.blame import Blame
from nsa_lint.analysis.budgets import Effort
from nsa_lint.analysis.chains import name_of
from nsa_lint.analysis.interpreter import LANGUAGE
from nsa_lint.analysis.ir import Block
from nsa_lint.analysis.liveness import Reads
from nsa_lint.analysis.liveness import Values as Asked
from nsa_lint.analysis.names import Frame, Names
from nsa_lint.analysis.relevance import Slice, relevant
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.state import State
from nsa_lint.analysis.trace import Trace
from nsa_lint.analysis.values import singleton
from nsa_lint.dispatch.guards import DispatchGuards
from nsa_lint.syntax.definitions import Definition
from nsa_lint.syntax.scopes import FUNCTIONS, body_of, children, mentioned, parameters


def run_of(module: Run, definition: Definition, entry: State, whole: bool, gate: bool, effort: Effort) -> Run:
    """A run over a function, at its beginning.

    `entry`: the module's names where the function is called; `whole`: for what it does besides reading them.
    """
    body = body_of(definition.node)
    unbound = entry.unbound
    world = module.world
    own = world.lowering.scope(definition.node).bound
    if whole or not gate:
        sliced = Slice(frozenset(), frozenset(mentioned(definition.node) | own))
    else:
        mentions = world.module.text.words_in(body) - own
        unbound = {key: tags for key, tags in unbound.items() if name_of(key) in mentions}
        block = world.lowering.block(definition.node)
        reads = _reads(block, body, frozenset(map(name_of, unbound)), world.guards)
        sliced = relevant(block, world.lowering, world.module, reads, coarse=effort is Effort.MERGED)
        helpers = world.lowering.helpers.mentioned(block)
        asked = Asked(block, sliced.skipped, world.module.text.holds("lambda", body), helpers)
        sliced = replace(sliced, reads=reads, asked=asked)
    owner = id(definition.owner) if definition.owner else id(definition.node)
    names = {name: f"{name}@{owner if name == 'self' else id(definition.node)}" for name in own}
    unknown = {
        names[argument.arg]: singleton(world.values.fresh())
        for argument in parameters(definition.node)
        if argument.arg != "self" and argument.arg in own
    }
    return Run(
        world,
        LANGUAGE,
        sliced,
        effort,
        State(world.bdd.and_(module.state.reach, entry.reach), dict(unbound), entry.values | unknown),
        Names(Frame(names), body, around=world.module.names.hidden_in(definition.node)),
        Trace(world.bdd, module.trace.met, records_calls=whole),
        Blame(world.chains),
    )


def _reads(block: Block, body: Sequence[ast.AST], names: frozenset[str], guards: DispatchGuards) -> Reads:
    """Every place where a function mentions one of these names of its module."""
    mentions = guards.module.text.mentions_of(names, body)
    places: set[int] = set()
    anytime: set[str] = set()  # what its own functions and classes mention
    stack = [*body]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.stmt) and not mentions.within(node):
            continue
        if isinstance(node, ast.Name):
            places.add(id(node))
        elif isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            anytime |= mentioned(node)
        stack += children(node)
    return Reads(block, names, places, names & anytime, mentions)
