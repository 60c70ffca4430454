"""One scope through the pipeline: where it reads names that may be unbound, which statements matter, and the walk.

A scope is walked as exactly as its size allows: each attempt that needs too many nodes is followed by a coarser one.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from nsa_lint.analysis import budgets
from nsa_lint.analysis.assigned import possibly_unassigned
from nsa_lint.analysis.bdd import TRUE, Bdd, TooComplex
from nsa_lint.analysis.blame import Blame
from nsa_lint.analysis.budgets import Effort
from nsa_lint.analysis.chains import NONE_OF, UNASSIGNED
from nsa_lint.analysis.dependence import deciding_names, dependence_of
from nsa_lint.analysis.entry import assume_entry
from nsa_lint.analysis.interpreter import LANGUAGE, enter, walk_body
from nsa_lint.analysis.ir import Block
from nsa_lint.analysis.liveness import Reads
from nsa_lint.analysis.liveness import Values as Asked
from nsa_lint.analysis.lower import Lowering, ScopeNode
from nsa_lint.analysis.names import BUILTINS, Frame, Names
from nsa_lint.analysis.part import WHOLE, Part
from nsa_lint.analysis.reach import assigned_under_dispatch, read_where_caught
from nsa_lint.analysis.relevance import Slice, focused, relevant, whole
from nsa_lint.analysis.run import Run, World
from nsa_lint.analysis.skipped import enter_test
from nsa_lint.analysis.state import State
from nsa_lint.analysis.trace import Trace
from nsa_lint.analysis.unassigned import never_assigned
from nsa_lint.analysis.unions import Values
from nsa_lint.analysis.witness import unbound_reads
from nsa_lint.dispatch.guards import DispatchGuards
from nsa_lint.model import UnboundRead
from nsa_lint.options import Options
from nsa_lint.syntax.injected import has_injected_names
from nsa_lint.syntax.nones import NO_NONES, Nones
from nsa_lint.syntax.scopes import FUNCTIONS, Scope, mentioned

if TYPE_CHECKING:
    from nsa_lint.analysis.memory import Memory

_SMALL = 80  # lines: below that, finding out what can be skipped costs more than walking it
_DEEPEST_RECURSION = 6_000
TOO_DEEP = "its statements or expressions are nested too deeply"


@dataclass(frozen=True, slots=True)
class NotAnalysed:
    """A function that was not analysed, with the reason. `transient`: with more memory or stack it might be."""

    function: str
    line: int
    reason: str
    transient: bool = False


def analyse(
    guards: DispatchGuards,
    options: Options,
    lowering: Lowering,
    gate: bool = True,
    memory: Memory | None = None,
    part: Part = WHOLE,
) -> Iterator[UnboundRead | NotAnalysed]:
    """Every read that some path reaches while its name is unbound, function by function.

    Without the `gate` the conditions of every function are worked out: slower, with the same result. With the `memory`
    of an earlier version of the text, the functions that have changed are analysed: faster, with the same result.
    """
    if gate and options.scope == "dispatch" and not guards.may_dispatch():
        return
    if part.holds():
        yield from analyse_scope(guards.module.tree, "<module>", guards, options, lowering, gate)
    yield from analyse_functions(guards, options, lowering, gate, memory, part)


def analyse_functions(
    guards: DispatchGuards,
    options: Options,
    lowering: Lowering,
    gate: bool = True,
    memory: Memory | None = None,
    part: Part = WHOLE,
) -> Iterator[UnboundRead | NotAnalysed]:
    """The functions alone."""
    module = guards.module
    whole = not gate or options.scope == "all"
    if memory is not None:
        memory.begin(module, (options, gate, guards.shared(), lowering.scope(module.tree).bound))
    for each in module.definitions:
        if part.holds(each.name) and (whole or guards.may_dispatch(each.node)):
            found = partial(analyse_scope, each.node, each.name, guards, options, lowering, gate)
            yield from found() if memory is None else memory.found(each, found)


def analyse_scope(
    node: ScopeNode,
    name: str,
    guards: DispatchGuards,
    options: Options,
    lowering: Lowering,
    gate: bool = True,
    only: frozenset[str] | None = None,
) -> Iterator[UnboundRead | NotAnalysed]:
    """The reads that fail in one scope; with `only`, those of these names."""
    try:
        with deep_recursion():
            run = walk_scope_body(node, guards, options, lowering, gate, only=only)
            uses = [*unbound_reads(run, name, certain(node, guards, lowering, run))] if run is not None else []
    except TooComplex as reason:
        yield NotAnalysed(name, getattr(node, "lineno", 1), str(reason))
    except RecursionError:
        yield NotAnalysed(name, getattr(node, "lineno", 1), TOO_DEEP, transient=True)
    else:
        yield from uses


def certain(node: ScopeNode, guards: DispatchGuards, lowering: Lowering, run: Run) -> Container[int]:
    """Reads that no binding reaches: reported by default, in the functions and modules in which a dispatch may be."""
    if not run.trace.found or not guards.may_dispatch(None if isinstance(node, ast.Module) else node):
        return ()
    return never_assigned(node, lowering, guards.module)


def _reads(
    node: ScopeNode,
    body: Sequence[ast.AST],
    guards: DispatchGuards,
    options: Options,
    lowering: Lowering,
    read_by_functions: bool,
    only: frozenset[str] | None = None,
    nones: Nones = NO_NONES,
) -> Reads | None:
    """For the gate: where a scope reads names that may be unbound there; None where there is nothing to tell."""
    is_module = isinstance(node, ast.Module)
    scope = lowering.scope(node)
    if not is_module and _binds_nothing(node, scope, guards):
        return None
    # what functions read of the module is looked at elsewhere, unless it calls them itself
    called = _called(scope.calls, guards) if is_module else None
    unassigned = possibly_unassigned(node, lowering, called, at_end=read_by_functions)
    names = unassigned.names if only is None else unassigned.names & only
    if names and options.scope == "dispatch" and not read_by_functions:
        block = lowering.block(node)
        reached = assigned_under_dispatch(block, lowering, guards)
        if reached is not None:
            reached |= frozenset(never_assigned(node, lowering, guards.module).values())
            names = frozenset() if names.isdisjoint(reached) else names & _leading(block, lowering, names, reached)
    names = names.union(nones.names)
    if not names:
        return None
    anytime = unassigned.anytime
    if is_module:  # a function that it calls may call others
        anytime = names if read_by_functions else anytime.union(*map(mentioned, scope.functions))
    return Reads(lowering.block(node), names, unassigned.reads, anytime, guards.module.mentions_of(names, body))


def _binds_nothing(node: ScopeNode, scope: Scope, guards: DispatchGuards) -> bool:
    """Whether a function has no names but its parameters, and deletes none: every other one, and the quickest look."""
    if scope.deletes or scope.bound != scope.parameters or guards.module.has_nonlocal:
        return False
    return not guards.module.has_handler([node])  # one may delete a parameter


def _leading(block: Block, lowering: Lowering, names: frozenset[str], reached: frozenset[str]) -> frozenset[str]:
    """What is `reached`, and the names whose failing reads decide where a path goes on: caught, or before a test."""
    if names <= reached:
        return reached
    return reached.union(read_where_caught(block, lowering), deciding_names([dependence_of(block, lowering)]))


def _called(names: frozenset[str], guards: DispatchGuards) -> frozenset[str]:
    """Functions that a module calls, by itself or through others of it; those too that these mention."""
    functions = {each.node.name: each.node for each in guards.module.definitions if each.name == each.node.name}
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        found |= waiting
        inside = (mentioned(functions[name]) for name in waiting if name in functions)
        waiting = set().union(*inside).intersection(functions) - found
    return frozenset(found)


def walk_scope_body(
    node: ScopeNode,
    guards: DispatchGuards,
    options: Options,
    lowering: Lowering,
    gate: bool,
    read_by_functions: bool = False,
    only: frozenset[str] | None = None,
    nones: Nones = NO_NONES,
) -> Run | None:
    """Walks one scope, as exactly as its size allows; None where no name may be unbound.

    `read_by_functions`: for a module whose functions read its names at its end: these count as possibly unbound where
    something binds them under a condition, and the calls of functions are recorded.
    """
    scope = lowering.scope(node)
    gate = gate and not (read_by_functions and guards.module.deleters)  # they may unbind what the module has bound
    reads = _reads(node, node.body, guards, options, lowering, read_by_functions, only, nones) if gate else None
    possibly = reads.names if reads is not None else frozenset() if gate else scope.bound
    if not possibly:
        return None
    if isinstance(node, ast.Module) and has_injected_names(node, scope.bound | guards.module.rebound | BUILTINS):
        return None  # whoever runs the file may bind any name of it
    sliced = _slice(node, guards, lowering, reads, read_by_functions, nones)
    unassigned = (possibly & scope.bound) - scope.parameters
    if isinstance(node, ast.Module):
        unassigned -= guards.module.rebound
    walk = partial(_walk, node, guards, lowering, unassigned, read_by_functions, nones)
    for effort in (Effort.EXACT, Effort.COARSE, Effort.MERGED):
        if effort is Effort.COARSE and reads is not None:
            sliced = _slice(node, guards, lowering, reads, read_by_functions, nones, coarse=True)
        try:
            return walk(sliced, effort, budgets.nodes_of(effort, options.max_nodes))
        except TooComplex:
            if effort is Effort.MERGED and (reads is None or read_by_functions):
                raise
    slices = focused(lowering.block(node), lowering, guards.module, sliced)
    return _focus(walk, slices, budgets.nodes_of(Effort.FOCUSED, options.max_nodes))


def _focus(walk: Callable[[Slice, Effort, int], Run], slices: Iterable[Slice], nodes: int) -> Run:
    """Walks that follow ever more of the tests, until nothing is found or it is too much; the last one that was not."""
    last: Run | None = None
    for sliced in slices:
        try:
            last = walk(sliced, Effort.FOCUSED, nodes)
        except TooComplex:
            if last is None:
                raise
            break
        nodes -= len(last.world.bdd)
        if not last.trace.found:
            break
    assert last is not None
    return last


def _walk(
    node: ScopeNode,
    guards: DispatchGuards,
    lowering: Lowering,
    unassigned: frozenset[str],
    read_by_functions: bool,
    nones: Nones,
    sliced: Slice,
    effort: Effort,
    limit: int,
) -> Run:
    """One attempt."""
    run = _start(node, guards, lowering, sliced, unassigned, effort, limit, read_by_functions, nones)
    if isinstance(node, FUNCTIONS):
        enter(run.world, node)
        assume_entry(run, node)
        enter_test(run, node)
    walk_body(run, lowering.block(node), forget=not read_by_functions)
    return run


def _slice(
    node: ScopeNode,
    guards: DispatchGuards,
    lowering: Lowering,
    reads: Reads | None,
    read_by_functions: bool,
    nones: Nones,
    coarse: bool = False,
) -> Slice:
    """The steps of a scope that matter, and what is live after them; with `coarse` fewer."""
    block, body = lowering.block(node), node.body
    small = not coarse and getattr(body[-1], "end_lineno", 0) - getattr(body[0], "lineno", 0) < _SMALL
    if reads is None or small:
        sliced = whole(block, lowering)
    else:
        sliced = relevant(block, lowering, guards.module, reads, coarse)
    asked = None
    if reads is not None and not read_by_functions:
        helpers = lowering.helpers.mentioned(block)
        has_lambda = guards.module.has_lambda(body)
        asked = Asked(block, sliced.skipped, has_lambda, helpers, sliced.second_names)
    return replace(sliced, reads=reads, asked=asked, deciding=sliced.deciding | nones.names)


def _start(
    node: ScopeNode,
    guards: DispatchGuards,
    lowering: Lowering,
    sliced: Slice,
    unassigned: frozenset[str],
    effort: Effort,
    limit: int,
    read_by_functions: bool,
    nones: Nones,
) -> Run:
    """A run at the beginning of a scope."""
    bdd = Bdd(limit)
    world = World(guards.module.lines, guards, lowering, bdd, Values(bdd, merged=effort is Effort.MERGED), nones=nones)
    frame = Frame({name: name for name in lowering.scope(node).bound})
    module_names = lowering.scope(guards.module.tree).bound
    return Run(
        world,
        LANGUAGE,
        sliced,
        effort,
        State(TRUE, dict.fromkeys((*unassigned, *(name + NONE_OF for name in nones.names)), UNASSIGNED)),
        Names(frame, node.body, module_names, isinstance(node, ast.Module)),
        Trace(bdd, records_calls=read_by_functions),
        Blame(world.chains),
    )


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Long chains of operators and deep nesting recurse; Python's own limit is meant for smaller programs."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEEPEST_RECURSION))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
