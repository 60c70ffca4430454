"""The machine under the walk: variables, chains and their blame, and the ways in which a path can leave.

`choices`, `loops`, `failures` and `functions` each add a family of statements to it; `flow` puts them together.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from nsa_lint.analysis.bdd import FALSE, TRUE, Conditions
from nsa_lint.analysis.calls import Calls
from nsa_lint.analysis.expressions import Met
from nsa_lint.analysis.liveness import Reads, Values
from nsa_lint.analysis.state import TOLD, Divergence, Live, State, Tag, Unbound, join
from nsa_lint.analysis.values import Const, Facts, Symbol, Value, one
from nsa_lint.dispatch.guards import Provenance
from nsa_lint.model import Arm, ArmKind, ChainKind
from nsa_lint.syntax.scopes import Scope

Exit = Literal["return", "break", "continue", "raise"]
NAME_ERRORS = frozenset(("NameError", "UnboundLocalError", "Exception", "BaseException", ""))


@dataclass(slots=True)
class Loop:
    breaks: list[State] = field(default_factory=list)
    continues: list[State] = field(default_factory=list)
    leavers: dict[int, Tag] = field(default_factory=dict)  # by state: the arm of a dispatch in which it left


@dataclass(frozen=True, slots=True)
class Thrown:
    """What is known of an exception: its name ("" where it is not known), and names of what it is not."""

    name: str = ""
    excluded: frozenset[str] = frozenset()


@dataclass(slots=True)
class Catch:
    """A `try` body, or a `with` that swallows: where failures go."""

    raised: list[tuple[State, Thrown]] = field(default_factory=list)
    names: bool = False  # whether a failed read would be caught here, on purpose


@dataclass(slots=True)
class Finally:
    exits: list[tuple[Exit, State, object]] = field(default_factory=list)


@dataclass(slots=True)
class Call:
    """A function that is followed at its call."""

    node: ast.AST
    returns: list[tuple[State, Value]] = field(default_factory=list)


Context = Loop | Catch | Finally | Call


@dataclass(slots=True)
class Frame:
    """Names of a scope, and the variables they stand for."""

    names: dict[str, str]
    is_class: bool = False


@dataclass(slots=True)
class ChainRecord:
    kind: ChainKind
    node: ast.AST
    arms: list[Arm]
    divergence: Divergence
    parent: tuple[int, int] | None  # the chain and arm that this chain stands in


@dataclass(frozen=True, slots=True)
class Found:
    """A read that fails, before it is put into words."""

    name: str
    key: str  # the variable that the name means there
    node: ast.AST
    tag: Tag | None
    failing: int
    met: int  # how many tests had been met


class Machine(Calls):
    """State, frames, contexts and chains of one function."""

    def __init__(
        self, lines: Sequence[str], provenance: Provenance, scope: Scope, deciding: frozenset[str], max_nodes: int
    ) -> None:
        super().__init__()
        self.lines = lines
        self.provenance = provenance
        self.conditions = Conditions(max_nodes)
        self.facts = Facts(self.conditions)
        self.deciding = deciding
        self.frames: list[Frame] = [Frame({name: name for name in scope.bound})]
        unbound: dict[str, Unbound] = {}
        self.state = State(TRUE, unbound, {})
        self.contexts: list[Context] = []
        self.chains: dict[int, ChainRecord] = {}
        self.within: tuple[int, int] | None = None
        self.found: dict[tuple[object, str], Found] = {}
        self.silent: frozenset[str] | None = None  # variables not to be told now (captured, and bound later)
        self.module = False
        self.reads: Reads | None = None  # where names in doubt are read, and values asked: None where all may be
        self.asked: Values | None = None
        self._keys: dict[tuple[int, ChainKind], int] = {}

    @cached_property
    def met_by_variable(self) -> dict[int, list[int]]:
        """For telling witnesses, after the walk: which of the tests that were met ask a variable."""
        found: dict[int, list[int]] = {}
        for index, met in enumerate(self.met):
            for variable in self.conditions.support(met.condition):
                found.setdefault(variable, []).append(index)
        return found

    # -- variables -----------------------------------------------------------------------------------------

    def resolve(self, name: str) -> str | None:
        innermost = len(self.frames) - 1
        for index in range(innermost, -1, -1):
            frame = self.frames[index]
            if frame.is_class and index != innermost:
                continue
            key = frame.names.get(name)
            if key is not None:
                return key
        return None

    def lookup(self, node: ast.Name) -> Value:
        """The value of a name; the paths on which it has none are told, and count as bound from here on."""
        name = node.id
        key = self.resolve(name)
        state = self.state
        if key is None:
            key = "::" + name
            unbound = state.unbound.get(key)
            if unbound is not None and state.reach != FALSE:
                self._tell(node, key, unbound)
            stored = state.values.get(key)
            if stored is not None:
                return stored
            kind = "true" if self.provenance.is_callable(name) else "any"
            return one(self.facts.symbol(("name", key), kind, dispatch=self.provenance.is_guard(node)))
        unbound = state.unbound.get(key)
        doubted = self.reads is None or "@" in key or self.reads.doubts(node)
        if unbound is not None and doubted and state.reach != FALSE:
            self._tell(node, key, unbound)
        return self.value_of(state, key, node)

    def value_of(self, state: State, key: str, node: ast.AST | None = None) -> Value:
        """The value of a variable or a stored path in a state; a symbol of its own where nothing was stored."""
        stored = state.values.get(key)
        if stored is not None:
            return stored
        root, dot, rest = key.partition(".")
        if not dot:
            guard = isinstance(node, ast.Name) and self.provenance.is_guard(node)
            return one(self.facts.symbol(("name", key), dispatch=guard))
        value = self.value_of(state, root)
        for attribute in rest.split("."):
            value = self.derived(_NO_NODE, ("attribute", attribute), (self.identity(value),))
        return value

    def _tell(self, node: ast.Name, key: str, unbound: Unbound) -> None:
        conditions, state = self.conditions, self.state
        quiet = (
            self._falls_back(node.id)
            or "@" in key
            and "@class" not in key
            or self.silent is not None
            and key in self.silent
        )
        caught = not quiet and self._caught()
        rest: Unbound = {}
        failing = FALSE
        for tag, condition in unbound.items():
            here = conditions.and_(condition, state.reach)
            if here == FALSE or tag == TOLD:
                rest[tag] = condition
                continue
            failing = conditions.or_(failing, here)
            left = conditions.minus(condition, here)
            if left != FALSE:
                rest[tag] = left
            if not quiet and not caught:
                loop = tag is not None and self.chains[tag[0]].kind is ChainKind.LOOP
                mark: object = tag[0] if loop and tag else tag
                self.found.setdefault((mark, key), Found(node.id, key, node, tag, here, len(self.met)))
        if failing == FALSE:
            return
        if caught:
            self.exit("raise", state.fork(failing), Thrown("UnboundLocalError"))
            state.reach = conditions.minus(state.reach, failing)
        else:
            rest[TOLD] = conditions.or_(failing, rest.get(TOLD, FALSE))
        state.unbound[key] = rest

    def _falls_back(self, name: str) -> bool:
        """Whether a name that is unbound here is then looked up elsewhere (class bodies, builtins at module level)."""
        return False

    def _caught(self) -> bool:
        return any(isinstance(context, Catch) and context.names for context in self.contexts)

    def bind(self, name: str, value: Value | None) -> None:
        key = self.resolve(name)
        values = self.state.values
        if key is None:  # declared global
            key = "::" + name
        else:
            self.state.bind(key)
        if name in self.deciding:
            values[key] = value if value is not None else one(self.facts.fresh())
        if values:
            self.drop_paths(key)

    def drop_paths(self, key: str) -> None:
        prefix = key + "."
        for path in [path for path in self.state.values if path.startswith(prefix)]:
            del self.state.values[path]

    # -- chains --------------------------------------------------------------------------------------------

    def chain(self, node: ast.AST, kind: ChainKind) -> ChainRecord:
        """The record of a chain; the same one in every round of a loop."""
        key = self._keys.setdefault((id(node), kind), len(self._keys))
        record = self.chains.get(key)
        if record is None:
            divergence = Divergence(key, False, self._around())
            record = self.chains[key] = ChainRecord(kind, node, [], divergence, self.within)
        return record

    def _around(self) -> frozenset[int]:
        """The chains, no loops, in an arm of which the walk stands."""
        if self.within is None:
            return frozenset()
        record = self.chains[self.within[0]]
        own = () if record.kind is ChainKind.LOOP else (record.divergence.key,)
        return record.divergence.around.union(own)

    def run_arm(self, record: ChainRecord, arm: int, body: Sequence[ast.stmt]) -> None:
        outer, self.within = self.within, (record.divergence.key, arm)
        self.walk(body)
        self.within = outer

    def meet(self, record: ChainRecord, arms: Sequence[tuple[int, State]], entry: State) -> None:
        """The arms of a chain come together."""
        live = self.behind(record.node)
        self.state = join(self.facts, arms, entry, record.divergence, self._is_dispatch, self.value_of, live)

    def behind(self, statement: ast.AST) -> Live | None:
        """What is live behind a statement of this very scope."""
        if self.reads is None or self.asked is None:
            return None
        return _live(id(statement), self.reads.behind, self.asked.behind)

    def head(self, loop: ast.AST) -> Live | None:
        """What is live where the next round of a loop begins."""
        if self.reads is None or self.asked is None:
            return None
        return _live(id(loop), self.reads.head, self.asked.head)

    def merge(self, states: Iterable[State], live: Live | None = None) -> State:
        """Paths come together where there is nobody to blame."""
        listed = list(states)
        if len(listed) == 1:
            return listed[0]
        if not listed:
            return State(FALSE, {}, {})
        return join(
            self.facts,
            [(0, state) for state in listed],
            listed[0],
            Divergence(-1, False),
            self._is_dispatch,
            self.value_of,
            live,
        )

    def _is_dispatch(self, tag: Tag) -> bool:
        return self.chains[tag[0]].divergence.dispatch

    def diverge(self, node: ast.AST, condition: int, then: Callable[[], Value], orelse: Callable[[], Value]) -> Value:
        """Conditional expressions, and operands with a walrus."""
        conditional = isinstance(node, ast.IfExp)
        record = self.chain(node, ChainKind.CONDITIONAL if conditional else ChainKind.OPERAND)
        if not record.arms:
            line, end = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
            test = ast.unparse(node.test) if isinstance(node, ast.IfExp) else ""
            if isinstance(node, ast.IfExp):
                record.arms += [
                    Arm(ArmKind.TEST, node.body.lineno, end, test),
                    Arm(ArmKind.ELSE, node.orelse.lineno, end, f"not ({test})"),
                ]
            else:
                record.arms += [Arm(ArmKind.TEST, line, end, ""), Arm(ArmKind.MISSING_ELSE, line, end, "")]
        if isinstance(node, ast.IfExp):
            record.divergence.dispatch |= self.asks_dispatch(node.test, condition)
        else:
            record.divergence.dispatch |= self.depends_on_dispatch(condition, self.state.reach)
        entry = self.state
        self.state = entry.fork(self.conditions.and_(entry.reach, condition))
        first = then()
        after_first = self.state
        self.state = entry.fork(self.conditions.minus(entry.reach, condition))
        second = orelse()
        value = self.facts.union([(first, condition), (second, self.conditions.not_(condition))])
        self.meet(record, [(0, after_first), (1, self.state)], entry)
        return value

    def asks_dispatch(self, test: ast.AST, condition: int) -> bool:
        """Whether a test is a dispatch: by what it mentions, or by what its value here depends on."""
        if self.provenance.mentions_guard(test):
            return True
        return self.depends_on_dispatch(condition, self.state.reach)

    def depends_on_dispatch(self, condition: int, reach: int) -> bool:
        """Whether it takes a dispatch guard to know the condition on these paths."""
        facts = self.facts  # what the condition asks at all is known from earlier tests, and most ask no such guard
        return facts.is_dispatch(condition) and facts.is_dispatch(self.conditions.given(condition, reach))

    # -- leaving -------------------------------------------------------------------------------------------

    @property
    def catching(self) -> bool:
        return any(isinstance(context, (Catch, Finally)) for context in self.contexts)

    def exit(self, kind: Exit, state: State, extra: object = None) -> None:
        """Sends a state to where a way out leads: the innermost `finally` on it, else its target."""
        if state.reach == FALSE:
            return
        for context in reversed(self.contexts):
            if isinstance(context, Finally):
                context.exits.append((kind, state, extra))
                return
            if isinstance(context, Loop) and kind in ("break", "continue"):
                (context.breaks if kind == "break" else context.continues).append(state)
                self._blame_leaver(context, state)
                return
            if isinstance(context, Catch) and kind == "raise":
                context.raised.append((state, extra if isinstance(extra, Thrown) else Thrown()))
                return
            if isinstance(context, Call) and kind == "return":
                context.returns.append((state, extra if isinstance(extra, tuple) else one(Const(None))))
                return

    def _blame_leaver(self, loop: Loop, state: State) -> None:
        """Marks what leaves a round early inside an arm of a dispatch: that arm answers for what the rest binds."""
        place = self.within
        while place is not None:
            record = self.chains[place[0]]
            if record.kind is ChainKind.LOOP:
                return
            if record.divergence.dispatch:
                loop.leavers[id(state)] = place
                return
            place = record.parent

    def stop(self, kind: Exit, extra: object = None) -> None:
        """The path ends here."""
        state, self.state = self.state, State(FALSE, {}, {})
        self.exit(kind, state, extra)

    def may_raise(self, node: ast.AST) -> None:
        """A failure is possible here. Recorded once for every state that can be left behind by it."""
        state = self.state
        if state.raised or state.reach == FALSE or not self.catching:
            return
        choice = self.facts.choice()
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            self.facts.dispatch.add(self.conditions.index(choice))
        self.met.append(Met(node, choice, state.reach, f"line {getattr(node, 'lineno', 0)} raises"))
        self.exit("raise", state.fork(self.conditions.and_(state.reach, choice)))
        state.reach = self.conditions.minus(state.reach, choice)
        state.raised = True

    # -- statements ----------------------------------------------------------------------------------------

    def walk(self, body: Sequence[ast.stmt]) -> None:
        raise NotImplementedError

    def assign(self, target: ast.AST, value: Value | None) -> None:
        """Binds a target of any form."""
        if isinstance(target, ast.Name):
            self.bind(target.id, value)
        elif isinstance(target, (ast.Tuple, ast.List)):
            self.may_raise(target)
            starred = any(isinstance(element, ast.Starred) for element in target.elts)
            for index, element in enumerate(target.elts):
                part = None if starred or value is None else self.part(value, index, len(target.elts))
                self.assign(element, part)
        elif isinstance(target, ast.Starred):
            self.assign(target.value, None)
        elif isinstance(target, ast.Attribute):
            self.effects(target.value)
            self.may_raise(target)
            path = self.path(target)
            root = path.partition(".")[0].removeprefix("::")
            if path and root.partition("@")[0] in self.deciding:
                self.drop_paths(path)
                self.state.values[path] = self.facts.shared(value or one(self.facts.fresh()))
                self.state.raised = False
        elif isinstance(target, ast.Subscript):
            self.effects(target.value)
            self.effects(target.slice)
            self.may_raise(target)
            self.mutate(target.value)

    def part(self, value: Value, index: int, length: int) -> Value:
        """One element of a value that is unpacked."""
        parts: list[tuple[Value, int]] = []
        for what, condition in value:
            if isinstance(what, Const):
                elements = what.value
                known = isinstance(elements, tuple) and len(elements) == length
                parts.append((one(Const(elements[index])) if known else one(self.facts.fresh()), condition))  # type: ignore[index]
            elif isinstance(what.key, tuple) and what.key[:1] == ("tuple",) and len(what.key[1]) == length:
                parts.append((what.key[1][index], condition))
            else:
                parts.append((self.derived(_NO_NODE, ("part", index), (one(what),)), condition))
        return parts[0][0] if len(parts) == 1 else self.facts.union(parts)

    def symbol_for(self, node: ast.AST, frames: Sequence[Frame]) -> Symbol:
        """The value of a `def` or `lambda` inside the function under analysis."""
        symbol = self.facts.symbol(("function", id(node)), "function")
        symbol.node, symbol.frames = node, tuple(frames)
        return symbol


def _live(place: int, reads: Mapping[int, frozenset[str]], values: Mapping[int, frozenset[str]]) -> Live | None:
    return Live(reads[place], values.get(place, frozenset())) if place in reads else None


_NO_NODE = ast.Pass()
