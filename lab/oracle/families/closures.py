"""Inner functions that read and bind the outer function's names: by `def` and lambda, second names, local classes."""

from __future__ import annotations

import random

from lab.oracle.writer import GUARDS, Make, Writer


class Closures(Writer):
    FEATURES = tuple(each for each in GUARDS if each[0] in ("a", "b", "c", "n"))

    def __init__(self, rng: random.Random) -> None:
        super().__init__(2, rng)
        self.inner: list[str] = []  # calls that can be made from here on

    def body(self) -> None:
        for name in self.rng.sample(self.data, self.rng.randint(1, len(self.data))):
            self.define(1, name)
        super().body()

    def table(self, depth: int) -> list[tuple[Make, float]]:
        table = super().table(depth)
        if self.inner:
            table.append((self.call, 8))
        if depth == 1:
            table.append((lambda d: self.define(d, self.rng.choice(self.data)), 4))
        return table

    def call(self, depth: int) -> None:
        call = self.rng.choice(self.inner)
        if self.chance(0.3):
            guard = self.guard()
            self.put(depth, f"if {guard}:")
            self.put(depth + 1, call)
        elif self.chance(0.15):
            self.put(depth, f"second = {call.partition('(')[0]}" if call.count("(") == 1 else call)
            self.put(depth, "second()" if call.count("(") == 1 else call)
        else:
            self.put(depth, call)

    def define(self, depth: int, name: str) -> None:
        """A function that reads or binds the name when it is called."""
        called = f"g{self.number()}"
        kind = self.rng.random()
        if kind < 0.2:
            self.put(depth, f"{called} = lambda: use({name})")
        elif kind < 0.3:
            self.put(depth, f"class C{called}:")
            self.put(depth + 1, "def get(self):")
            self.put(depth + 2, f"return use({name})")
            self.inner.append(f"C{called}().get()")
            return
        elif kind < 0.5:
            self.put(depth, f"def {called}():")
            if self.chance(0.5):
                self.put(depth + 1, f"if {self.guard()}:")
                self.put(depth + 2, f"use({name})")
            else:
                self.put(depth + 1, f"use({name})")
        elif kind < 0.8:
            self.binds(depth, called, name)
        else:
            self.put(depth, f"if {self.guard()}:")
            self.binds(depth + 1, called, name)
            self.put(depth, "else:")
            if self.chance(0.5):
                self.binds(depth + 1, called, name)
            else:
                self.put(depth + 1, f"def {called}():")
                self.put(depth + 2, "pass")
        self.inner.append(f"{called}()")

    def binds(self, depth: int, called: str, name: str) -> None:
        self.put(depth, f"def {called}():")
        self.put(depth + 1, f"nonlocal {name}")
        guarded = self.chance(0.4)
        if guarded:
            self.put(depth + 1, f"if {self.guard()}:")
        self.put(depth + 1 + guarded, f"{name} = {self.rng.choice(('1', 'make()'))}")
