"""Members of enums and sentinels: compared by `is`, `==` and `in`, taken for their truth, kept in locals."""

from __future__ import annotations

import random
from dataclasses import replace

from lab.oracle.program import BOOLEAN, NONEABLE, Domain, Expression, Program
from lab.oracle.writer import Feature, Writer

_HEADER = """\
import enum

MISSING = object()
EMPTY = object()


class Kind(enum.Enum):
    A = 1
    B = 2
    C = 3
"""
_MEMBERS: Domain = tuple(Expression(f"Kind.{name}") for name in "ABC")
_KIND: Domain = (*_MEMBERS, Expression("None"), "z")  # not annotated: anything
_DECLARED: Domain = (*_MEMBERS,)
# `Mode` is an enum of which nothing is known: its members differ, and there are other values.
_MODE: Domain = (*(Expression(f"Mode.{name}") for name in ("LOW", "MID", "TOP", "OTHER")), None, 0)
_MARKED: Domain = (Expression("MISSING"), Expression("EMPTY"), None, 0, 1)
_FEATURES: tuple[Feature, ...] = (
    ("a", BOOLEAN, 5),
    ("b", BOOLEAN, 3),
    ("kind", _KIND, 4),
    ("declared", _DECLARED, 4),
    ("level", _MODE, 3),
    ("v", _MARKED, 4),
    ("n", NONEABLE, 1),
)
_MEMBERS_OF = {
    "kind": ("Kind.A", "Kind.B", "Kind.C"),
    "declared": ("Kind.A", "Kind.B", "Kind.C"),
    "level": ("Mode.LOW", "Mode.MID", "Mode.TOP"),
    "v": ("MISSING", "EMPTY", "None"),
}


class Enums(Writer):
    FEATURES = _FEATURES
    IN_TRY = ("a", "b")

    def __init__(self, rng: random.Random) -> None:
        super().__init__(2, rng)

    def test_of(self, name: str) -> str:
        if name not in _MEMBERS_OF:
            return super().test_of(name)
        one, two = self.rng.sample(_MEMBERS_OF[name], 2)
        tests = [f"{name} is {one}"] * 4 + [f"{name} is not {one}"] * 2
        if name == "v":
            return self.rng.choice([*tests, f"{name} is None"])
        tests += [f"{name} == {one}", f"{name} != {one}", f"{name} in ({one}, {two})", f"{name} not in [{one}, {two}]"]
        return self.rng.choice([*tests, name] if name == "kind" else tests)

    def sentinel(self, depth: int) -> None:
        """A local that is MISSING until something is there."""
        if not self.sentinels:
            self.sentinels.append("v0")
            self.locals["v0"] = _MARKED
            self.put(depth, "v0 = MISSING")
            return
        values = ["MISSING", "EMPTY", "None", "1", *(["v"] if "v" in self.features else [])]
        self.put(depth, f"v0 = {self.rng.choice(values)}")

    def atom(self) -> str:
        if self.sentinels and self.chance(0.35):
            word, value = (
                self.rng.choice(("is", "is", "is not")),
                self.rng.choice(("MISSING", "MISSING", "EMPTY", "None")),
            )
            return f"v0 {word} {value}"
        return self.test_of(self.rng.choice(self.features))

    def reassign(self, depth: int) -> None:
        names = [name for name in self.features if name in _MEMBERS_OF]
        if not names:
            return self.flag(depth)
        name = self.rng.choice(names)
        self.put(depth, f"{name} = {self.rng.choice(_MEMBERS_OF[name])}")

    def branch(self, depth: int) -> None:
        names = [name for name in self.features if name in _MEMBERS_OF]
        if not names or self.chance(0.5):
            return super().branch(depth)
        name = self.rng.choice(names)  # a chain over the members
        members = self.rng.sample(_MEMBERS_OF[name], self.rng.choice((2, 3, 3)))
        word = self.rng.choice(("is", "is", "=="))
        for number, member in enumerate(members):
            self.put(depth, f"{'elif' if number else 'if'} {name} {word} {member}:")
            self.under(f"{name} {word} {member}", depth + 1)
        if self.chance(0.2):
            self.put(depth, "else:")
            self.block(depth + 1)

    def complete(self, program: Program) -> Program:
        text = (
            program.text.replace("declared", "declared: Kind", 1) if "declared" in program.parameters else program.text
        )
        return replace(program, text=f"{_HEADER}\n\n{text}")
