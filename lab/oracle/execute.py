"""The truth about a program, by running it: every input, and every way in which its opaque calls can turn out.

The program runs instrumented. A read of an unbound name is recorded and execution goes on with the name bound to some
value, so that a failure behind an earlier failure of another name counts as its own. What the program cannot know is
chosen by enumeration: how many rounds an unknown iterable has, whether a call inside a `try` fails, what a call
returns, which packages are installed. Equal calls as guards agree within a run; a call whose value is assigned is asked
anew each time.
"""

from __future__ import annotations

import contextlib
import inspect
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from lab.oracle.instrument import instrumented
from lab.oracle.package_runs import PackageCode
from lab.oracle.program import ATTRIBUTES, DENSE, Domain, Program
from lab.oracle.world import CutOff, How, Items, NoSuchValue, World

MOST_RUNS = 6000
# The path ends; a failing read is recorded by then.
_ENDS = (ValueError, LookupError, RuntimeError, AssertionError, NameError, TypeError, ImportError, SystemExit, CutOff)

Lines = dict[int, frozenset[int]]  # a failing read's line: the arms that runs take which fail there


@dataclass(frozen=True)
class Truth:
    """The names that some run reads unbound, each with the first reads of it that fail, by how they fail."""

    plain: dict[str, Lines]
    caught: dict[str, Lines]
    follows: dict[str, Lines]
    either: dict[str, Lines]

    @property
    def fails(self) -> set[str]:
        """The names that fail in a run that Python can take."""
        return self.plain.keys() | self.caught.keys()


class _TooManyRuns(Exception):
    """The program has more runs than the valve allows: its truth is not known."""


def truth(program: Program) -> Truth | None:
    """What fails in a program; None where that is not known.

    Not known: more runs than the valve allows, an answer that depends on whether numbers are whole, or an attribute
    that is not there (in a program that was made smaller).
    """
    dense = {name: DENSE.get(domain, domain) for name, domain in program.parameters.items()}
    try:
        found = _run_all(program, program.parameters)
        if dense != program.parameters and _run_all(program, dense).fails != found.fails:
            return None
    except (_TooManyRuns, NoSuchValue, AttributeError):
        return None
    return found


def _run_all(program: Program, parameters: dict[str, Domain]) -> Truth:
    run = PackageCode(program).run if program.others else _file(program)
    world = World(program.locals)
    for runs in range(MOST_RUNS + 1):
        if runs == MOST_RUNS:
            raise _TooManyRuns
        world.begin()
        with contextlib.suppress(*_ENDS):
            run(parameters, world)
        if not world.choices.advance():
            break
    found: dict[How, dict[str, Lines]] = {how: {} for how in How}
    for failure, arms in world.failures.items():
        places = found[world.how(failure)].setdefault(failure.name, {})
        places[failure.line] = places.get(failure.line, frozenset()) | arms
    return Truth(found[How.PLAIN], found[How.CAUGHT], found[How.FOLLOWS], found[How.EITHER])


def _file(program: Program) -> Callable[[dict[str, Domain], World], None]:
    """One run of a program of one file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        code = compile(instrumented(program), "<program>", "exec")
    entries = program.functions()

    def run(parameters: dict[str, Domain], world: World) -> None:
        exec(code, world.space)
        _enter(entries, program, parameters, world)

    return run


def _enter(entries: list[str], program: Program, parameters: dict[str, Domain], world: World) -> None:
    """Call one of the program's functions."""
    if not entries:
        return
    entry = entries[world.choices.draw(len(entries))]
    owner, _, method = entry.rpartition(".")
    found: Any = getattr(world.space[owner], method) if owner else world.space[entry]
    code = inspect.unwrap(found).__code__
    arguments: dict[str, object] = {}
    for name in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]:
        if name in ("self", "cfg"):
            target = object.__new__(cast(type, world.space[owner])) if name == "self" else SimpleNamespace()
            arguments[name] = _with_attributes(target, name, program, world)
        else:
            value = world.pick(parameters[name])
            arguments[name] = Items(world) if value == "items" else value
    found(**arguments)


def _with_attributes(target: object, name: str, program: Program, world: World) -> object:
    for attribute in program.attributes:
        owner, _, field = attribute.partition(".")
        if owner == name:
            setattr(target, field, world.pick(ATTRIBUTES[field]))
    return target
