"""Dispatches in dispatches: implementations by flag, by name and by what is installed, with fallbacks that catch."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from lab.oracle.program import BOOLEAN, Domain, Program
from lab.oracle.writer import DEEPEST, Feature, Make, Writer

_IMPL: Domain = ("cuda", "triton", "torch", "other", None)
_FEATURES: tuple[Feature, ...] = (
    ("use_triton", BOOLEAN, 6),
    ("impl", _IMPL, 5),
    ("HAS_FAST", BOOLEAN, 4),
    ("self.use_fused", BOOLEAN, 0),
    ("ready_cuda()", BOOLEAN, 3),
    ("cfg.fast", BOOLEAN, 2),
    ("a", BOOLEAN, 3),
    ("b", BOOLEAN, 2),
)
_HEADER = """\
try:
    import fast
    HAS_FAST = True
except ImportError:
    HAS_FAST = False
"""


class Dispatch(Writer):
    FEATURES = _FEATURES
    IN_TRY = ("use_triton", "a", "b")

    def __init__(self, rng: random.Random) -> None:
        super().__init__(2, rng)
        if not {"use_triton", "impl", "HAS_FAST", "ready_cuda()"} & set(self.features):
            self.features.append("use_triton")

    def test_of(self, name: str) -> str:
        if name != "impl":
            return super().test_of(name)
        one, two = self.rng.sample(("cuda", "triton", "torch"), 2)
        return self.rng.choice((f"impl == '{one}'",) * 3 + (f"impl != '{one}'", f"impl in ('{one}', '{two}')"))

    def reassign(self, depth: int) -> None:
        self.flag(depth)

    def table(self, depth: int) -> list[tuple[Make, float]]:
        table = super().table(depth)
        return [*table, (self.chain, 6), (self.fallback, 5)] if depth <= DEEPEST else table

    def chain(self, depth: int) -> None:
        """A chain over the implementations by name; each arm dispatches again, or binds."""
        if "impl" not in self.features:
            self.features.append("impl")
        names = self.rng.sample(("cuda", "triton", "torch"), self.rng.choice((2, 3)))
        for number, name in enumerate(names):
            self.put(depth, f"{'elif' if number else 'if'} impl == '{name}':")
            self.under(f"impl == '{name}'", depth + 1)
        if self.chance(0.4):
            self.put(depth, "else:")
            if self.chance(0.5):
                self.put(depth + 1, "raise ValueError(impl)")
            else:
                self.block(depth + 1)

    def fallback(self, depth: int) -> None:
        """An optimised path that may fail, and what is done then."""
        name = self.rng.choice(self.data)
        self.put(depth, "try:")
        self.in_try += 1
        if self.chance(0.4):
            self.put(depth + 1, f"if {self.guard()}:")
            self.put(depth + 2, f"{self.rng.choice(self.data)} = 1")
        self.put(depth + 1, f"{name} = launch()")
        self.in_try -= 1
        self.put(
            depth, self.rng.choice(("except RuntimeError:", "except ValueError:", "except (ValueError, RuntimeError):"))
        )
        self.block(depth + 1)
        if self.chance(0.2):
            self.put(depth + 1, "raise")

    def complete(self, program: Program) -> Program:
        if not re.search(r"\bHAS_FAST\b", program.text):
            return program
        first, _, body = program.text.partition("\n")
        first = re.sub(r"HAS_FAST,? ?", "", first).replace(", )", ")")
        parameters = {name: domain for name, domain in program.parameters.items() if name != "HAS_FAST"}
        return replace(
            program, text=f"{_HEADER}\n\n{first}\n{body}", parameters=parameters, modules=frozenset({"fast"})
        )
