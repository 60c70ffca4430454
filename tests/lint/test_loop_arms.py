"""A loop that leaves a name unbound is blamed on the way that leads past it, in whichever iteration that is."""

from __future__ import annotations

import textwrap

import pytest

from lab.check import ALL, report

ZERO = "the loop runs zero times"
NO_ITERATION = "no iteration binds it"
BREAK = "the loop is left by break"

CASES: dict[str, tuple[str, str, int]] = {
    # reason: the way past the loop, the text, the line of the loop
    "for: break in the first iteration": (
        BREAK,
        """
        def f(items):
            for item in items:
                if item:
                    break
            else:
                x = 1
            return x
        """,
        2,
    ),
    "while: break in the first iteration": (
        BREAK,
        """
        def f(n):
            while n():
                break
            else:
                x = 1
            return x
        """,
        2,
    ),
    "for over what is not empty: break before the binding": (
        BREAK,
        """
        def f(found):
            for item in (1, 2, 3, 4):
                if found(item):
                    break
                x = 1
            return x
        """,
        2,
    ),
    "the third loop inside another, which is walked less often": (
        BREAK,
        """
        def f(a, b, c):
            for i in a:
                for j in b:
                    for k in (1, 2, 3):
                        if c(k):
                            break
                    else:
                        x = 1
                    use(x)
                    del x
        """,
        4,
    ),
    "break inside a with": (
        BREAK,
        """
        def f(items, lock):
            for item in (1, 2, 3):
                with lock:
                    if items[item]:
                        break
                x = 1
            return x
        """,
        2,
    ),
    "break in a try with finally": (
        BREAK,
        """
        def f(items):
            for item in (1, 2, 3):
                try:
                    if items[item]:
                        break
                finally:
                    log()
                x = 1
            return x
        """,
        2,
    ),
    "zero times": (
        ZERO,
        """
        def f(items):
            for item in items:
                x = item
            return x
        """,
        2,
    ),
}


@pytest.mark.parametrize(("way", "text", "line"), CASES.values(), ids=CASES)
def test_the_way_past_a_loop_is_named(way: str, text: str, line: int) -> None:
    [diagnostic] = report(textwrap.dedent(text).strip() + "\n", ALL)
    assert diagnostic.message == f"'x' is unbound when {way} (line {line})"
    assert diagnostic.proof is not None
    assert diagnostic.proof.arm.guard == way


@pytest.mark.parametrize(("way", "text", "line"), CASES.values(), ids=CASES)
def test_a_loop_has_one_arm_for_each_way_past_it(way: str, text: str, line: int) -> None:
    [diagnostic] = report(textwrap.dedent(text).strip() + "\n", ALL)
    assert diagnostic.proof is not None
    arms = {arm.guard: arm.binds for arm in diagnostic.proof.chain.arms}
    assert [*arms] == [ZERO, NO_ITERATION, BREAK]
    assert not arms[ZERO]
