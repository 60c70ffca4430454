"""Context managers that swallow an exception or do not: of `contextlib`, generators and classes of the file."""

from __future__ import annotations

import random
from dataclasses import replace

from lab.oracle.program import Program
from lab.oracle.writer import DEEPEST, GUARDS, Make, Writer

_DEFINED = {
    "quiet": """\
@contextlib.contextmanager
def quiet():
    try:
        yield 1
    except ValueError:
        pass
""",
    "loud": """\
@contextlib.contextmanager
def loud():
    try:
        yield 1
    finally:
        use()
""",
    "translated": """\
@contextlib.contextmanager
def translated():
    try:
        yield
    except ValueError as error:
        raise KeyError('other') from error
""",
    "Swallows": """\
class Swallows:
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return True
""",
    "Quiet": """\
class Base:
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return True


class Quiet(Base):
    pass
""",
    "Never": """\
class Never:
    def __enter__(self):
        return self

    def __exit__(self, *exc) -> bool:
        return False
""",
    "Silent": """\
class Silent:
    def __enter__(self):
        return 1

    def __exit__(self, *exc):
        use()
""",
}
_IMPORTED = (
    "contextlib.suppress(ValueError)",
    "contextlib.suppress(KeyError)",
    "contextlib.suppress(ValueError, KeyError)",
    "contextlib.nullcontext()",
)


class Managers(Writer):
    FEATURES = tuple(each for each in GUARDS if each[0] in ("a", "b", "c", "n"))

    def __init__(self, rng: random.Random) -> None:
        super().__init__(2, rng)
        self.used = rng.sample(sorted(_DEFINED), 2)

    def table(self, depth: int) -> list[tuple[Make, float]]:
        table = super().table(depth)
        return [*table, (self.manage, 14)] if depth <= DEEPEST else table

    def manage(self, depth: int) -> None:
        manager = self.rng.choice([f"{name}()" for name in self.used] * 2 + list(_IMPORTED))
        kind = self.rng.random()
        if kind < 0.15:
            self.put(depth, "with contextlib.ExitStack() as stack:")
            self.put(depth + 1, f"stack.enter_context({manager})")
        elif kind < 0.3:
            self.put(depth, f"kept = {manager}")
            self.put(depth, "with kept:")
        elif kind < 0.4:
            self.put(depth, f"with {manager}, {self.rng.choice(_IMPORTED)}:")
        else:
            target = f" as {self.rng.choice(self.data)}" if self.chance(0.2) else ""
            self.put(depth, f"with {manager}{target}:")
        self.in_try += 1
        if self.chance(0.8):
            self.leave(depth + 1)
        self.block(depth + 1)
        self.in_try -= 1

    def leave(self, depth: int) -> None:
        """A way out of the body, under a guard."""
        self.put(depth, f"if {self.guard()}:")
        exits = ("raise ValueError('no')",) * 3 + ("raise KeyError('no')", "return")
        self.put(depth + 1, self.rng.choice(exits))

    def complete(self, program: Program) -> Program:
        defined = [_DEFINED[name] for name in self.used if f"{name}()" in program.text]
        return replace(program, text="\n\n".join(["import contextlib\n", *defined, program.text]))
