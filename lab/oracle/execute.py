"""The truth about a program, by running it: every input, and every way in which its opaque calls can turn out.

The program runs instrumented. A read of an unbound name is recorded and execution goes on with the name bound to some
value, so that a failure behind an earlier failure of another name counts as its own. What the program cannot know is
chosen by enumeration: how many rounds an unknown iterable has, whether a call inside a `try` fails, what a call
returns. Equal calls as guards agree within a run; a call whose value is assigned is asked anew each time.
"""

from __future__ import annotations

import ast
import contextlib
import itertools
from collections.abc import Callable, Iterator
from types import SimpleNamespace

from lab.oracle.program import ATTRIBUTES, DENSE, Domain, Program

MOST_RUNS = 6000
MOST_ROUNDS = 3
MOST_TURNS = 12  # of while loops in one run; a run that goes on is cut off, and so is not believed any further
_CATCHES_NAME_ERROR = {"NameError", "UnboundLocalError", "Exception", "BaseException"}
# The path ends; a failing read is recorded by then.
_ENDS = (ValueError, KeyError, RuntimeError, AssertionError, NameError, TypeError)
_RAISED = (ValueError, KeyError, RuntimeError)  # the last one is named by no handler


class TooManyRuns(Exception):
    """The program has more runs than the valve allows: its truth is not known."""


def failing(program: Program) -> set[str] | None:
    """The names that some run reads unbound; None where the program's truth is not known.

    Not known: more runs than the valve allows, or an answer that depends on whether numbers are whole.
    """
    try:
        found = _run_all(program, program.parameters)
        dense = {name: DENSE.get(domain, domain) for name, domain in program.parameters.items()}
        if dense != program.parameters and _run_all(program, dense) != found:
            return None
    except TooManyRuns:
        return None
    return found


class _CutOff(BaseException):
    """A run that loops for too long."""


class _Choices:
    """Enumerates sequences of choices: run, `advance`, run again, until it says False."""

    def __init__(self) -> None:
        self.taken: list[int] = []
        self.widths: list[int] = []
        self.position = 0

    def draw(self, width: int) -> int:
        if self.position == len(self.taken):
            self.taken.append(0)
            self.widths.append(width)
        self.position += 1
        return self.taken[self.position - 1]

    def advance(self) -> bool:
        self.position = 0
        while self.taken:
            if self.taken[-1] + 1 < self.widths[-1]:
                self.taken[-1] += 1
                return True
            self.taken.pop()
            self.widths.pop()
        return False


class _World:
    """What the program calls and reads; one run's memory, and the failures of all runs."""

    def __init__(self, locals_: dict[str, Domain]) -> None:
        self.choices = _Choices()
        self.failures: set[str] = set()
        self.locals = locals_
        self.agreed: dict[object, bool] = {}
        self.rounds: dict[str, int] = {}
        self.turns = 0

    def begin(self) -> None:
        self.agreed.clear()
        self.rounds.clear()
        self.turns = 0

    def pick(self, domain: Domain) -> object:
        return domain[self.choices.draw(len(domain))] if len(domain) > 1 else domain[0]

    def read(self, name: Callable[[], object]) -> object:
        """A read of a local: `name` is `lambda: x`, whose one cell is the local's own."""
        try:
            return name()
        except NameError:
            if self.turns > MOST_TURNS:
                raise _CutOff from None
            variable = name.__code__.co_freevars[0]
            self.failures.add(variable)
            value = self.pick(self.locals.get(variable, (1,)))
            name.__closure__[0].cell_contents = value  # type: ignore[index]
            return value

    def turn(self) -> None:
        """The start of a while loop's body."""
        self.turns += 1
        if self.turns > MOST_TURNS:
            raise _CutOff

    def guard(self, *key: object) -> bool:
        """A call as a guard: equal calls agree."""
        if key not in self.agreed:
            self.agreed[key] = bool(self.choices.draw(2))
        return self.agreed[key]

    def step(self, key: str) -> bool:
        """A call as the test of a while: true for a few rounds at most, then false."""
        count = self.rounds.get(key, 0)
        if count < MOST_ROUNDS - 1 and self.choices.draw(2):
            self.rounds[key] = count + 1
            return True
        return False

    def items(self) -> Iterator[int]:
        yield from range(1, self.choices.draw(MOST_ROUNDS) + 1)

    def may_fail(self, value: object = None) -> object:
        """After the arguments of a call inside a try: it returns, or raises something."""
        kind = self.choices.draw(1 + len(_RAISED))
        if kind:
            raise _RAISED[kind - 1]("chosen")
        return value

    def may_fail_items(self, values: object) -> Iterator[object]:
        self.may_fail()
        for value in values:  # type: ignore[attr-defined]
            yield value
            self.may_fail()


