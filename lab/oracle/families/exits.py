"""`try` and `finally` with ways out of them: return, break, continue and raise in bodies, handlers and finally."""

from __future__ import annotations

import random

from lab.oracle.generate import Statements
from lab.oracle.writer import DEEPEST, GUARDS, Make, Writer


class Exits(Statements):
    FEATURES = tuple(each for each in GUARDS if each[0] in ("a", "b", "c", "n"))

    def __init__(self, rng: random.Random) -> None:
        super().__init__(3, rng)

    def table(self, depth: int) -> list[tuple[Make, float]]:
        table = Writer.table(self, depth)
        if self.loops:
            table.append((self.jump, 8))
        if depth <= DEEPEST:
            table += [(self.loop, 5), (self.guarded, 14)]
        return table

    def guarded(self, depth: int) -> None:
        """A try with a finally, or a handler, or both; each part may leave."""
        self.put(depth, "try:")
        self.in_try += 1
        self.part(depth + 1, 0.6)
        self.in_try -= 1
        handled = self.chance(0.5)
        final = not handled or self.chance(0.7)
        self.in_try += final
        if handled:
            self.put(
                depth, self.rng.choice(("except ValueError:", "except (ValueError, KeyError):", "except KeyError:"))
            )
            self.part(depth + 1, 0.4)
            if self.chance(0.3):
                self.put(depth, "else:")
                self.part(depth + 1, 0.3)
        self.in_try -= final
        if final:
            self.put(depth, "finally:")
            loops, self.loops = self.loops, 0  # a jump out of a finally is one of these
            self.block(depth + 1)
            self.loops = loops
            if self.chance(0.15):
                self.put(depth + 1, f"if {self.guard()}:")
                self.put(depth + 2, self.rng.choice(("return", *["break", "continue"] * bool(self.loops))))

    def part(self, depth: int, share: float) -> None:
        """A block that, this often, leaves under a guard before its end."""
        if self.chance(share):
            self.put(depth, f"if {self.guard()}:")
            words = ["return", "raise ValueError('no')", "raise KeyError('no')"] + ["break", "continue"] * bool(
                self.loops
            )
            self.put(depth + 1, self.rng.choice(words))
        self.block(depth)
