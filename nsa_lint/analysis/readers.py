"""NSA103: names of the module, bound on some of its paths only, that a function reads without the guard.

The module is walked first. A function then starts from the state at the module's end: a flag of the module has
the condition under which it was set, so `if HAS_TRITON:` in the function and the `try: import triton` that set it
are one guard. What the file says about how the function is reached counts too: what its class's constructor
refuses, what the constructor stores on `self`, and under which guards the file calls it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from nsa_lint.analysis import budgets
from nsa_lint.analysis.bdd import FALSE, TooComplex
from nsa_lint.analysis.budgets import Effort
from nsa_lint.analysis.chains import ChainRecord, Unbound, name_of
from nsa_lint.analysis.entry import assume_entry
from nsa_lint.analysis.exits import Call
from nsa_lint.analysis.flags import Flags
from nsa_lint.analysis.function_run import run_of
from nsa_lint.analysis.lower import Lowering
from nsa_lint.analysis.part import WHOLE, Part
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.scope import TOO_DEEP, NotAnalysed, certain, deep_recursion, walk_scope_body
from nsa_lint.analysis.shown import Shown
from nsa_lint.analysis.skipped import assume_not_skipped, deciding_decorator
from nsa_lint.analysis.state import State, unbound_where
from nsa_lint.analysis.trace import NOWHERE, Called
from nsa_lint.analysis.values import Value
from nsa_lint.analysis.witness import unbound_reads
from nsa_lint.dispatch.guards import DispatchGuards
from nsa_lint.model import ChainKind, UnboundRead
from nsa_lint.options import Options
from nsa_lint.syntax.attributes import is_stored
from nsa_lint.syntax.definitions import Definition
from nsa_lint.syntax.nones import NO_NONES, nones_of
from nsa_lint.syntax.scopes import FunctionNode, body_of, dotted, parameters, walk

_CALLERS = 40  # more call sites than this are taken to be of every kind


def _is_guard(chain: ChainRecord) -> bool:
    """Whether a chain is a dispatch, or a `try`: what it binds to None is imported in it, or is a dispatch's."""
    return chain.dispatch or chain.kind is ChainKind.TRY


