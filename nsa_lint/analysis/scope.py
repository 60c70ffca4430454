"""One scope through the pipeline: where it reads names that may be unbound, which statements matter, and the walk.

A scope is walked as exactly as its size allows: each attempt that needs too many nodes is followed by a coarser one.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Container, Iterable, Iterator
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
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.nones import NO_NONES, Nones
from nsa_lint.syntax.scopes import FUNCTIONS, Scope, mentioned
from nsa_lint.syntax.slight import is_slight

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
    for each in module.functions.all:
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
            found = unbound_reads(run, name, certain(node, guards, lowering, run)) if run is not None else ()
            uses = [replace(each, slight=True) if is_slight(each, node) else each for each in found]
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


@dataclass(frozen=True, slots=True)
class _Task:
    """One scope, and what is asked of it: the same in every attempt.

    `read_by_functions`, `only`, `nones`: see `walk_scope_body`.
    """

    node: ScopeNode
    guards: DispatchGuards
    lowering: Lowering
    read_by_functions: bool
    only: frozenset[str] | None
    nones: Nones

    @property
    def module(self) -> ModuleFacts:
        return self.guards.module

    @property
    def is_module(self) -> bool:
        return isinstance(self.node, ast.Module)

    @property
    def scope(self) -> Scope:
        return self.lowering.scope(self.node)

    @property
    def block(self) -> Block:
        return self.lowering.block(self.node)


def _reads(task: _Task, options: Options) -> Reads | None:
    """For the gate: where a scope reads names that may be unbound there; None where there is nothing to tell."""
    scope = task.scope
    if not task.is_module and _binds_nothing(task, scope):
        return None
    # what functions read of the module is looked at elsewhere, unless it calls them itself
    called = _called(scope.calls, task.guards) if task.is_module else None
    unassigned = possibly_unassigned(task.node, task.lowering, called, at_end=task.read_by_functions)
    names = unassigned.names if task.only is None else unassigned.names & task.only
    if names and options.scope == "dispatch" and not task.read_by_functions:
        names = _under_dispatch(task, names)
    names = names.union(task.nones.names)
    if not names:
        return None
    anytime = unassigned.anytime
    if task.is_module:  # a function that it calls may call others
        anytime = names if task.read_by_functions else anytime.union(*map(mentioned, scope.functions))
    return Reads(task.block, names, unassigned.reads, anytime, task.module.text.mentions_of(names, task.node.body))


def _under_dispatch(task: _Task, names: frozenset[str]) -> frozenset[str]:
    """Of `names` those that a dispatch can leave unassigned, and what decides about them; none where there are none."""
    block = task.block
    reached = assigned_under_dispatch(block, task.lowering, task.guards)
    if reached is None:
        return names
    reached |= frozenset(never_assigned(task.node, task.lowering, task.module).values())
    if names.isdisjoint(reached):
        return frozenset()
    return names & _leading(block, task.lowering, names, reached)


def _binds_nothing(task: _Task, scope: Scope) -> bool:
    """Whether a function has no names but its parameters, and deletes none: every other one, and the quickest look."""
    if scope.deletes or scope.bound != scope.parameters or task.module.has_nonlocal:
        return False
    return not task.module.text.holds("except", [task.node])  # one may delete a parameter


def _leading(block: Block, lowering: Lowering, names: frozenset[str], reached: frozenset[str]) -> frozenset[str]:
    """What is `reached`, and the names whose failing reads decide where a path goes on: caught, or before a test."""
    if names <= reached:
        return reached
    return reached.union(read_where_caught(block, lowering), deciding_names([dependence_of(block, lowering)]))


def _called(names: frozenset[str], guards: DispatchGuards) -> frozenset[str]:
    """Functions that a module calls, by itself or through others of it; those too that these mention."""
    functions = {each.node.name: each.node for each in guards.module.functions.all if each.name == each.node.name}
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
    `only`: the names that matter, where not all do. `nones`: names that may be None, whose failing uses are found, too.
    """
    task = _Task(node, guards, lowering, read_by_functions, only, nones)
    scope = task.scope
    if read_by_functions and guards.module.names.deleters:  # these may unbind what the module has bound
        gate = False
    reads = _reads(task, options) if gate else None
    possibly = reads.names if reads is not None else frozenset() if gate else scope.bound
    if not possibly:
        return None
    if isinstance(node, ast.Module) and has_injected_names(node, scope.bound | guards.module.names.rebound | BUILTINS):
        return None  # whoever runs the file may bind any name of it
    sliced = _slice(task, reads)
    unassigned = (possibly & scope.bound) - scope.parameters
    if task.is_module:
        unassigned -= guards.module.names.rebound
    walk = partial(_walk, task, unassigned)
    for effort in (Effort.EXACT, Effort.COARSE):
        if effort is Effort.COARSE and reads is not None:
            sliced = _slice(task, reads, coarse=True)
        try:
            return walk(sliced, effort, budgets.nodes_of(effort, options.max_nodes))
        except TooComplex:
            continue
    last = None
    if reads is not None and not read_by_functions:  # what is too large for this too would take a second to find out
        slices = focused(task.block, lowering, guards.module, sliced)
        last = _focus(walk, slices, budgets.nodes_of(Effort.FOCUSED, options.max_nodes))
        if last is not None and not last.trace.found:
            return last
    try:
        return walk(sliced, Effort.MERGED, budgets.nodes_of(Effort.MERGED, options.max_nodes))
    except TooComplex:
        if last is None:
            raise
        return last


