"""How often loops run: `range` with bounds and steps, slices, lengths, `enumerate` and `zip`, `while` over a count."""

from __future__ import annotations

import random

from lab.oracle.program import BOOLEAN, PLAIN, Domain, Expression
from lab.oracle.writer import DEEPEST, Feature, Make, Writer

_COUNT: Domain = (-1, 0, 1, 2, 3, 4)
# `Row` is a list of which nothing is known: one without items differs from `[]`
_LIST: Domain = tuple(Expression(text) for text in ("[]", "Row()", "[5]", "[5, 6]", "[5, 6, 7]"))
_FEATURES: tuple[Feature, ...] = (
    ("a", BOOLEAN, 4),
    ("b", BOOLEAN, 2),
    ("n", _COUNT, 6),
    ("m", _COUNT, 2),
    ("xs", _LIST, 6),
)
_RANGES = (
    "range({n})",
    "range({n})",
    "range({n} + 1)",
    "range({n} - 1)",
    "range(1, {n})",
    "range(0, {n}, 2)",
    "range({n}, 0, -1)",
    "range(max({n}, 1))",
    "range(min({n}, 2))",
    "range(3)",
    "range(2, 0, -1)",
)
_LISTS = (
    "xs",
    "xs",
    "xs[1:]",
    "xs[:1]",
    "xs[:-1]",
    "reversed(xs)",
    "enumerate(xs)",
    "zip(xs, xs)",
    "range(len(xs))",
    "range(1, len(xs))",
    "list(xs)",
    "sorted(xs)",
)
_NUMBER_TESTS = (
    "{n} > 0",
    "{n} > 0",
    "{n} >= 1",
    "{n} > 1",
    "{n} < 1",
    "{n} <= 0",
    "{n} >= 2",
    "{n} == 0",
    "{n} == 1",
    "{n} != 0",
)
_LIST_TESTS = (
    "xs",
    "xs",
    "not xs",
    "len(xs) > 0",
    "len(xs) > 1",
    "len(xs) == 0",
    "len(xs) >= 1",
    "len(xs) != 1",
    "xs != []",
)


class Bounds(Writer):
    FEATURES = _FEATURES

    def __init__(self, rng: random.Random) -> None:
        super().__init__(2, rng)
        if not {"n", "xs"} & set(self.features):
            self.features.append(rng.choice(("n", "xs")))

    def test_of(self, name: str) -> str:
        if name == "xs":
            return self.rng.choice(_LIST_TESTS)
        return self.rng.choice(_NUMBER_TESTS).format(n=name) if self.domains[name] is _COUNT else name

    def reassign(self, depth: int) -> None:
        if "xs" in self.features and self.chance(0.5):
            return self.put(depth, self.rng.choice(("xs = xs[1:]", "xs = []", "xs = [1]", "xs.append(1)")))
        self.flag(depth)

    def table(self, depth: int) -> list[tuple[Make, float]]:
        table = super().table(depth)
        if self.loops:
            table.append((self.jump, 3))
        return [*table, (self.loop, 14)] if depth <= DEEPEST and self.loops < 2 else table

    def loop(self, depth: int) -> None:
        counts = [name for name in self.features if self.domains[name] is _COUNT]
        if "xs" in self.features and (not counts or self.chance(0.5)):
            over = self.rng.choice(_LISTS)
        else:
            over = self.rng.choice(_RANGES).format(n=self.rng.choice(counts))
        target = self.rng.choice(self.data) if self.chance(0.6) else "i"
        self.locals["i"] = PLAIN
        pair = over.startswith(("enumerate", "zip"))
        if counts and self.chance(0.12):
            self.counted(depth, self.rng.choice(counts))
        else:
            self.put(
                depth, f"for {f'i, {target}' if pair and target != 'i' else 'i, _' if pair else target} in {over}:"
            )
            self.loops += 1
            self.block(depth + 1)
            self.loops -= 1
        if self.chance(0.15):
            self.put(depth, "else:")
            self.block(depth + 1)

    def counted(self, depth: int, name: str) -> None:
        """A while over a counter."""
        counter = f"c{self.number()}"
        self.put(depth, f"{counter} = 0")
        self.put(depth, f"while {counter} < {name}:")
        self.put(depth + 1, f"{counter} += 1")
        self.block(depth + 1)

    def jump(self, depth: int) -> None:
        self.put(depth, f"if {self.guard()}:")
        self.put(depth + 1, self.rng.choice(("break", "continue")))
