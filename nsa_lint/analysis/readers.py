"""NSA103: names of the module, bound on some of its paths only, that a function reads without the guard.

The module is walked first. A function then starts from the state at the module's end: a flag of the module has
the condition under which it was set, so `if HAS_TRITON:` in the function and the `try: import triton` that set it
are one guard. What the file says about how the function is reached counts too: what its class's constructor
refuses, what the constructor stores on `self`, and under which guards the file calls it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from nsa_lint.analysis.bdd import FALSE, TooComplex
from nsa_lint.analysis.blame import put_into_words
from nsa_lint.analysis.flow import TOO_DEEP, NotAnalysed, Walker, deep_recursion, walk_scope_body
from nsa_lint.analysis.liveness import Reads, Values
from nsa_lint.analysis.lower import Lowering
from nsa_lint.analysis.machine import Call, Frame
from nsa_lint.analysis.slicing import Plan, plan
from nsa_lint.analysis.state import State, Unbound
from nsa_lint.analysis.values import Value, one
from nsa_lint.dispatch.guards import Provenance, dotted
from nsa_lint.model import UnboundUse
from nsa_lint.options import Options
from nsa_lint.syntax.scopes import FUNCTIONS, FunctionNode, body_of, children, mentioned, parameters, walk

_NODES = 20_000  # for one function, on top of what the module needs
_CALLERS = 40  # more call sites than this are taken to be of every kind


@dataclass(frozen=True, slots=True)
class Reader:
    """A function, and the class it is a method of."""

    name: str
    node: ast.FunctionDef | ast.AsyncFunctionDef
    owner: ast.ClassDef | None


class ReaderWalker(Walker):
    """Walks a function in the world of its module: the same conditions, facts and chains."""

    def __init__(
        self, module: Walker, reader: Reader, unbound: dict[str, Unbound], values: dict[str, Value], whole: bool
    ) -> None:
        """`whole`: for what the function does besides reading a name that may be unbound."""
        body = body_of(reader.node)
        provenance = module.provenance
        scope = provenance.scope_of(reader.node)
        own = scope.bound
        reads: Reads | None = None
        asked: Values | None = None
        if whole:
            sliced = Plan(frozenset(), frozenset(mentioned(reader.node) | own))
        else:
            mentions = provenance.words_in(body) - own
            unbound = {key: entry for key, entry in unbound.items() if key.removeprefix("::") in mentions}
            reads = _reads(body, frozenset(key.removeprefix("::") for key in unbound), provenance)
            sliced = plan(body, provenance, reads)
            asked = Values(body, sliced.skipped, provenance.has_lambda(body))
        super().__init__(module.lines, provenance, scope, body, _NODES, frozenset(), frozenset(), sliced)
        self.reads, self.asked = reads, asked
        self.conditions = module.conditions
        self.conditions.max_nodes = len(module.conditions) + _NODES
        self.facts = module.facts
        self.effort = 1  # guards of a module are few: a coarse walk of the rest will do
        self.chains, self._keys = module.chains, module._keys
        self.met = module.met.copy()
        owner = id(reader.owner) if reader.owner else id(reader.node)
        names = {name: f"{name}@{owner if name == 'self' else id(reader.node)}" for name in own}
        self.frames = [Frame(names)]
        self.state = State(module.state.reach, {} if whole else unbound, dict(values))
        for argument in parameters(reader.node):
            if argument.arg != "self" and argument.arg in own:
                self.state.values[names[argument.arg]] = one(self.facts.fresh())

    def called(self, node: ast.Call, name: str) -> None:
        target = name or dotted(node.func)
        if target:
            self.calls[target] = self.conditions.or_(self.calls.get(target, FALSE), self.state.reach)

    def run_reader(self, node: FunctionNode, reach: int) -> State:
        """Walks the body from the paths of `reach`; the state in which the function returns."""
        self.state.reach = self.conditions.and_(self.state.reach, reach)
        call = Call(node)
        self.contexts.append(call)
        self.walk([statement for statement in body_of(node) if isinstance(statement, ast.stmt)])
        self.contexts.pop()
        return self.merge(
            state for state in (self.state, *(state for state, _ in call.returns)) if state.reach != FALSE
        )


def _reads(body: Sequence[ast.AST], names: frozenset[str], provenance: Provenance) -> Reads:
    """Every place where a function mentions one of these names of its module."""
    mentions = provenance.mentions_of(names, body)
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
    return Reads(body, names, places, names & anytime, mentions)


class Readers:
    """All functions of a module that read a name of it that may be unbound."""

    def __init__(self, tree: ast.Module, module: Walker) -> None:
        self._module = module
        self._tree = tree
        rebound = module.provenance.rebound
        state = module.state
        self.unbound: dict[str, Unbound] = {}
        for name, entry in state.unbound.items():
            if name in rebound or "@" in name or module._falls_back(name):
                continue
            if any(module.conditions.and_(condition, state.reach) != FALSE for condition in entry.values()):
                self.unbound["::" + name] = entry
        self._values = {
            "::" + key: value for key, value in state.values.items() if key not in rebound and "." not in key
        }
        self._readers: dict[str, Reader] = {}
        self._constructed: dict[str, State | None] = {}
        self._called_by: dict[str, dict[str, int] | None] = {}
        self._called: dict[str, set[str]] = {}
        self._others: dict[int, set[str]] = {}  # by constructor: attributes that other methods store
        for each in module.provenance.definitions:
            if "<locals>" not in each.name:
                self._readers[each.name] = Reader(each.name, each.node, each.owner)

    def findings(self) -> Iterator[UnboundUse | NotAnalysed]:
        names = {key.removeprefix("::") for key in self.unbound}
        for reader in self._readers.values() if names else ():
            if names.isdisjoint(self._words[reader.name]):
                continue
            try:
                defined = self._defined(reader)
                walker, _ = self._walk(reader, defined)
                if walker.found:
                    entry = self._entry(reader)
                    if entry != defined:
                        walker, _ = self._walk(reader, entry)
                for found in walker.found.values():
                    yield put_into_words(walker, found, reader.name)
            except TooComplex:
                reason = f"its conditions need more than {_NODES} decision nodes besides those of its module"
                yield NotAnalysed(reader.name, reader.node.lineno, reason)

    def _defined(self, reader: Reader) -> int:
        """The paths on which the function, or the class that it is a method of, is defined at all."""
        conditions, reach = self._module.conditions, self._module.state.reach
        place = self._module.defined.get(id(reader.owner) if reader.owner else id(reader.node))
        return reach if place is None else conditions.and_(reach, place)

    def _walk(self, reader: Reader, reach: int, whole: bool = False) -> tuple[ReaderWalker, State]:
        """`whole`: for what the function does besides reading: what it refuses, stores and calls."""
        values = self._values
        if reader.owner is not None and getattr(reader.node, "name", "") != "__init__":
            constructor = self._readers.get(reader.name.rpartition(".")[0] + ".__init__")
            made = self._made(constructor) if constructor is not None else None
            if constructor is not None and made is not None:
                reach = self._module.conditions.and_(reach, made.reach)
                values = values | self._stored(reader.owner, constructor.node, made)
        walker = ReaderWalker(self._module, reader, self.unbound, values, whole)
        return walker, walker.run_reader(reader.node, reach)

    def _made(self, constructor: Reader) -> State | None:
        """The state in which a constructor returns; None where it is too large, or never does."""
        if constructor.name not in self._constructed:
            try:
                _, made = self._walk(constructor, self._module.state.reach, whole=True)
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
                if isinstance(child, ast.Attribute) and not isinstance(child.ctx, ast.Load)
            }
        prefix = f"self@{id(owner)}."
        return {
            key: value
            for key, value in made.values.items()
            if key.startswith(prefix) and key.removeprefix(prefix).partition(".")[0] not in others
        }

    def _entry(self, reader: Reader) -> int:
        """The paths on which the file calls a function; all, where it does not or where that is unclear."""
        conditions, module = self._module.conditions, self._module
        target = reader.node.name if reader.owner is None else f"self.{reader.node.name}"
        sites = [caller for caller in self._callers_of(target) if caller is not reader]
        if reader.owner is not None:
            sites = [caller for caller in sites if caller.owner is reader.owner]
        at_module = module.calls.get(target, FALSE) if reader.owner is None else FALSE
        defined = self._defined(reader)
        if (not sites and at_module == FALSE) or len(sites) > _CALLERS or target in self._handed_on:
            return defined
        reach = at_module
        for caller in sites:
            calls = self._calls(caller)
            if calls is None:
                return defined
            reach = conditions.or_(reach, calls.get(target, FALSE))
            if conditions.minus(defined, reach) == FALSE:
                return defined
        return conditions.and_(reach, defined)

    def _calls(self, caller: Reader) -> dict[str, int] | None:
        """What a function calls, and the paths on which it does; None where it is too large."""
        if caller.name not in self._called_by:
            try:
                walker, _ = self._walk(caller, self._defined(caller), whole=True)
            except TooComplex:
                self._called_by[caller.name] = None
            else:
                self._called_by[caller.name] = walker.calls
        return self._called_by[caller.name]

    def _callers_of(self, target: str) -> list[Reader]:
        """The functions that call a function, by its name or `self.name`."""
        word = target.rpartition(".")[2]
        return [
            reader
            for reader in self._readers.values()
            if word in self._words[reader.name] and target in self._targets(reader)
        ]

    @cached_property
    def _words(self) -> dict[str, set[str]]:
        words_in = self._module.provenance.words_in
        return {reader.name: words_in(body_of(reader.node)) for reader in self._readers.values()}

    def _targets(self, reader: Reader) -> set[str]:
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
            dotted(node) for node in nodes if isinstance(node, (ast.Name, ast.Attribute)) and id(node) not in called
        }


class ModuleWalker(Walker):
    """The module itself, remembering under which conditions it calls its functions."""

    forgets = False  # functions read its names at the end

    def called(self, node: ast.Call, name: str) -> None:
        target = dotted(node.func)
        if target:
            self.calls[target] = self.conditions.or_(self.calls.get(target, FALSE), self.state.reach)


def analyse_module(provenance: Provenance, options: Options, lowering: Lowering) -> Iterator[UnboundUse | NotAnalysed]:
    """The reads that fail in the module itself, and those in functions of names that it binds on some paths only."""
    tree = provenance.tree
    try:
        with deep_recursion():
            module = walk_scope_body(tree, list(tree.body), provenance, options, lowering, True, ModuleWalker)
            if module is None:
                return
            found: list[UnboundUse | NotAnalysed] = [
                put_into_words(module, each, "<module>") for each in module.found.values()
            ]
            if module.state.reach != FALSE:
                found += Readers(tree, module).findings()
    except TooComplex as reason:
        yield NotAnalysed("<module>", 1, str(reason))
    except RecursionError:
        yield NotAnalysed("<module>", 1, TOO_DEEP)
    else:
        yield from found