class _Manager:
    """An ordinary context manager."""

    def __enter__(self) -> int:
        return 1

    def __exit__(self, *_: object) -> None:
        return None


class _Suppress(_Manager):
    def __exit__(self, kind: type | None = None, *_: object) -> bool:  # type: ignore[override]
        return kind is ValueError


class _Items:
    def __init__(self, world: _World) -> None:
        self.world = world

    def __iter__(self) -> Iterator[int]:
        return self.world.items()


def _run_all(program: Program, parameters: dict[str, Domain]) -> set[str]:
    world = _World(program.locals)
    function = _instrumented(program.text, world)
    names = list(parameters)
    attributes = list(program.attributes)
    domains = [parameters[name] for name in names] + [ATTRIBUTES[name] for name in attributes]
    runs = 0
    for values in itertools.product(*domains):
        arguments = dict(zip(names, values, strict=False))
        for name in names:
            if arguments[name] == "items":
                arguments[name] = _Items(world)
        if attributes:
            arguments["cfg"] = SimpleNamespace(**dict(zip(attributes, values[len(names) :], strict=True)))
        while True:
            runs += 1
            if runs > MOST_RUNS:
                raise TooManyRuns
            world.begin()
            with contextlib.suppress(*_ENDS, _CutOff):
                function(**arguments)
            if not world.choices.advance():
                break
    return world.failures


def _instrumented(text: str, world: _World) -> Callable[..., object]:
    tree = ast.parse(text)
    code = compile(tree, "<program>", "exec").co_consts[0]
    deleted = {target.id for node in ast.walk(tree) if isinstance(node, ast.Delete) for target in node.targets}  # type: ignore[attr-defined]
    always_bound = set(code.co_varnames[: code.co_argcount]) - deleted
    names = (set(code.co_varnames) | set(code.co_cellvars)) - always_bound
    tree = ast.fix_missing_locations(_Instrument(names).visit(tree))
    space: dict[str, object] = {
        "_read": world.read,
        "_turn": world.turn,
        "_may_fail": world.may_fail,
        "_may_fail_items": world.may_fail_items,
        "_guard": world.guard,
        "_step": world.step,
        "_pick": world.pick,
        "use": lambda *_: None,
        "make": lambda *_: 1,
        "manager": _Manager,
        "suppress": lambda *_: _Suppress(),
    }
    exec(compile(tree, "<program>", "exec"), space)
    return space["f"]  # type: ignore[return-value]