class Readers:
    """All functions of a module that read a name of it that may be unbound."""

    def __init__(
        self, tree: ast.Module, module: Run, nodes: int, gate: bool, only: frozenset[str] | None = None
    ) -> None:
        """`nodes`: for one function, on top of what the module needs."""
        self._module = module
        self._nodes = nodes
        self._gate = gate
        self._tree = tree
        self._guards, self._bdd = module.world.guards, module.world.bdd
        rebound = self._guards.module.names.rebound
        state = module.state
        self.unbound: dict[str, Unbound] = {}
        for key, entry in state.unbound.items():
            name = name_of(key)
            if name != key:
                entry = self._none(name, entry)
            if (
                (only is not None and name not in only)
                or name in rebound
                or "@" in name
                or module.names.falls_back(name)
            ):
                continue
            if any(self._bdd.and_(condition, state.reach) != FALSE for condition in entry.values()):
                self.unbound["::" + key] = entry
        for target in (target for targets in self._guards.module.names.deleters.values() for target in targets):
            self.unbound.setdefault("::" + target.id, {})  # bound, until a function that deletes it is called
        self._values = {
            "::" + key: value for key, value in state.values.items() if key not in rebound and "." not in key
        }
        self._readers: dict[str, Definition] = {}
        self._flags = Flags(tree)
        self._constructed: dict[str, State | None] = {}
        self._called_by: dict[str, dict[str, Called] | None] = {}
        self._called: dict[str, set[str]] = {}
        self._others: dict[int, set[str]] = {}  # by constructor: attributes that other methods store
        for each in self._guards.module.functions.all:
            if "<locals>" not in each.name:
                self._readers[each.name] = each

    def _none(self, name: str, entry: Unbound) -> Unbound:
        """Where a name is None, not unbound, at the module's end, and an arm of a dispatch or of its import is to
        blame.
        """
        unbound = unbound_where(self._bdd, self._module.state, name)
        blamed = {tag: where for tag, where in entry.items() if tag is not None and _is_guard(tag.chain)}
        return {tag: self._bdd.minus(where, unbound) for tag, where in blamed.items()}

    def findings(self, part: Part = WHOLE) -> Iterator[UnboundRead | NotAnalysed]:
        names = {name_of(key) for key in self.unbound}
        for reader in self._readers.values() if names else ():
            if not part.has_reader(reader.name) or names.isdisjoint(self._words[reader.name]):
                continue
            try:
                defined = self._defined(reader)
                if defined == FALSE:
                    continue
                run, _ = self._walk(reader, defined, self.unbound)
                if run.trace.found:
                    entry = self._entry(reader)
                    if entry.paths != defined or entry.failed:
                        run, _ = self._walk(reader, entry.paths, self._unless(entry.failed))
                yield from unbound_reads(run, reader.name)
            except TooComplex:
                reason = f"its conditions need more than {self._nodes} decision nodes besides those of its module"
                yield NotAnalysed(reader.name, reader.node.lineno, reason)

    def _defined(self, reader: Definition) -> int:
        """The paths on which the function, or the class that it is a method of, is defined at all."""
        reach = self._module.state.reach
        place = self._module.trace.defined.get(id(reader.owner) if reader.owner else id(reader.node))
        if place is None:
            outermost = reader.name.partition(".")[0]  # where its name is unbound nothing has defined it
            return self._bdd.minus(reach, unbound_where(self._bdd, self._module.state, outermost))
        reach = self._bdd.and_(reach, place)
        if reader.owner is not None or reader.node.decorator_list or reader.node.name in self._handed_on:
            return reach
        # what the module has deleted by its end, nobody calls any more
        return self._bdd.minus(reach, unbound_where(self._bdd, self._module.state, reader.node.name))

    def _unless(self, failed: Mapping[str, int]) -> dict[str, Unbound]:
        """Where names are unbound, without the paths on which a read of them has failed before."""
        return {
            key: {tag: self._bdd.minus(condition, failed.get(key, FALSE)) for tag, condition in entry.items()}
            for key, entry in self.unbound.items()
        }

    def _walk(
        self, reader: Definition, reach: int, unbound: dict[str, Unbound], whole: bool = False
    ) -> tuple[Run, State]:
        """`unbound`: names of the module; `whole`: for what the function refuses, stores and calls, too."""
        values = self._values
        for constructor in self._constructors(reader):
            made = self._made(constructor)
            if made is not None:
                reach = self._bdd.and_(reach, made.reach)
                if reader.owner is not None and constructor.owner is reader.owner:
                    values = values | self._stored(reader.owner, constructor.node, made)
        entry = State(reach, unbound, values)
        if whole:
            return self._attempt(reader, entry, Effort.COARSE, budgets.CALLER_NODES, whole)
        try:
            return self._attempt(reader, entry, Effort.COARSE, budgets.nodes_of(Effort.COARSE, self._nodes))
        except TooComplex:
            return self._attempt(reader, entry, Effort.MERGED, self._nodes)

    def _attempt(
        self, reader: Definition, entry: State, effort: Effort, nodes: int, whole: bool = False
    ) -> tuple[Run, State]:
        """One walk with so many nodes, if the options allow as many. `entry`: what is known of the module's names."""
        merging = self._module.world.values.merging(effort is Effort.MERGED)
        with self._bdd.allowance(min(nodes, self._nodes)), merging:
            run = run_of(self._module, reader, entry, whole, self._gate, effort)
            for decorator in self._decorators(reader):
                self._decorate(run, decorator)
            assume_entry(run, reader.node)
            self._flags.assume(run, reader.owner, self._values)
            call = Call(reader.node)
            with run.exits.inside(call):
                run.walk(run.world.lowering.block(reader.node))
            ends = (run.state, *(state for state, _ in call.returns))
            return run, run.merge(state for state in ends if state.reach != FALSE)

    def _constructors(self, reader: Definition) -> Iterator[Definition]:
        """What runs before a method can: `__new__` and `__init__` of its class, or of the nearest base in the file."""
        owner, name = reader.owner, getattr(reader.node, "name", "")
        if owner is None or name == "__new__":
            return
        for method in ("__new__",) if name == "__init__" else ("__new__", "__init__"):
            found = self._inherited(owner, f"{reader.name.rpartition('.')[0]}.{method}", set())
            if found is not None and found.name != reader.name:
                yield found

    def _inherited(self, owner: ast.ClassDef, name: str, seen: set[str]) -> Definition | None:
        if name in self._readers:
            return self._readers[name]
        seen.add(owner.name)
        for base in map(dotted, owner.bases):
            above = next(
                (node for node in self._tree.body if isinstance(node, ast.ClassDef) and node.name == base), None
            )
            if above is not None and base not in seen:
                return self._inherited(above, f"{base}.{name.rpartition('.')[2]}", seen)
        return None

    def _decorators(self, reader: Definition) -> list[ast.expr]:
        """Those of a function, and of the class that it is a method of."""
        return [*reader.node.decorator_list, *(reader.owner.decorator_list if reader.owner is not None else ())]

    def _decorate(self, run: Run, decorator: ast.expr) -> None:
        """Leaves the paths on which a decorator lets the function run: it skips a test, or is one of the file."""
        deciding = deciding_decorator(run, decorator)
        assume_not_skipped(run, [deciding] if deciding is not None else [])
        name = dotted(decorator)
        maker = self._readers.get(name)
        if maker is None or maker.owner is not None or not isinstance(decorator, ast.Name):
            return
        given = next((argument.arg for argument in parameters(maker.node)), "")
        for inner in (each for each in maker.node.body if isinstance(each, ast.FunctionDef)):
            wrapper = Definition(f"{name}.<locals>.{inner.name}", inner, None)
            calls = self._calls(wrapper)
            if calls is not None and given in calls:
                run.state.assume(self._bdd.and_(run.state.reach, calls[given].paths))

    def _made(self, constructor: Definition) -> State | None:
        """The state in which a constructor returns; None where it is too large, or never does."""
        if constructor.name not in self._constructed:
            try:
                _, made = self._walk(constructor, self._module.state.reach, {}, whole=True)
            except TooComplex:
                made = State(FALSE, {}, {})
            self._constructed[constructor.name] = made if made.reach != FALSE else None
        return self._constructed[constructor.name]

    def _stored(self, owner: ast.ClassDef, constructor: FunctionNode, made: State) -> dict[str, Value]:
        """What the constructor stores on `self`, as far as no other method stores it too."""
        others = self._others.get(id(constructor))
        if others is None:
            others = self._others[id(constructor)] = {
                child.attr
                for method in owner.body
                if method is not constructor
                for child in walk(method)
                if is_stored(child)
            }
        prefix = f"self@{id(owner)}."
        return {
            key: value
            for key, value in made.values.items()
            if key.startswith(prefix) and key.removeprefix(prefix).partition(".")[0] not in others
        }

    def _entry(self, reader: Definition) -> Called:
        """The paths on which the file calls a function; all, where it does not or where that is unclear."""
        bdd, module = self._bdd, self._module
        anywhere = Called(self._defined(reader))
        target = reader.node.name if reader.owner is None else f"self.{reader.node.name}"
        sites = [caller for caller in self._callers_of(target) if caller is not reader]
        if reader.owner is not None:
            sites = [caller for caller in sites if caller.owner is reader.owner]
        entry = NOWHERE
        if reader.owner is None and target in module.trace.calls:
            of_module = module.trace.calls[target]
            entry = Called(of_module.paths, {"::" + name: failed for name, failed in of_module.failed.items()})
        if (not sites and entry is NOWHERE) or len(sites) > _CALLERS or target in self._handed_on:
            return anywhere
        for caller in sites:
            calls = self._calls(caller)
            if calls is None:
                return anywhere
            entry = entry.joined(calls.get(target, NOWHERE), bdd)
        return Called(bdd.and_(entry.paths, anywhere.paths), entry.failed)

    def _calls(self, caller: Definition) -> dict[str, Called] | None:
        """What a function calls, and the paths on which it does; None where it is too large."""
        if caller.name not in self._called_by:
            try:
                self._called_by[caller.name] = None  # while it is looked into
                entry = self._entry(caller)
                run, _ = self._walk(caller, entry.paths, self._unless(entry.failed), whole=True)
            except TooComplex:
                self._called_by[caller.name] = None
            else:
                self._called_by[caller.name] = run.trace.calls
        return self._called_by[caller.name]

    def _callers_of(self, target: str) -> list[Definition]:
        """The functions that call a function, by its name or `self.name`."""
        word = target.rpartition(".")[2]
        return [
            reader
            for reader in self._readers.values()
            if word in self._words[reader.name] and target in self._targets(reader)
        ]

    @cached_property
    def _words(self) -> dict[str, set[str]]:
        return {
            reader.name: self._guards.module.text.words_in(body_of(reader.node)) for reader in self._readers.values()
        }

    def _targets(self, reader: Definition) -> set[str]:
        """What a function calls, by name."""
        if reader.name not in self._called:
            nodes = (node for root in body_of(reader.node) for node in walk(root))
            self._called[reader.name] = {dotted(node.func) for node in nodes if isinstance(node, ast.Call)}
        return self._called[reader.name]

    @cached_property
    def _handed_on(self) -> set[str]:
        """What is mentioned other than to be called."""
        nodes = [*walk(self._tree)]
        called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
        return {
            dotted(node)
            for node in nodes
            if isinstance(node, (ast.Name, ast.Attribute))
            and id(node) not in called
            and not isinstance(node.ctx, ast.Del)
        }


