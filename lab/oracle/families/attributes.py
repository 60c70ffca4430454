"""Attributes as guards, in methods of a class: read, stored, asked through methods and properties of the class."""

from __future__ import annotations

import random
import re
import textwrap
from dataclasses import replace

from lab.oracle.program import BOOLEAN, NONEABLE, STRING, Program
from lab.oracle.writer import Feature, Make, Writer

_FEATURES: tuple[Feature, ...] = (
    ("self.fast", BOOLEAN, 8),
    ("self.safe", BOOLEAN, 6),
    ("self.mode", STRING, 3),
    ("self.size", NONEABLE, 3),
    ("cfg.fast", BOOLEAN, 3),
    ("a", BOOLEAN, 4),
    ("b", BOOLEAN, 2),
)
_METHODS = {
    "is_fast": "def is_fast(self):\n    return self.fast",
    "is_both": "def is_both(self):\n    return self.fast and self.safe",
    "has_size": "def has_size(self):\n    return self.size is not None",
    "either": "@property\ndef either(self):\n    return self.fast or self.safe",
    "need_fast": "def need_fast(self):\n    if not self.fast:\n        raise ValueError('needs fast')",
    "need_mode": "def need_mode(self):\n    if self.mode not in ('a', 'b'):\n        raise ValueError(self.mode)",
    "fail": "def fail(self):\n    raise ValueError('no')",
}
_TESTS = ("self.is_fast()", "self.is_both()", "self.has_size()", "self.either")


class Attributes(Writer):
    FEATURES = _FEATURES

    def __init__(self, rng: random.Random) -> None:
        super().__init__(2, rng)
        self.features = list(dict.fromkeys(["self.fast", *self.features]))

    def atom(self) -> str:
        return self.rng.choice(_TESTS) if self.chance(0.2) else super().atom()

    def table(self, depth: int) -> list[tuple[Make, float]]:
        return [*super().table(depth), (self.check, 3), (self.store, 2)]

    def check(self, depth: int) -> None:
        """A method that raises where something does not hold."""
        self.put(depth, f"self.{self.rng.choice(('need_fast', 'need_mode', *['fail'] * (depth > 1)))}()")

    def store(self, depth: int) -> None:
        value = self.rng.choice(("True", "False", "a", f"probe_b{self.number()}()", "not self.fast"))
        self.features = list(dict.fromkeys([*self.features, "a"]))
        self.put(depth, f"self.{self.rng.choice(('fast', 'safe'))} = {value}")

    def complete(self, program: Program) -> Program:
        used = [text for name, text in _METHODS.items() if re.search(rf"\bself\.{name}\b", program.text)]
        method = program.text.replace("def f(", "def f(self, ").replace("self, )", "self)")
        body = textwrap.indent("\n\n".join([method.rstrip(), *used]), "    ")
        attributes = tuple(name for name in self.domains if re.search(rf"\b{re.escape(name)}\b", body))
        return replace(program, text=f"class Layer:\n{body}\n", entry="Layer.f", attributes=attributes)