class _Instrument(ast.NodeTransformer):
    """Reads, calls and iterations of the program become what `_World` answers."""

    def __init__(self, names: set[str]) -> None:
        self.names = names
        self.in_try = 0  # a call here can be seen to fail
        self.caught = 0  # a failing read here raises on purpose

    # -- reads ------------------------------------------------------------------------------------

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if not isinstance(node.ctx, ast.Load) or node.id not in self.names:
            return node
        return node if self.caught else self._checked(node.id)

    def _checked(self, name: str) -> ast.expr:
        return ast.parse(f"_read(lambda: {name})", mode="eval").body

    def visit_AugAssign(self, node: ast.AugAssign) -> list[ast.stmt]:
        assert isinstance(node.target, ast.Name)
        node.value = self.visit(node.value)
        return [*self._checks([node.target]), node]

    def visit_Delete(self, node: ast.Delete) -> list[ast.stmt]:
        statements: list[ast.stmt] = []
        for target in node.targets:
            statements += [*self._checks([target]), ast.Delete([target])]
        return statements

    def _checks(self, targets: list[ast.expr]) -> list[ast.stmt]:
        if self.caught:
            return []
        return [ast.Expr(self._checked(target.id)) for target in targets if isinstance(target, ast.Name)]

    # -- scopes -----------------------------------------------------------------------------------

    def _comprehension(self, node: ast.expr) -> ast.AST:
        own = {
            name.id
            for generator in node.generators  # type: ignore[attr-defined]
            for name in ast.walk(generator.target)
            if isinstance(name, ast.Name)
        }
        first = node.generators[0]  # type: ignore[attr-defined]
        outer = self.visit(first.iter)
        first.iter = ast.Constant(0)
        hidden = self.names & own
        self.names -= own
        self.generic_visit(node)
        self.names |= hidden
        first.iter = outer
        return node

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = _comprehension

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        self.generic_visit(node)
        return node

    # -- what can fail ----------------------------------------------------------------------------

    def visit_Call(self, node: ast.Call) -> ast.AST:
        called = node.func
        if isinstance(called, ast.Attribute):  # mode.is_decode(): a guard
            return self._opaque("_guard", f"{ast.unparse(called)}")
        assert isinstance(called, ast.Name)
        name, _, tail = called.id.partition("_")
        if name == "ready":
            return self._opaque("_guard", called.id, *[self.visit(argument) for argument in node.args])
        if name == "step":
            return self._opaque("_step", called.id)
        if name == "probe":
            domain = "(False, True)" if tail.startswith("b") else "(None, 0, 1, 5)"
            answer: ast.expr = ast.parse(f"_pick({domain})", mode="eval").body
        else:
            node.args = [self.visit(argument) for argument in node.args]
            if called.id in self.names:
                node.func = self.visit(called)
            if name in ("range", "enumerate"):
                return node
            answer = node
        if self.in_try:
            return ast.Call(ast.Name("_may_fail", ast.Load()), [answer], [])
        return answer

    def _opaque(self, helper: str, key: str, *arguments: ast.expr) -> ast.expr:
        return ast.Call(ast.Name(helper, ast.Load()), [ast.Constant(key), *arguments], [])

    def visit_For(self, node: ast.For) -> ast.AST:
        self.generic_visit(node)
        if self.in_try and not isinstance(node.iter, (ast.Tuple, ast.List)) and "range" not in ast.unparse(node.iter):
            node.iter = ast.Call(ast.Name("_may_fail_items", ast.Load()), [node.iter], [])
        return node

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        return node  # the exception's constructor does not fail

    def visit_While(self, node: ast.While) -> ast.AST:
        self.generic_visit(node)
        node.body.insert(0, ast.Expr(ast.Call(ast.Name("_turn", ast.Load()), [], [])))
        return node

    def visit_Try(self, node: ast.Try) -> ast.AST:
        catches = any(
            handler.type is None
            or any(isinstance(n, ast.Name) and n.id in _CATCHES_NAME_ERROR for n in ast.walk(handler.type))
            for handler in node.handlers
        )
        self.in_try += 1
        self.caught += catches
        node.body = self._statements(node.body)
        self.caught -= catches
        if not node.finalbody:
            self.in_try -= 1
        node.orelse = self._statements(node.orelse)
        for handler in node.handlers:
            handler.body = self._statements(handler.body)
        if node.finalbody:
            self.in_try -= 1
        node.finalbody = self._statements(node.finalbody)
        return node

    def visit_With(self, node: ast.With) -> ast.AST:
        node.items = [self.visit(item) for item in node.items]
        swallows = "suppress" in ast.unparse(node.items[0])
        self.in_try += swallows
        node.body = self._statements(node.body)
        self.in_try -= swallows
        return node

    def _statements(self, body: list[ast.stmt]) -> list[ast.stmt]:
        result: list[ast.stmt] = []
        for statement in body:
            visited = self.visit(statement)
            result += visited if isinstance(visited, list) else [visited]
        return result
