"""for and while.

A loop is walked for a few rounds, each with guards of its own for what the round rebinds, so that a flag that
one round sets decides the next. Two rounds tell first from later; in the last one, every constant that the
body sets (a counter, a state's name) is forgotten, so that it stands for all the rounds that are not walked.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from nsa_lint.analysis.bdd import FALSE, TRUE
from nsa_lint.analysis.expressions import Met
from nsa_lint.analysis.machine import Loop, Machine
from nsa_lint.analysis.state import State, blame_leaver, unbound_where
from nsa_lint.analysis.values import Const, Symbol, Value, What, one
from nsa_lint.model import Arm, ArmKind, ChainKind
from nsa_lint.syntax.scopes import bound_names, walk

ROUNDS = 3
_LONG = 4_000  # statements walked; a function that needs more gets fewer rounds for its inner loops
LoopNode = ast.For | ast.AsyncFor | ast.While


class Loops(Machine):
    """for and while, with else, break and continue."""

    effort = 0  # 0: exact; each step up forgets more of what rounds set, where a function is too large for that
    steps = 0
    _depth = 0

    def _For(self, node: ast.For | ast.AsyncFor) -> None:
        runs = self.iterate(node.iter)
        length = _known_length(node.iter)

        def enter(index: int) -> int:
            if index == 0:
                condition = runs
            elif length is not None:
                condition = TRUE if index < length else FALSE
            else:
                self.may_raise(node.iter)
                condition = self.facts.choice()
            if condition > TRUE and index == 0:
                self.met.append(Met(node, condition, self.state.reach, f"the loop at line {node.lineno} runs"))
            return condition

        self._rounds(node, enter, lambda index: self._next(node, index, length), node.target)

    def _next(self, node: ast.For | ast.AsyncFor, index: int, length: int | None) -> None:
        """Binds the target; a counter that starts at a constant is that in the first round, and more afterwards."""
        elements = node.iter.elts if isinstance(node.iter, (ast.List, ast.Tuple)) else []
        if length is not None and length <= ROUNDS and index < len(elements):
            element = elements[index]
            self.assign(node.target, one(Const(element.value)) if isinstance(element, ast.Constant) else None)
            return
        counter, start = _counter(node)
        self.assign(node.target, None)
        if counter is not None and start is not None and counter.id in self.deciding:
            if not index or (length is not None and length <= ROUNDS):
                value: Value = one(Const(start + index))
            else:
                later = self.facts.fresh("int")
                later.points = [((float(start + 1), 0), FALSE)]
                value = one(later)
            self.bind(counter.id, value)

    _AsyncFor = _For

    def _While(self, node: ast.While) -> None:
        changes = any(isinstance(child, (ast.Call, ast.Attribute, ast.Subscript)) for child in walk(node.test))

        def enter(index: int) -> int:
            condition = self.truth(node.test)
            if index and changes and self.conditions.minus(self.state.reach, condition) == FALSE:
                return self.facts.choice()  # the loop ends some day: what its test asks has changed meanwhile
            return condition

        self._rounds(node, enter, lambda _: None, node.test)

    def _Break(self, node: ast.Break) -> None:
        self.stop("break")

    def _Continue(self, node: ast.Continue) -> None:
        self.stop("continue")

    def _rounds(
        self, node: LoopNode, enter: Callable[[int], int], start: Callable[[int], None], target: ast.AST
    ) -> None:
        record = self.chain(node, ChainKind.LOOP)
        if not record.arms:
            end = node.body[-1].end_lineno or node.lineno
            record.arms += [Arm(ArmKind.LOOP, node.lineno, end, "the loop runs zero times")]
            record.arms += [Arm(ArmKind.LOOP, node.lineno, end, "no round binds it") for _ in range(ROUNDS + 1)]
            record.arms += [Arm(ArmKind.LOOP, node.lineno, end, "the loop is left by break") for _ in range(ROUNDS)]
        conditions = self.conditions
        bound = bound_names([target, *node.body])
        decides = not bound.isdisjoint(self.deciding)
        entry = self.state.fork(self.state.reach)
        context = Loop()
        self.contexts.append(context)
        self._depth += 1
        rounds = ROUNDS if self._depth <= 2 and self.steps < _LONG and not self.effort else 2
        exits: list[tuple[int, State]] = []
        breaks: list[tuple[int, State]] = []
        unfinished = True  # whether more rounds than were walked are possible
        head = entry.values  # as they were when the last round began
        for index in range(rounds):
            if index == rounds - 1:
                self._forget_constants(head)
            head = self.state.values.copy()
            if self.effort and index:
                self._summarise(self.state, bound)
            again = enter(index)
            before = self.state
            exits.append((index, before.fork(conditions.minus(before.reach, again))))
            self.state = before.fork(conditions.and_(before.reach, again))
            if self.state.reach == FALSE:
                unfinished = False
                break
            start(index)
            outer = self.round
            if index and isinstance(node, ast.While):
                self.round = (self.round, record.divergence.key, index)
            self.run_arm(record, index, node.body)
            self.round = outer
            ends = [self.state, *context.breaks, *context.continues]
            for state in ends[1:]:
                if id(state) in context.leavers:
                    blame_leaver(conditions, state, ends, context.leavers[id(state)], bound)
            breaks += [(rounds + 1 + index, state) for state in context.breaks]
            states = [state for state in (self.state, *context.continues) if state.reach != FALSE]
            self.state = self.merge(states, self.head(node))
            context.breaks, context.continues = [], []
            if self.state.reach == FALSE:
                unfinished = False
                break
            if not decides and self._binds_only(before, self.state):
                break
        if unfinished:
            self._forget_constants(head)
            again = enter(rounds) if isinstance(node, ast.While) else FALSE
            exits.append((rounds, self.state.fork(conditions.minus(self.state.reach, again))))
        self.contexts.pop()
        self._depth -= 1
        if any(state.reach != FALSE for _, state in exits):
            self.meet(record, exits, entry)
            self.walk(node.orelse)
        else:
            self.state = State(FALSE, {}, {})
        if breaks:
            self.meet(record, [(rounds, self.state), *breaks], entry)
        if self.effort:
            self._summarise(self.state, bound)

    def _binds_only(self, before: State, after: State) -> bool:
        """Whether a round left nothing unbound that was bound before it: then a further one tells nothing new."""
        for name, entry in after.unbound.items():
            earlier = before.unbound.get(name)
            if earlier is entry:
                continue
            left = self.conditions.minus(
                unbound_where(self.conditions, after, name), unbound_where(self.conditions, before, name)
            )
            if self.conditions.and_(left, after.reach) != FALSE:
                return False
        return True

    def _summarise(self, state: State, bound: set[str]) -> None:
        """One unknown for all the unknowns that a name may be after a loop; constants and their conditions stay."""
        for key, value in state.values.items():
            symbols = [what for what, _ in value if isinstance(what, Symbol)]
            if len(symbols) > 1 and key.partition(".")[0].partition("@")[0] in bound:
                kind = "any" if any(what.kind == "any" for what in symbols) else "object"
                merged = self.facts.fresh(kind, dispatch=any(what.dispatch for what in symbols))
                state.values[key] = self.facts.union(
                    (one(merged if isinstance(what, Symbol) else what), condition) for what, condition in value
                )

    def _forget_constants(self, head: dict[str, Value]) -> None:
        """Constants that the last round set anew (a counter, the name of a state) stand for any other."""
        values = self.state.values
        for key, value in values.items():
            before = head.get(key, ())
            if value is before:
                continue
            known = {what for what, _ in before}

            def moves(what: What, known: set[What] = known) -> bool:
                return isinstance(what, Const) and not _is_flag(what.value) and what not in known

            if any(moves(what) for what, _ in value):
                unknown = one(self.facts.fresh())
                values[key] = self.facts.union(
                    (unknown if moves(what) else one(what), condition) for what, condition in value
                )


def _counter(node: ast.For | ast.AsyncFor) -> tuple[ast.Name | None, int | None]:
    """The name that counts the rounds of a loop over `range` or `enumerate`, and where it starts."""
    call = node.iter
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        return None, None
    start: ast.expr | None = None
    target: ast.expr = node.target
    if call.func.id == "range" and len(call.args) in (1, 2) and not call.keywords:
        start = call.args[0] if len(call.args) == 2 else None
    elif call.func.id == "enumerate" and call.args and isinstance(target, ast.Tuple) and len(target.elts) == 2:
        target = target.elts[0]
        start = call.args[1] if len(call.args) == 2 else next((each.value for each in call.keywords), None)
    else:
        return None, None
    if not isinstance(target, ast.Name):
        return None, None
    if start is None:
        return target, 0
    known = isinstance(start, ast.Constant) and isinstance(start.value, int)
    return target, start.value if known else None  # type: ignore[attr-defined]


def _is_flag(value: object) -> bool:
    return value is None or isinstance(value, bool)


def _known_length(node: ast.expr) -> int | None:
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        elements: Sequence[ast.expr] = node.elts
        return None if any(isinstance(element, ast.Starred) for element in elements) else len(elements)
    if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
        return len(node.value)
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "range"
        and len(node.args) == 1
    ):
        limit = node.args[0]
        if isinstance(limit, ast.Constant) and isinstance(limit.value, int):
            return limit.value
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("enumerate", "reversed")
        and node.args
    ):
        return _known_length(node.args[0])
    return None
