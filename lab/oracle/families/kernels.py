"""Triton kernels as a person writes them, run with a stand-in of Triton: constant expressions, static ranges, masks."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from lab.oracle.program import PLAIN, Domain, Program
from lab.oracle.writer import DEEPEST, Feature, Make, Writer

_FLAG: Domain = (False, True, 2)  # nothing says that what is true equals 1
_COUNT: Domain = (-1, 0, 1, 2, 3)
_ACT: Domain = ("relu", "gelu", "none")
_FEATURES: tuple[Feature, ...] = (
    ("HAS_BIAS", _FLAG, 6),
    ("IS_CAUSAL", _FLAG, 5),
    ("USE_FP8", _FLAG, 3),
    ("STAGES", _COUNT, 4),
    ("ACTIVATION", _ACT, 3),
    ("a", _FLAG, 1),
)
_LOOPS = (
    "range(STAGES)",
    "tl.static_range(STAGES)",
    "tl.range(STAGES)",
    "range(0, STAGES, 2)",
    "range(2)",
    "tl.static_range(3)",
    "range(1, STAGES)",
)
_LOADS = ("tl.load(ptr)", "tl.zeros((16,), 0)", "tl.program_id(0)", "1", "0.0")


class Kernels(Writer):
    FEATURES = _FEATURES

    def __init__(self, rng: random.Random) -> None:
        super().__init__(1, rng)

    def test_of(self, name: str) -> str:
        rng = self.rng
        if name == "STAGES":
            return rng.choice(("STAGES > 0", "STAGES > 1", "STAGES == 1", "STAGES >= 1", "STAGES == 0"))
        if name == "ACTIVATION":
            return rng.choice(("ACTIVATION == 'relu'", "ACTIVATION == 'gelu'", "ACTIVATION != 'none'"))
        return rng.choice((name,) * 4 + (f"tl.constexpr({name})", f"{name} == 1"))

    def bind(self, depth: int) -> None:
        name = self.rng.choice(self.data)
        self.bound_under[name] = list(self.path)
        self.put(depth, f"{name} = {self.rng.choice(_LOADS)}")

    def table(self, depth: int) -> list[tuple[Make, float]]:
        table = [*super().table(depth), (self.accumulate, 2), (self.early, 1), (self.assume, 1)]
        return [*table, (self.loop, 6)] if depth <= DEEPEST and not self.loops else table

    def accumulate(self, depth: int) -> None:
        name = self.rng.choice(self.data)
        self.put(depth, f"{name} += {self.rng.choice(_LOADS)}")

    def early(self, depth: int) -> None:
        self.put(depth, f"if {self.guard()}:")
        self.put(depth + 1, "return")

    def assume(self, depth: int) -> None:
        self.put(depth, self.rng.choice(("tl.static_assert(STAGES > 0)", f"assert {self.guard()}")))
        self.features = list(dict.fromkeys([*self.features, "STAGES"]))

    def loop(self, depth: int) -> None:
        self.features = list(dict.fromkeys([*self.features, "STAGES"]))
        self.locals["i"] = PLAIN
        self.put(depth, f"for i in {self.rng.choice(_LOOPS)}:")
        self.loops += 1
        self.block(depth + 1)
        self.loops -= 1

    def complete(self, program: Program) -> Program:
        names = list(program.parameters)
        declared = ", ".join(["ptr", *(f"{name}: tl.constexpr" for name in names)])
        body = re.sub(r"\buse\(", "tl.store(ptr, ", program.text.partition("\n")[2])
        text = f"import triton\nimport triton.language as tl\n\n\n@triton.jit\ndef f({declared}):\n{body}"
        return replace(program, text=text, parameters={"ptr": PLAIN, **program.parameters})
