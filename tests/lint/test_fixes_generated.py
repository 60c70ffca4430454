"""Fixes on generated programs, judged by running them before and after on every input.

Each program comes twice: with one arm broken, and as its author meant it. A safe fix may change no run that ended well;
where the broken program fails, the fixed one gives what was meant (or a chain that no arm is for says so).
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from nsa_lint.checker import check
from nsa_lint.fixes import Fix, apply, fixes_for
from nsa_lint.options import Options
from nsa_lint.syntax.source import Source

SEED = 20240607
PROGRAMS = 250
ALL = Options(scope="all")
INPUTS = list(itertools.product((False, True), (False, True), range(4)))


class Buffer:
    """A tensor's manners, as far as the programs use them: slices are views."""

    def __init__(self, store: list[int], start: int = 0, stop: int | None = None) -> None:
        self.store, self.start, self.stop = store, start, len(store) if stop is None else stop

    def __len__(self) -> int:
        return self.stop - self.start

    @property
    def shape(self) -> tuple[int]:
        return (len(self),)

    def __getitem__(self, index: slice) -> Buffer:
        start, stop, _ = index.indices(len(self))
        return Buffer(self.store, self.start + start, self.start + stop)

    def __setitem__(self, index: slice, other: Buffer) -> None:
        self[index].copy_(other)

    def copy_(self, other: Buffer) -> None:
        assert len(self) == len(other)
        self.store[self.start : self.stop] = other.values()

    def values(self) -> list[int]:
        return self.store[self.start : self.stop]


def expand(x: Buffer, size: int | None = None) -> Buffer:
    values = [2 * value for value in x.values()]
    return Buffer((values + [0] * 9)[: size or len(values)])


def fill(x: Buffer, out: Buffer) -> int:
    """The optimised path: writes what `expand` computes into `out`, and returns how much."""
    out[: len(x)].copy_(expand(x))
    return len(x)


def fill_all(x: Buffer, out: Buffer) -> None:
    out.copy_(expand(x, len(out)))


@dataclass
class Program:
    """`broken` and `meant` differ in one arm."""

    broken: str
    meant: str


@dataclass
class Writer:
    """Writes one program in two versions at once."""

    rng: random.Random
    broken: list[str] = field(default_factory=list)
    meant: list[str] = field(default_factory=list)
    depth: int = 1

    def line(self, text: str) -> None:
        for version in (self.broken, self.meant):
            version.append("    " * self.depth + text)

    def only_meant(self, text: str) -> None:
        self.meant.append("    " * self.depth + text)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share


def program(rng: random.Random) -> Program:
    w = Writer(rng)
    w.line("out = []")
    if w.chance(0.15):
        w.line(rng.choice(["y = x", "if a: y = x"]))
    wrapper = rng.choice(["", "", "", "if a:", "for _ in range(2):", "for _ in range(b):", "try:"])
    if wrapper:
        w.line(wrapper)
        w.depth += 1
    rng.choice([write_view, write_same, write_modes])(w)
    if wrapper == "try:":
        w.depth -= 1
        w.line(rng.choice(["except ZeroDivisionError:", "except Exception:"]))
        w.line("    out.append(-1)")
    elif wrapper and w.chance(0.5):
        write_read(w)
        w.depth -= 1
    elif wrapper:
        w.depth -= 1
    if w.chance(0.3):
        w.line(rng.choice(["out.append(a)", "if b: return out", "out.append(len(x))"]))
    write_read(w)
    w.line("return out")
    head = "def f(x, buf, n, a, b, mode):\n"
    return Program(head + "\n".join(w.broken) + "\n", head + "\n".join(w.meant) + "\n")


def write_read(w: Writer) -> None:
    w.line(
        w.rng.choice(
            [
                "out.append(value(y))",
                "out.append(value(y))",
                "if b: out.append(value(y))",
                "if mode < 3: out.append(value(y))",
                "out.append(value(y) if a else 0)",
            ]
        )
    )


def headers_of_chain(w: Writer) -> list[str]:
    """Headers of the arms; the last is an else, or there is none."""
    subject = w.rng.choice([["a", "b"], ["mode == 0", "mode == 1"], ["a"], ["mode == 0", "mode == 1", "mode == 2"]])
    headers = [f"{'elif' if index else 'if'} {test}:" for index, test in enumerate(subject)]
    return headers + (["else:"] if w.chance(0.8) else [])