def analyse_module(
    guards: DispatchGuards,
    options: Options,
    lowering: Lowering,
    gate: bool = True,
    only: frozenset[str] | None = None,
    part: Part = WHOLE,
) -> Iterator[UnboundRead | NotAnalysed]:
    """The reads that fail in the module itself, and those in functions of names that it binds on some paths only.

    `only`: the names that matter, where not all do.
    """
    tree = guards.module.tree
    try:
        with deep_recursion():
            nones = nones_of(guards.module, only) if options.scope == "all" else NO_NONES
            module = walk_scope_body(
                tree, guards, options, lowering, gate, read_by_functions=True, only=only, nones=nones
            )
            if module is None:
                return
            always = certain(tree, guards, lowering, module)
            shown = Shown(guards, lowering)
            found: list[UnboundRead | NotAnalysed] = [*unbound_reads(module, "<module>", always)]
            if module.state.reach != FALSE:
                with module.world.bdd.allowance(None):  # each function has a limit of its own
                    inside = [*Readers(tree, module, options.max_nodes, gate, only).findings(part)]
                evident = shown.evident(each for each in inside if isinstance(each, UnboundRead))
                found += [replace(each, evident=True) if each in evident else each for each in inside]
    except TooComplex as reason:
        yield NotAnalysed("<module>", 1, str(reason))
    except RecursionError:
        yield NotAnalysed("<module>", 1, TOO_DEEP, transient=True)
    else:
        yield from found


def shown_by_the_file(
    guards: DispatchGuards, options: Options, lowering: Lowering, gate: bool = True, part: Part = WHOLE
) -> Iterator[UnboundRead]:
    """Of the reads in functions those that the file itself shows to fail: with the default scope, these alone."""
    names = Shown(guards, lowering).candidates() if gate else None
    if names is None or names:
        for each in analyse_module(guards, options, lowering, gate, names, part):
            if isinstance(each, UnboundRead) and each.of_module and each.evident:
                yield each
