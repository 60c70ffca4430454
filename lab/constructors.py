"""Generated classes whose constructors set attributes under flags, and what calling their methods shows."""

from __future__ import annotations

import contextlib
import itertools
import random
import sys
from collections.abc import Iterator
from typing import Any

FLAGS = ("use_triton", "has_cuda", "backend == 'triton'")
INPUTS = [*itertools.product((False, True), (False, True), ("triton", "torch"))]
ATTRIBUTES = ("x", "y", "z")
HELD = ("self.f1", "not self.f1", "self.f2", "self.f1 and self.f2", "self.kept == 'triton'", "p", "p and self.f1")
ROOTS = ("first", "second")
Failure = tuple[int, str]  # the line of a read, and `self.name`


def program(rng: random.Random) -> str:
    """A class `A` with the methods of `ROOTS`, which call its other ones."""
    lines = ["class A:", "    def __init__(self, use_triton, has_cuda, backend):"]
    lines += ["        self.f1 = use_triton", f"        self.f2 = {rng.choice(FLAGS)} and {rng.choice(FLAGS)}"]
    lines += ["        self.kept = backend", *_chains(rng, "        ", 1)]
    for name in ("_low", "_high"):
        lower = ("self._low(p)", "self._low(self.f2)", "self._low(p=not p)")
        calls: tuple[str, ...] = lower if name == "_high" else ()
        lines += ["", f"    def {name}(self, p):", *_reads(rng, "        ", calls)]
    lines += ["", "    @property", "    def size(self):", *_reads(rng, "        ", (), parameter=False)]
    for name in ROOTS:
        calls = ("self._high(p)", "self._low(True)", "self._high(self.f1)", "self.size", "self._low(p and self.f2)")
        lines += ["", f"    def {name}(self, p):", *_reads(rng, "        ", calls)]
    return "\n".join(lines) + "\n"


def failing(text: str) -> tuple[set[Failure], set[Failure]]:
    """The first reads of attributes that are not set, in any run; and those whose attribute another run sets.

    A run goes on after such a read: what is reported of one attribute does not depend on another.
    """
    space: dict[str, Any] = {}
    exec(compile(text, "generated.py", "exec"), space)
    roots = ROOTS if "self.size" in text else (*ROOTS, "size")  # what no method of the class uses, others may
    found: set[Failure] = set()
    ever: set[str] = set()
    lines = text.splitlines()
    caught = {number for number, line in enumerate(lines, 1) if lines[number - 2].endswith("try:")}
    seen: set[str] = set()

    def note(_: object, name: str) -> int:
        line = sys._getframe(1).f_lineno
        if line not in caught and name not in seen:
            seen.add(name)
            found.add((line, f"self.{name}"))
        return 1

    made = type("Noted", (space["A"],), {"__getattr__": note})
    for values in INPUTS:
        with contextlib.suppress(ValueError):
            ever.update(vars(space["A"](*values)))
            for name, p in itertools.product(roots, (False, True)):
                seen.clear()
                method = getattr(made(*values), name)
                if callable(method):
                    method(p)
    return found, {(line, name) for line, name in found if name.removeprefix("self.") in ever}


def _chains(rng: random.Random, indent: str, depth: int) -> Iterator[str]:
    """Statements of the constructor; every test is of a flag."""
    for _ in range(rng.randint(1, 2)):
        kinds = ["if", "elif"][: rng.randint(1, 2)]
        for kind in kinds:
            yield f"{indent}{kind} {rng.choice(('', 'not '))}({rng.choice(FLAGS)}):"
            yield from _arm(rng, indent + "    ", depth)
        if rng.random() < 0.5:
            yield f"{indent}else:"
            yield from _arm(rng, indent + "    ", depth)


def _arm(rng: random.Random, indent: str, depth: int) -> Iterator[str]:
    for name in rng.sample(ATTRIBUTES, rng.randint(0, 2)):
        yield f"{indent}self.{name} = 1"
    if depth and rng.random() < 0.3:
        yield from _chains(rng, indent, depth - 1)
    yield indent + rng.choice(("pass", "pass", "pass", "return", "raise ValueError"))


def _reads(rng: random.Random, indent: str, calls: tuple[str, ...], parameter: bool = True) -> Iterator[str]:
    """Statements of a method: reads and calls, some of them under what the object or the caller says."""
    held: tuple[str, ...] = HELD if parameter else HELD[:5]
    for _ in range(rng.randint(1, 3)):
        what = rng.choice(calls) if calls and rng.random() < 0.6 else f"self.{rng.choice(ATTRIBUTES)}"
        form = rng.random()
        if form < 0.6:
            yield f"{indent}if {rng.choice(held)}:"
            yield f"{indent}    {what}"
        elif form < 0.75:
            yield f"{indent}if {rng.choice(held)}:"
            yield f"{indent}    return"
        elif form < 0.85:
            read = f"self.{rng.choice(ATTRIBUTES)}"
            yield from (f"{indent}try:", f"{indent}    {read}", f"{indent}except AttributeError:", f"{indent}    pass")
        elif form < 0.92:
            yield f"{indent}[{what} for _ in (1, 2)]"
        else:
            yield f"{indent}{what}"
    yield f"{indent}return"