def write_view(w: Writer) -> None:
    headers = headers_of_chain(w)
    broken = w.rng.randrange(len(headers))
    size, bound, call = w.rng.choice(
        [
            ("", "[: len(y)]", "fill(x, out=buf)"),
            ("", "[: y.shape[0]]", "fill(x, out=buf)"),
            ("", "[:n]", "fill(x, out=buf)"),
            (", len(buf)", "", "fill_all(x, out=buf)"),
            (", len(buf)", "[:]", "fill_all(x, buf)"),
        ]
    )
    captured = w.chance(0.3) and bound
    for index, header in enumerate(headers):
        w.line(header)
        w.depth += 1
        if index == broken:
            if w.chance(0.3):
                w.line("out.append(index_of(x))")
            w.line(f"count = {call}" if captured else call)
            w.only_meant(f"y = expand(x{size})")
        else:
            w.line(f"y = expand(x{size})")
            w.line(f"buf{bound}.copy_(y)" if w.chance(0.6) or not bound else f"buf{bound} = y")
        w.depth -= 1


def write_same(w: Writer) -> None:
    headers = headers_of_chain(w)
    broken = w.rng.randrange(len(headers))
    value = w.rng.choice(["x", "x", "(a, mode)", "x.shape[0]", "mode + 1", "7", "True", "None", "n"])
    for index, header in enumerate(headers):
        w.line(header)
        w.depth += 1
        if index == broken:
            w.line("out.append(index_of(x))" if w.chance(0.7) else "pass")
            w.only_meant(f"y = {value}")
        else:
            if w.chance(0.3):
                w.line("out.append(mode)")
            w.line(f"y = {value}")
        w.depth -= 1


def write_modes(w: Writer) -> None:
    if w.chance(0.3):
        w.line("match mode:")
        for number in range(w.rng.randrange(1, 4)):
            w.line(f"    case {number}:")
            w.line(f"        y = x[:{number}]")
        return
    for number in range(w.rng.randrange(1, 4)):
        w.line(f"{'elif' if number else 'if'} mode == {number}:")
        w.line(f"    y = x[:{number}]")


def value(y: object) -> object:
    return y.values() if isinstance(y, Buffer) else y


def outcome(text: str, a: bool, b: bool, mode: int) -> tuple[str, object]:
    names = {"expand": expand, "fill": fill, "fill_all": fill_all, "value": value, "index_of": len}
    exec(compile(text, "generated", "exec"), names)
    function = names["f"]
    assert isinstance(function, Callable)  # type: ignore[arg-type]
    try:
        return "ended", function(Buffer([5, 6, 7]), Buffer([0] * 5), 3, a, b, mode)
    except UnboundLocalError as error:
        return "unbound", str(error).split("'")[1]
    except ValueError as error:
        return "no arm", str(error)[:10]


def programs() -> Iterator[Program]:
    rng = random.Random(SEED)
    for _ in range(PROGRAMS):
        yield program(rng)


def fix(text: str, wanted: set[str]) -> tuple[str, list[Fix], bool]:
    """The text with the wanted fixes, these, and whether they are all that is needed."""
    source = Source.of_text("generated.py", text)
    found = fixes_for(source, check(source, ALL))
    chosen = [each for each in found if each and each.safety in wanted]
    return apply(source, chosen), chosen, len(chosen) == len(found)


@pytest.mark.parametrize("wanted", [{"safe"}, {"safe", "unsafe"}], ids=["safe", "all"])
def test_fixes_of_generated_programs(wanted: set[str]) -> None:
    seen: Counter[str] = Counter()
    for each in programs():
        text, fixes, complete = fix(each.broken, wanted)
        if not fixes:
            assert text == each.broken
            continue
        assert text != each.broken
        assert fix(text, wanted)[0] == text, f"a second run changes something:\n{each.broken}\n{text}"
        for given in INPUTS:
            before, meant, after = outcome(each.broken, *given), outcome(each.meant, *given), outcome(text, *given)
            story = f"{given}: {before}, now {after}, meant {meant}\n{each.broken}\n{text}"
            if wanted == {"safe"} and before[0] == "ended":
                assert after == before, story
                seen["kept"] += 1
            if complete:
                assert after[0] != "unbound", story
            if before[0] == "unbound" and after[0] == "ended" and wanted == {"safe"}:
                assert after == meant, story
                seen["repaired"] += 1
        for kind in {("view" if "filled" in f.summary else "raise" if "raise" in f.summary else "same") for f in fixes}:
            seen[kind] += 1
    assert min(seen[kind] for kind in ("view", "same", "raise")) >= 5, seen
    if wanted == {"safe"}:
        assert min(seen["kept"], seen["repaired"]) >= 100, seen
