"""What a module binds at its end on some of its paths only: by which dispatch, and what that depends on."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nsa_lint.analysis.bdd import TooComplex
from nsa_lint.analysis.lower import Lowering
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.scope import deep_recursion, walk_scope_body
from nsa_lint.analysis.witness import left_unbound
from nsa_lint.dispatch.guards import DispatchGuards
from nsa_lint.model import UnboundRead
from nsa_lint.options import Options
from nsa_lint.package.guard_words import Guard, GuardWords
from nsa_lint.package.index import Index, Module
from nsa_lint.package.layout import Layout
from nsa_lint.package.outline import outline, stamp
from nsa_lint.syntax.scopes import bound_names, dotted, walk_scope

_NODES = 20_000  # for a module that another imports from: of one that needs more, nothing is said
_OTHERWISE = frozenset(("__getattr__", "*"))  # a module that binds one of these may have any name


@dataclass(frozen=True, slots=True)
class Export:
    """A name that a dispatch of the module leaves out. The read of the proof is the module's end."""

    proof: UnboundRead
    guard: Guard


@dataclass(frozen=True, slots=True)
class Exports:
    """Of one module. `consulted`: the files on which that depends, with digests; `stamps`: when they were written."""

    names: Mapping[str, Export]
    consulted: Mapping[str, str]
    stamps: Mapping[str, tuple[int, int] | None]


_known: dict[tuple[str, tuple[str, ...], tuple[str, ...]], Exports] = {}
_MOST = 5_000  # modules that are remembered


def exports_of(path: str, layout: Layout, options: Options) -> Exports:
    """The names of a module that it may not bind; worked out once for as long as the files are as they were."""
    key = path, options.guards, options.no_return
    known = _known.get(key)
    if known is None or any(stamp(each) != when for each, when in known.stamps.items()):
        index = Index(layout)
        names = dict(_exports(path, index, options))
        if len(_known) >= _MOST:
            _known.clear()
        known = _known[key] = Exports(names, index.consulted, {each: stamp(each) for each in index.consulted})
    return known


def _exports(path: str, index: Index, options: Options) -> Iterator[tuple[str, Export]]:
    module = index.module(path)
    words = GuardWords(index)
    if module is not None and module.tree.body:
        for name, proof in _left_out(module, outline(path).perhaps, options):
            yield name, Export(proof, words.guard(module, proof))


def _left_out(module: Module, names: frozenset[str], options: Options) -> list[tuple[str, UnboundRead]]:
    """Of `names` those that a dispatch of the module leaves unbound on some path to its end."""
    if not _OTHERWISE.isdisjoint(bound_names(module.tree.body, False)) or _replaces_itself(module.tree):
        return []
    everything = Options("all", options.guards, options.no_return, max_nodes=min(_NODES, options.max_nodes))
    facts = module.facts
    guards = DispatchGuards(facts, everything)
    try:
        with deep_recursion():
            run = walk_scope_body(
                module.tree, guards, everything, Lowering(facts), True, read_by_functions=True, only=names
            )
            return [*_unbound(run, names - facts.names.rebound)] if run is not None else []
    except (TooComplex, RecursionError):
        return []


def _unbound(run: Run, names: frozenset[str]) -> Iterator[tuple[str, UnboundRead]]:
    for name in sorted(names & run.state.unbound.keys()):
        proof = left_unbound(run, name)
        if proof is not None and proof.chain.dispatch:
            yield name, proof


def _replaces_itself(tree: ast.Module) -> bool:
    """Whether the module has names that no binding shows: `globals()`, `sys.modules[__name__]`, `exec`."""
    return any(
        each.id in ("globals", "vars", "locals", "exec")
        if isinstance(each, ast.Name)
        else isinstance(each, ast.Subscript)
        and dotted(each.value) == "sys.modules"
        and dotted(each.slice) == "__name__"
        for each in walk_scope(tree.body)
    )