def _focus(walk: Callable[[Slice, Effort, int], Run], slices: Iterable[Slice], nodes: int) -> Run | None:
    """Walks that follow ever more of the tests, until nothing is found or it is too much; the last one that was not."""
    last: Run | None = None
    for sliced in slices:
        try:
            last = walk(sliced, Effort.FOCUSED, nodes)
        except TooComplex:
            break
        nodes -= len(last.world.bdd)
        if not last.trace.found:
            break
    return last


def _walk(task: _Task, unassigned: frozenset[str], sliced: Slice, effort: Effort, limit: int) -> Run:
    """One attempt."""
    run = _start(task, unassigned, sliced, effort, Bdd(limit))
    if isinstance(task.node, FUNCTIONS):
        enter(run.world, task.node)
        assume_entry(run, task.node)
        enter_test(run, task.node)
    walk_body(run, task.block, forget=not task.read_by_functions)
    return run


def _slice(task: _Task, reads: Reads | None, coarse: bool = False) -> Slice:
    """The steps of a scope that matter, and what is live after them; with `coarse` fewer."""
    block, lowering, body = task.block, task.lowering, task.node.body
    small = not coarse and getattr(body[-1], "end_lineno", 0) - getattr(body[0], "lineno", 0) < _SMALL
    if reads is None or small:
        sliced = whole(block, lowering, task.module)
    else:
        sliced = relevant(block, lowering, task.module, reads, coarse)
    asked = None
    if reads is not None and not task.read_by_functions:
        helpers = lowering.helpers.mentioned(block)
        has_lambda = task.module.text.holds("lambda", body)
        asked = Asked(block, sliced.skipped, has_lambda, helpers, sliced.second_names)
    return replace(sliced, reads=reads, asked=asked, deciding=sliced.deciding | task.nones.names)


def _start(task: _Task, unassigned: frozenset[str], sliced: Slice, effort: Effort, bdd: Bdd) -> Run:
    """A run at the beginning of a scope."""
    guards, lowering, nones = task.guards, task.lowering, task.nones
    world = World(guards.module.lines, guards, lowering, bdd, Values(bdd, merged=effort is Effort.MERGED), nones=nones)
    frame = Frame({name: name for name in task.scope.bound})
    module_names = lowering.scope(guards.module.tree).bound
    return Run(
        world,
        LANGUAGE,
        sliced,
        effort,
        State(TRUE, dict.fromkeys((*unassigned, *(name + NONE_OF for name in nones.names)), UNASSIGNED)),
        Names(frame, task.node.body, module_names, task.is_module, task.module.names.hidden_in(task.node)),
        Trace(bdd, records_calls=task.read_by_functions),
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
