"""Random functions at three levels, from a seed.

Level 1: correlated guards in straight-line code. Level 2: flags, copies of guards, early exits, sentinels, reassigned
guards. Level 3: loops, try, with, match, del, walrus, comprehensions, nested functions.
"""

from __future__ import annotations

import random

from lab.oracle.program import BOOLEAN, PLAIN, Program, sensible
from lab.oracle.writer import DEEPEST, Make, Writer

_EXCEPTIONS = ("ValueError", "KeyError", "(ValueError, KeyError)", "Exception", "")


def generate(level: int, rng: random.Random) -> Program:
    """One program of a level (1, 2 or 3)."""
    if level not in (1, 2, 3):
        raise ValueError(f"level is {level!r}; expected 1, 2 or 3")
    while True:
        program = Statements(level, rng).program()
        if sensible(program):
            return program


class Statements(Writer):
    def table(self, depth: int) -> list[tuple[Make, float]]:
        table = super().table(depth)
        if self.level > 2:
            table += [(self.delete, 1.5), (self.walrus, 1.5), (self.comprehension, 1.5)]
            if self.loops:
                table.append((self.jump, 5))
            if depth <= DEEPEST:
                table += [(self.loop, 6), (self.attempt, 6), (self.match, 2.5), (self.manage, 1.5)]
            if depth == 1 and not self.nested and not self.loops:
                table.append((self.nest, 0.8))
        return table

    def iterable(self) -> str:
        if self.chance(0.6):
            name = f"items{self.number()}"
            self.items.append(name)
            return name
        return self.rng.choice(("range(2)", "(1, 2)", "[1]", "[]", "range(0)", f"rows_{self.number()}"))

    def loop(self, depth: int) -> None:
        rng = self.rng
        kind = rng.random()
        if kind < 0.6 or self.in_try:
            iterable = self.iterable()
            if iterable.startswith("rows"):
                self.items.append(iterable)
            target = rng.choice(("i", "i", rng.choice(self.data)))
            if target == "i":
                self.locals["i"] = PLAIN
            self.put(depth, f"for {target} in {iterable}:")
        elif kind < 0.75:
            self.put(depth, f"while step_{self.number()}():")
        elif kind < 0.85:
            self.put(depth, "while True:")
            self.loops += 1
            self.block(depth + 1)
            self.put(depth + 1, f"if step_{self.number()}():")
            self.block(depth + 2)
            self.put(depth + 1, "else:")
            self.block(depth + 2)
            self.put(depth + 2, rng.choice(("break", "break", "return")))
            self.loops -= 1
            return
        else:
            name = f"p{len(self.flags)}"
            self.flags.append(name)
            self.locals[name] = BOOLEAN
            self.put(depth, f"{name} = True")
            self.put(depth, f"while {name}:")
            self.put(depth + 1, f"{name} = step_{self.number()}()")
        self.loops += 1
        self.block(depth + 1)
        self.loops -= 1
        if self.chance(0.25):
            self.put(depth, "else:")
            self.block(depth + 1)

    def jump(self, depth: int) -> None:
        word = self.rng.choice(("break", "continue"))
        if depth > 2 and self.chance(0.4):
            self.put(depth, word)
        else:
            self.put(depth, f"if {self.guard()}:")
            if self.chance(0.4):
                self.bind(depth + 1)
            self.put(depth + 1, word)

    def attempt(self, depth: int) -> None:
        rng = self.rng
        handlers = rng.choice((1, 1, 1, 2, 0))
        self.put(depth, "try:")
        self.in_try += 1
        self.block(depth + 1)
        self.in_try -= 1
        kinds = rng.sample(_EXCEPTIONS[:4], 2) if handlers == 2 else [rng.choice(_EXCEPTIONS)]
        if kinds[0] == "Exception" and handlers == 2:
            kinds.reverse()
        outer = self.in_try
        final = not handlers or self.chance(0.2)
        self.in_try += final
        for kind in kinds[:handlers]:
            if kind and self.chance(0.15):
                self.locals["e"] = PLAIN
                if "e" not in self.data:
                    self.data.append("e")
                self.put(depth, f"except {kind} as e:")
            else:
                self.put(depth, f"except {kind}:" if kind else "except:")
            self.block(depth + 1)
            if self.chance(0.3):
                words = ["return", "raise ValueError('no')"] + ["continue"] * bool(self.loops)
                self.put(depth + 1, rng.choice(words))
        if handlers and self.chance(0.25):
            self.put(depth, "else:")
            self.block(depth + 1)
        self.in_try = outer
        if final:
            self.put(depth, "finally:")
            loops, self.loops = self.loops, 0
            self.block(depth + 1)
            self.loops = loops

    def match(self, depth: int) -> None:
        rng = self.rng
        subjects = [f for f in self.features if f in ("s", "k", "n", "m")]
        if not subjects:
            self.pairs += 1
        subject = rng.choice(subjects) if subjects else f"pair{self.pairs}"  # each matched once only
        constants = {
            "s": ["'a'", "'b'", "'a' | 'b'", "'c'"],
            "k": ["0", "1", "2", "0 | 1"],
            "n": ["None", "1"],
            "m": ["None"],
        }
        self.put(depth, f"match {subject}:")
        if subject.startswith("pair"):
            cases = [f"[{rng.choice(self.data)}]", f"[i, {rng.choice(self.data)}]"]
            self.locals["i"] = PLAIN
            cases = rng.sample(cases, rng.randint(1, 2))
        else:
            cases = rng.sample(constants[subject], rng.randint(1, len(constants[subject])))
        for case in cases:
            guard = f" if {self.guard()}" if self.chance(0.2) else ""
            self.put(depth + 1, f"case {case}{guard}:")
            self.block(depth + 2)
        if self.chance(0.45):
            capture = rng.choice(("_", "_", rng.choice(self.data)))
            self.put(depth + 1, f"case {capture}:")
            self.block(depth + 2)
            if self.chance(0.25):
                self.put(depth + 2, "raise ValueError('no')")

    def manage(self, depth: int) -> None:
        if self.chance(0.5):
            target = f" as {self.rng.choice(self.data)}" if self.chance(0.3) else ""
            self.put(depth, f"with manager(){target}:")
            self.block(depth + 1)
        else:
            self.put(depth, "with suppress(ValueError):")
            self.in_try += 1
            self.block(depth + 1)
            self.in_try -= 1

    def delete(self, depth: int) -> None:
        name = self.rng.choice(self.data)
        if self.chance(0.5):
            self.put(depth, f"if {self.guard()}:")
            depth += 1
        self.put(depth, f"del {name}")

    def walrus(self, depth: int) -> None:
        rng = self.rng
        name = rng.choice(self.data)
        guard = self.operand(self.guard())
        kind = rng.randrange(5)
        if kind == 0:
            self.put(depth, f"if {guard} {rng.choice(('and', 'or'))} ({name} := 1):")
            self.block(depth + 1)
            if self.chance(0.4):
                self.put(depth, "else:")
                self.block(depth + 1)
        elif kind == 1:
            self.put(depth, f"{guard} {rng.choice(('and', 'or'))} ({name} := 1)")
        elif kind == 2:
            self.put(depth, f"use(({name} := 1) if {guard} else 0)")
        elif kind == 3:
            flag = f"p{len(self.flags)}"
            self.flags.append(flag)
            self.locals[flag] = BOOLEAN
            self.put(depth, f"if ({flag} := bool({self.guard()})):")
            self.block(depth + 1)
        else:
            self.put(depth, f"use(({name} := 2), {rng.choice(self.data)})")

    def comprehension(self, depth: int) -> None:
        rng = self.rng
        name = rng.choice(self.data)
        iterable = self.iterable()
        if iterable.startswith("rows"):
            self.items.append(iterable)
        kind = rng.randrange(5)
        if kind == 0:
            self.put(depth, f"use([{name} for {name} in {iterable}])")
        elif kind == 1:
            self.put(depth, f"use([({name} := j) for j in {iterable}])")
        elif kind == 2:
            self.put(depth, f"use([j for j in {iterable} if {self.operand(self.guard())} and ({name} := j)])")
        elif kind == 3:
            self.put(depth, f"use([{name} for j in {iterable}])")
        else:
            self.put(depth, f"use({{j for j in {iterable} if {self.operand(self.guard())} and {name}}})")

    def nest(self, depth: int) -> None:
        """A function that binds or reads a local of ours, called later."""
        self.nested = True
        name = self.rng.choice(self.data)
        binds = self.chance(0.5)
        self.put(depth, "def inner():")
        if binds:
            self.put(depth + 1, f"nonlocal {name}")
            self.put(depth + 1, f"{name} = 1")
            self.lines.insert(0, f"    {name} = 0") if self.chance(0.3) else None
        else:
            self.put(depth + 1, f"use({name})")
        self.block(depth)
        if self.chance(0.8):
            if self.chance(0.4):
                self.put(depth, f"if {self.guard()}:")
                depth += 1
            self.put(depth, "inner()")
