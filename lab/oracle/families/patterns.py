"""Structural patterns against one another, and against other tests of the same subject."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from lab.oracle.program import BOOLEAN, Domain, Expression, Program
from lab.oracle.writer import DEEPEST, Feature, Make, Writer

_SEQUENCE: Domain = ((), (1,), (2,), (1, 1), (1, 2), (2, 1), (2, 2), (1, 2, 1), (2, 1, 1), "ab", None)
_MAPPING: Domain = (
    *map(Expression, ("{}", "{'k': 1}", "{'k': 2}", "{'j': 1}", "{'k': 1, 'j': 1}", "{'k': 2, 'j': 2}")),
    *map(Expression, ("{'k': 3, 'j': 1}", "{'i': 1}", "None", "'kj'")),
)
# `Wide` and `Tall` are classes of which nothing is known: an object may be both.
_OBJECT: Domain = tuple(
    Expression(text) for text in ("Wide(1)", "Wide(2)", "Tall(1)", "Tall(2)", "Both(1)", "Both(2)", "None", "0")
)
_VALUE: Domain = (0, 1, 2, 1.0, 2.0, 1.5, 1 + 0j, 2 + 0j, True, False, "a", "b", (1,), None)
_PATTERNS: dict[str, tuple[str, ...]] = {
    "p": (
        "[{x}]",
        "[{x}, {y}]",
        "[{x}, *_]",
        "[*{x}]",
        "[]",
        "[1]",
        "[1, {x}]",
        "[_, 1]",
        "[_, _] as {x}",
        "(1, *_)",
        "None",
        "[1] | [_, 1]",
        "[{x}] | [{x}, _]",
    ),
    "q": (
        "{{'k': {x}}}",
        "{{'k': 1}}",
        "{{'k': 1, **{x}}}",
        "{{'j': {x}}}",
        "{{'k': _, 'j': {x}}}",
        "{{'k': 1 | 2}}",
        "{{}}",
        "None",
    ),
    "o": (
        "Wide()",
        "Tall()",
        "Wide(size={x})",
        "Tall(size=1)",
        "Wide(size=1)",
        "None",
        "Wide() | Tall()",
        "Wide() as {x}",
    ),
    "v": (
        "int()",
        "str()",
        "bool()",
        "float()",
        "1",
        "2",
        "1 | 2",
        "'a'",
        "None",
        "True",
        "False",
        "int({x})",
        "int() | str()",
        "str() as {x}",
    ),
}
_TESTS = {
    "p": ("p is None", "p is not None"),
    "q": ("q is None", "q is not None"),
    "o": (
        "o is None",
        "isinstance(o, Wide)",
        "isinstance(o, Tall)",
        "isinstance(o, (Wide, Tall))",
        "isinstance(o, Wide) and not isinstance(o, Tall)",
    ),
    "v": ("v is None", "isinstance(v, int)", "isinstance(v, str)", "v == 1", "v == 'a'"),
}
_FEATURES: tuple[Feature, ...] = (
    ("a", BOOLEAN, 4),
    ("b", BOOLEAN, 3),
    ("p", _SEQUENCE, 3),
    ("q", _MAPPING, 3),
    ("o", _OBJECT, 4),
    ("v", _VALUE, 4),
)


class Patterns(Writer):
    FEATURES = _FEATURES

    def __init__(self, rng: random.Random) -> None:
        super().__init__(2, rng)
        self.subjects = [name for name in self.features if name in _PATTERNS][:2] or ["p"]
        self.features = [name for name in self.features if name not in _PATTERNS] + self.subjects

    def test_of(self, name: str) -> str:
        return self.rng.choice(_TESTS[name]) if name in _TESTS else name

    def reassign(self, depth: int) -> None:
        self.flag(depth)

    def table(self, depth: int) -> list[tuple[Make, float]]:
        table = super().table(depth)
        return [*table, (self.match, 16)] if depth <= DEEPEST else table

    def complete(self, program: Program) -> Program:
        """Flags are declared: of `True` and `False` as patterns another value would match neither."""
        first, _, body = program.text.partition("\n")
        return replace(program, text=re.sub(r"\b([ab])\b", r"\1: bool", first) + "\n" + body)

    def match(self, depth: int) -> None:
        flags = [name for name in self.features if self.domains[name] is BOOLEAN]
        if len(flags) > 1 and self.chance(0.2):
            self.put(depth, f"match {flags[0]}, {flags[1]}:")
            patterns = ["True, True", "True, False", "False, True", "False, False", "True, _", "_, True", "_, False"]
        elif flags and self.chance(0.1):
            self.put(depth, f"match {flags[0]}:")
            patterns = ["True", "False"]
        else:
            subject = self.rng.choice(self.subjects)
            self.put(depth, f"match {subject}:")
            patterns = list(_PATTERNS[subject])
        for pattern in self.rng.sample(patterns, self.rng.choice((1, 1, 2, 2, 3)[: 2 * len(patterns)])):
            x, y = self.rng.sample(self.data, 2) if len(self.data) > 1 else (self.data[0], "_")
            guard = f" if {self.guard()}" if self.chance(0.2) else ""
            self.put(depth + 1, f"case {pattern.format(x=x, y=y)}{guard}:")
            self.block(depth + 2)
        others = patterns != ["True", "False"]  # an arm for what is neither would say that there is something else
        if others and self.chance(0.35):
            self.put(depth + 1, "case _:")
            self.block(depth + 2)
