"""One walk over the steps of a scope: what it shares with the module's other scopes, and what it owns.

Steps and expressions are families of plain functions, `branch(run, step)` and `call(run, expression)`, that are found
through the two tables of a `Language`. Each part of a run has one writer; the state is replaced by the steps that fork
and join it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from nsa_lint.analysis.bdd import FALSE, TRUE, Bdd
from nsa_lint.analysis.blame import Blame, Chains, join
from nsa_lint.analysis.budgets import Effort
from nsa_lint.analysis.chains import ChainRecord, Tag
from nsa_lint.analysis.exits import Carried, Exit, Exits, Thrown
from nsa_lint.analysis.ir import Block, Protect, Step
from nsa_lint.analysis.lower import Lowering
from nsa_lint.analysis.names import Names
from nsa_lint.analysis.overlap import apart
from nsa_lint.analysis.raising import can_raise, failing, repeated
from nsa_lint.analysis.relevance import Slice
from nsa_lint.analysis.state import Live, State, nowhere
from nsa_lint.analysis.trace import Trace
from nsa_lint.analysis.unions import Values
from nsa_lint.analysis.values import Value, singleton
from nsa_lint.dispatch.guards import DispatchGuards
from nsa_lint.model import StepKind
from nsa_lint.syntax import python_versions
from nsa_lint.syntax.failures import fails_as
from nsa_lint.syntax.imported import taken_by
from nsa_lint.syntax.module import ModuleFacts
from nsa_lint.syntax.nones import NO_NONES, Nones
from nsa_lint.syntax.scopes import COMPREHENSIONS, children, dotted, walk
from nsa_lint.syntax.standard_library import cannot_fail

# Names that Python sets, and what they are whenever the program runs: it is for type checkers, and for `-O`, to differ
SET_BY_PYTHON = {"TYPE_CHECKING": False, "__debug__": True}


@dataclass(frozen=True, slots=True)
class World:
    """What the scopes of a module share."""

    lines: Sequence[str]
    guards: DispatchGuards
    lowering: Lowering
    bdd: Bdd
    values: Values
    chains: Chains = field(default_factory=dict)
    nones: Nones = NO_NONES
    _walrus: dict[int, bool] = field(default_factory=dict)
    _repeated: dict[int, frozenset[int]] = field(default_factory=dict)

    @property
    def module(self) -> ModuleFacts:
        return self.guards.module

    def set_by_python(self, name: str) -> int:
        """The condition under which one of `SET_BY_PYTHON` is true."""
        return self.values.truth(self.values.symbol(("set by Python", name), "bool"))

    @property
    def at_run_time(self) -> int:
        """What holds whenever the program runs."""
        holds = TRUE
        for name in SET_BY_PYTHON.keys() & self.module.text.words:
            is_true = self.set_by_python(name)
            holds = self.bdd.and_(holds, is_true if SET_BY_PYTHON[name] else self.bdd.not_(is_true))
        if not python_versions.WORDS.isdisjoint(self.module.text.words):
            holds = self.bdd.minus(holds, self.python_2)
        return holds

    @property
    def python_2(self) -> int:
        """The condition under which Python 2 runs the module."""
        return self.set_by_python("Python 2")

    def has_worked(self, node: ast.AST) -> int:
        """The condition under which an import does not fail, by what the file and the package say."""
        if self.module.always_works(node):
            return TRUE
        package = self.module.package
        if package is not None and package.works(node):
            return TRUE
        taken = {*taken_by(node)}
        known = self.module.looked_up if package is None else package.imported | self.module.looked_up
        if not taken or not taken <= known:
            return FALSE
        holds = TRUE
        for fact in sorted(taken):
            holds = self.bdd.and_(holds, self.is_imported(fact))
        return holds

    def is_imported(self, fact: str, dispatch: bool = False) -> int:
        """The condition under which something has been imported somewhere; `dispatch`: where a guard asks for it."""
        return self.values.truth(self.values.symbol(("has been imported", fact), "bool", dispatch=dispatch))

    def import_fails(self, tried: int) -> int:
        """The condition under which an import, by its `id`, fails: each time."""
        return self.values.truth(self.values.symbol(("import fails", tried), "bool", dispatch=True))

    def fails(self, node: ast.AST) -> bool:
        """Whether evaluating this very node can fail: by its text, and by what the file and the library say of it."""
        if not can_raise(node) or (isinstance(node, ast.Attribute) and self.module.classes.sets(node)):
            return False
        return not self.module.is_harmless(node)

    def has_walrus(self, node: ast.AST) -> bool:
        """Whether an expression binds a name."""
        found = self._walrus.get(id(node))
        if found is None:
            found = self._walrus[id(node)] = any(isinstance(child, ast.NamedExpr) for child in walk(node))
        return found

    def repeated(self, step: Protect) -> frozenset[int]:
        """`id` of the expressions that a body and one of its handlers evaluate alike."""
        found = self._repeated.get(id(step))
        if found is None:
            found = self._repeated[id(step)] = frozenset[int]().union(*repeated(step).values())
        return found


class Progress:
    """How much was walked, and which iteration of which loops it is; written by the loops."""

    __slots__ = ("depth", "iteration", "statements")

    def __init__(self) -> None:
        self.statements = 0
        self.depth = 0
        self.iteration: Hashable = None  # of the `while` loops around: a call in another one is another value

    def count(self) -> None:
        self.statements += 1

    @contextmanager
    def in_loop(self) -> Iterator[None]:
        self.depth += 1
        yield
        self.depth -= 1

    @contextmanager
    def in_iteration(self, *iteration: Hashable) -> Iterator[None]:
        outer, self.iteration = self.iteration, (self.iteration, *iteration)
        yield
        self.iteration = outer


class AtOnce(ast.AST):
    """A call whose coroutine or generator, if it makes one, runs where the call is."""

    def __init__(self, call: ast.Call) -> None:
        super().__init__()
        self.call = call


@dataclass(frozen=True, slots=True)
class Language:
    """What to do with each kind of step and expression."""

    steps: Mapping[type, Callable[[Run, Any], None]]
    expressions: Mapping[type, Callable[[Run, Any], Value]]


@dataclass(slots=True)
class Run:
    """One walk, complete when it is made; one that stops early is thrown away, whatever was pushed."""

    world: World
    language: Language
    slice: Slice
    effort: Effort
    state: State
    names: Names
    trace: Trace
    blame: Blame
    exits: Exits = field(default_factory=Exits)
    progress: Progress = field(default_factory=Progress)

    # -- steps ---------------------------------------------------------------------------------------------

    def walk(self, block: Block) -> None:
        for step in block:
            if self.slice.nothing_ahead(step.node):
                self.state.assume(FALSE)
            if self.state.reach == FALSE:
                return
            if id(step.node) in self.slice.skipped:
                self._skip(step)
                continue
            self.progress.count()
            self.language.steps[step.__class__](self, step)

    def _skip(self, step: Step) -> None:
        """A step that cannot matter: all that is left of it is that it may fail, and that names may change."""
        if self.exits.catching:
            self._may_raise_any(step)
        self.forget(step.binds)

    def _may_raise_any(self, step: Step) -> None:
        """A failure of anything in a step: what none of it raises is not raised."""
        not_raised: frozenset[str] | None = None
        for node in failing(step, self.world.fails):
            here = self._not_raised(node)
            not_raised = here if not_raised is None else not_raised & here
            if not not_raised:
                break
        if not_raised is not None:
            self.may_raise(step.node, Thrown(excluded=not_raised))

    def forget(self, names: frozenset[str]) -> None:
        """Nothing is known any more of the values of these names."""
        for name in names & self.slice.deciding:
            key = self.names.resolve(name)
            if key is not None:
                self.state.store(key, singleton(self.world.values.fresh()))
                self.state.drop_paths(key)

    def walk_arm(self, arm: Tag, block: Block) -> None:
        with self.blame.inside(arm):
            self.walk(block)

    # -- expressions ---------------------------------------------------------------------------------------

    def evaluate(self, node: ast.AST) -> Value:
        """Evaluates an expression in order, for its reads, its bindings and its value."""
        rule = self.language.expressions.get(node.__class__)
        if rule is not None:
            return rule(self, node)
        for child in children(node):
            self.effects(child)
        self.may_fail(node)
        return singleton(self.world.values.fresh())

    def effects(self, node: ast.AST) -> None:
        """Evaluates for reads and bindings only, where nothing depends on the value."""
        kind = node.__class__
        if kind is ast.Constant:
            return
        again = kind in _REPEATED and (self.world.values.has_failures or self.exits.repeats(node))
        if (
            again
            or kind in _WITH_FLOW
            or (kind is ast.Subscript and (_takes_an_item(node) or self._takes_by_key(node)))
            or (isinstance(node, ast.Attribute) and dotted(node.value) in self.slice.deciding)  # None has few of them
        ):
            self.evaluate(node)
            return
        for child in children(node):
            self.effects(child)
        self.may_fail(node)

    def _takes_by_key(self, node: ast.AST) -> bool:
        """Whether it fails but for some keys: `SIZES[kind]` of a dict of the module."""
        table = node.value if isinstance(node, ast.Subscript) else None
        return isinstance(table, ast.Name) and table.id in self.world.module.tables

    def may_fail(self, node: ast.AST) -> None:
        """The very node has been evaluated: a failure is possible here if it can fail."""
        if self.exits.catching and self.state.failure_recorded is not True and self.world.fails(node):
            self.may_raise(node)

    def _not_raised(self, node: ast.AST) -> frozenset[str]:
        """Of the exceptions that something around is there for, those that this very node does not raise."""
        if not self.exits.sorts:
            return frozenset()
        module = self.world.module
        return self.exits.not_raised(node, fails_as(node, lambda: module.names.origins, module.hidden))

    def _is_caught(self, not_raised: frozenset[str]) -> bool:
        """Whether something around is there for what is raised, which is none of these; True where nothing is."""
        caught = self.exits.caught
        return caught is None or not caught <= not_raised

    def answer(self, value: Value, otherwise: Value) -> Value:
        """What a function of the file gives back; where nothing is known of that, the symbol for calling it.

        With a focus, nothing may be known because it reads what is not followed: then each call has its own.
        """
        return self.world.values.known(value, otherwise) if self.slice.focus is None else value

    # -- paths that part, that come together, and that leave -----------------------------------------------

    def split(self, test: ast.AST, condition: int, unfollowed: bool = False) -> tuple[int, int]:
        """The paths on which a test holds, and those on which it does not.

        With a focus, all of them go both ways where the focus leaves the test out, or where it is `unfollowed`.
        """
        bdd, reach = self.world.bdd, self.state.reach
        holding, failing = bdd.and_(reach, condition), bdd.minus(reach, condition)
        if holding == FALSE or failing == FALSE or self.slice.focus is None or self.world.has_walrus(test):
            return holding, failing
        return (reach, reach) if unfollowed or self.slice.either_way(test) else (holding, failing)

    def meet(self, chain: ChainRecord, arms: Sequence[tuple[Tag, State]], entry: State) -> None:
        """The arms of a chain come together."""
        live = self.slice.after(chain.node)
        if self.slice.focus is not None:
            states = self.apart([state for _, state in arms], live)
            arms = [(arm, state) for (arm, _), state in zip(arms, states, strict=True)]
        self.state = join(self.world.values, arms, entry, chain, live)

    def merge(self, states: Iterable[State], live: Live | None = None) -> State:
        """Paths come together where nobody is to blame."""
        listed = self.apart([*states], live)
        if len(listed) == 1:
            return listed[0]
        if not listed:
            return nowhere()
        return join(self.world.values, [(None, state) for state in listed], listed[0], None, live)

    def apart(self, states: list[State], live: Live | None = None, taken: Sequence[Value] = ()) -> list[State]:
        """The states, without a path that leads to two of them that differ, or have `taken` different things along."""
        return states if self.slice.focus is None else apart(self.world.values, states, live, taken)

    def leave(self, kind: Exit, state: State, carried: Carried = None, leaver: Tag | None = None) -> None:
        """A state goes where a way out leads. `leaver`: the arm in which it was taken, where that is not this one."""
        self.exits.send(kind, state, carried, lambda: leaver or self.blame.leaver(kind))

    def stop(self, kind: Exit, carried: Carried = None) -> None:
        """The path ends here."""
        state, self.state = self.state, nowhere()
        self.leave(kind, state, carried)

    def may_raise(self, node: ast.AST, thrown: Thrown | None = None) -> None:
        """A failure is possible here. Recorded once for every state that can be left behind by it."""
        state, bdd = self.state, self.world.bdd
        if state.failure_recorded is True or state.reach == FALSE or not self.exits.catching:
            return
        if self.world.module.is_harmless(node):
            return
        if thrown is None or isinstance(node, (ast.Import, ast.ImportFrom)):
            thrown = replace(thrown or Thrown(), excluded=self._not_raised(node))
        if not self._is_caught(thrown.excluded) or not _raises_more(thrown, state.failure_recorded):
            return
        if self.slice.focus is not None and not isinstance(node, (ast.Import, ast.ImportFrom)):
            self.leave("raise", state.fork(state.reach), thrown)
            state.record_failure(_recorded(thrown, state.failure_recorded))
            return
        choice = self.world.values.choice(dispatch=isinstance(node, (ast.Import, ast.ImportFrom)))
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            if id(node) in self.world.module.fails_again.tried:
                choice = self.world.import_fails(id(node))
            works = cannot_fail(node, self.world.module.hidden) and not self.exits.tries(node)
            choice = bdd.minus(choice, TRUE if works else self.world.has_worked(node))
            if bdd.and_(state.reach, choice) == FALSE:
                return
        self._fail(node, choice, thrown)
        state.record_failure(_recorded(thrown, state.failure_recorded))

    def may_raise_again(self, node: ast.AST, head: Hashable, of: Value) -> None:
        """The same of an operation on a value; where a handler does it again, it fails again."""
        failing = self.world.values.failure(head, of, self.exits.repeats(node))
        if failing is None:
            self.may_raise(node)
        elif self.state.reach != FALSE and not self.world.module.is_harmless(node):
            not_raised = self._not_raised(node)
            if self._is_caught(not_raised):
                self._fail(node, failing, Thrown(excluded=not_raised))
            else:
                self.state.assume(self.world.bdd.minus(self.state.reach, failing))

    def _fail(self, node: ast.AST, failing: int, thrown: Thrown | None = None) -> None:
        state, bdd = self.state, self.world.bdd
        self.trace.meet(node, failing, state.reach, f"line {getattr(node, 'lineno', 0)} raises", StepKind.RAISES)
        self.leave("raise", state.fork(bdd.and_(state.reach, failing)), thrown)
        state.assume(bdd.minus(state.reach, failing))


def _raises_more(thrown: Thrown, recorded: bool | frozenset[str]) -> bool:
    """Whether a failure is possible that is not recorded; see `State.record_failure`."""
    return isinstance(recorded, bool) or not recorded <= thrown.excluded


def _recorded(thrown: Thrown | None, before: bool | frozenset[str]) -> bool | frozenset[str]:
    """What is recorded with a failure, after what was."""
    missing = thrown.excluded if thrown is not None else frozenset()
    return (missing if isinstance(before, bool) else missing & before) or True


def _takes_an_item(node: Any) -> bool:
    """Whether this may be an item with a constant number, of something that has a name."""
    return node.value.__class__ is ast.Name and node.slice.__class__ in (ast.Constant, ast.UnaryOp)


# Expressions that fail alike when they are evaluated again
_REPEATED = (ast.Attribute, ast.Subscript)
# Expressions that bind, escape or are followed: these are evaluated even where nothing depends on the value
_WITH_FLOW = frozenset(
    (
        ast.Name, ast.BoolOp, ast.IfExp, ast.NamedExpr, ast.Lambda, ast.Compare, ast.Call, ast.Await, *COMPREHENSIONS,
    )
)  # fmt: skip
