"""The families of programs: each is a module with a writer, and a line that says what its programs are about."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol

from lab.oracle.families import (
    attributes,
    bounds,
    closures,
    dispatch,
    enums,
    exits,
    helpers,
    imports,
    kernels,
    managers,
    packages,
    patterns,
)
from lab.oracle.generate import Statements
from lab.oracle.program import Program, sensible


class Writes(Protocol):
    """What writes one program."""

    def program(self) -> Program: ...


Make = Callable[[random.Random], Writes]

FAMILIES: dict[str, tuple[str, Make]] = {
    "level1": ("correlated guards", partial(Statements, 1)),
    "level2": ("flags, copies of guards, sentinels, early exits", partial(Statements, 2)),
    "level3": ("loops, try, match, del, walrus, comprehensions, ...", partial(Statements, 3)),
    "attributes": ("attributes and methods of a class", attributes.Attributes),
    "helpers": ("functions of the file that check, raise or answer", helpers.Helpers),
    "closures": ("inner functions, lambdas, second names, local classes", closures.Closures),
    "managers": ("context managers that swallow or do not", managers.Managers),
    "patterns": ("structural patterns against one another", patterns.Patterns),
    "enums": ("enum members and sentinels", enums.Enums),
    "bounds": ("how often loops run", bounds.Bounds),
    "imports": ("guarded imports of a module and its functions", imports.Imports),
    "kernels": ("Triton kernels and what launches them", kernels.Kernels),
    "dispatch": ("dispatches in dispatches, with fallbacks", dispatch.Dispatch),
    "exits": ("try and finally with ways out of them", exits.Exits),
    "packages": ("callers, constructors and helpers in other files", packages.Packages),
}
ONE_FILE = [name for name in FAMILIES if name != "packages"]  # what a checker of one file can know


def programs(family: str, seed: object, first: int = 0) -> Iterator[Program]:
    """The programs of a family from the one with index `first` on; those of one seed are always the same."""
    if family not in FAMILIES:
        raise ValueError(f"family is {family!r}; expected one of {', '.join(FAMILIES)}")
    index = first
    while True:
        yield write(family, random.Random(f"{seed}/{family}/{index}"))
        index += 1


def write(family: str, rng: random.Random) -> Program:
    """One program."""
    _, make = FAMILIES[family]
    while True:
        program = make(rng).program()
        if sensible(program):
            return program
