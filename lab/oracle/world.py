"""What a program calls, reads and imports, for one run after another until every way has been taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import NamedTuple

from lab.oracle.instrument import CAUGHT, MEANT
from lab.oracle.program import PLAIN, Domain, Expression
from lab.oracle.stand_ins import ANYTHING, CALLS, OF_CONTEXTLIB, STAND_INS

MOST_ROUNDS = 3
MOST_ITEMS = 200  # of for loops in one run: over a list that grows, one may never end
MOST_TURNS = 12  # of while loops in one run; a run that goes on is cut off, and so is not believed any further
_RAISED = (ValueError, KeyError, RuntimeError)  # the last one is named by no handler


class CutOff(BaseException):
    """A run that loops for too long."""


class NoSuchValue(BaseException):
    """A value of a domain that the program's module does not have: a smaller program may have lost it."""


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


class How(Enum):
    """In which circumstances a read fails."""

    PLAIN = "plain"
    CAUGHT = "caught"  # a handler for `Exception`, or for everything, catches it
    FOLLOWS = "follows"  # only for some of the values that a flag would have had, which was unbound when a test read it
    EITHER = "either"  # after such a flag, but whatever its value; or after a flag that was unbound when it was copied


class Failure(NamedTuple):
    """A read that fails, before any other read of that name has in the run."""

    name: str
    line: int
    how: How


class World:
    """The memory of one run, and the failures of all: with each, the arms that some failing run has taken."""

    def __init__(self, locals_: Mapping[str, Domain]) -> None:
        self.choices = _Choices()
        self.failures: dict[Failure, set[int]] = {}
        self.ghosts: dict[Failure, dict[tuple[int, ...], set[int]]] = {}  # by the choices before: values of the flag
        self.locals = locals_
        self.answers = {**CALLS, **{f"_{name}": getattr(self, name) for name in _ANSWERS}}
        self.begin()

    def begin(self) -> None:
        """A new run, in a new module."""
        self.space: dict[str, object] = self.answers.copy()
        self.agreed: dict[object, bool] = {}
        self.rounds: dict[str, int] = {}
        self.arms: set[int] = set()
        self.failed: dict[str, object] = {}  # the value that each name has since
        self.standing = How.PLAIN
        self.flag = (0, 0)  # which choice is the value of the first flag that a test read unbound, and of how many
        self.turns = 0
        self.taken = 0

    def pick(self, domain: Domain) -> object:
        value = domain[self.choices.draw(len(domain))] if len(domain) > 1 else domain[0]
        if not isinstance(value, Expression):
            return value
        try:
            return eval(value.text, self.space)
        except (NameError, AttributeError):
            raise NoSuchValue(value.text) from None

    def read(self, name: str, line: int, how: int, test: bool, value: Callable[[], object]) -> object:
        """A read of a name that may be unbound. Where it is, the run goes on, as if it were bound to something."""
        try:
            found = value()
        except NameError:
            if self.turns > MOST_TURNS:
                raise CutOff from None
            if name not in self.failed:
                self.fail(name, line, how, test)
            return self.failed[name]
        self.failed.pop(name, None)
        return found

    def fail(self, name: str, line: int, how: int, test: bool) -> None:
        if how == MEANT:
            raise
        standing = How.CAUGHT if how == CAUGHT and self.standing is How.PLAIN else self.standing
        failure = Failure(name, line, standing)
        self.failures.setdefault(failure, set()).update(self.arms)
        if standing is How.FOLLOWS:
            position = self.flag[0]
            before, value = tuple(self.choices.taken[:position]), self.choices.taken[position]
            self.ghosts.setdefault(failure, {}).setdefault((self.flag[1], *before), set()).add(value)
        if how == CAUGHT:
            raise
        domain = self.locals.get(name, (ANYTHING,))
        if len(domain) > 1 and self.standing is not How.FOLLOWS:
            self.standing = How.FOLLOWS if test else How.EITHER
            self.flag = (self.choices.position, len(domain))
        self.failed[name] = ANYTHING if domain == PLAIN else self.pick(domain)

    def how(self, failure: Failure) -> How:
        """In which circumstances a read fails, when all runs are known."""
        ghosts = self.ghosts.get(failure, {})
        return How.EITHER if any(len(values) == key[0] for key, values in ghosts.items()) else failure.how

    def forget(self, name: str) -> None:
        self.failed.pop(name, None)

    def arm(self, line: int) -> None:
        self.arms.add(line)

    def over(self, line: int, values: object) -> object:
        """What a comprehension runs over."""
        self.arms.add(line)
        return values

    def turn(self) -> None:
        """The start of a while loop's body."""
        self.turns += 1
        if self.turns > MOST_TURNS:
            raise CutOff

    def item(self) -> None:
        """The start of a for loop's body."""
        self.taken += 1
        if self.taken > MOST_ITEMS:
            raise CutOff

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

    def entered(self, manager: object) -> object:
        """Before a manager is entered inside a try: that fails, or not; those of `contextlib` do not."""
        return manager if isinstance(manager, OF_CONTEXTLIB) else self.may_fail(manager)

    def may_fail_items(self, values: object) -> Iterator[object]:
        self.may_fail()
        for value in values:  # type: ignore[attr-defined]
            yield value
            self.may_fail()

    def import_(self, name: str) -> object:
        """A package that is installed or not, the same in all of a run; or the one that we have in its place."""
        if name in STAND_INS:
            return STAND_INS[name]
        if not self.guard("import", name.partition(".")[0]):
            raise ImportError(name)
        return ANYTHING


_ANSWERS = (
    *("read", "forget", "arm", "over", "turn", "item", "guard", "step", "pick", "import_"),
    *("may_fail", "may_fail_items", "entered"),
)


class Items:
    """An iterable whose rounds are chosen while it runs."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __iter__(self) -> Iterator[int]:
        return self.world.items()
