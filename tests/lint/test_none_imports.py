"""NSA106: what is reported fails when it is run without the import, and what fails is reported."""

from __future__ import annotations

import itertools
import random
import traceback
from collections.abc import Iterator
from functools import partial
from textwrap import indent

import pytest

from lab.amount import some
from lab.check import ALL, report

BINDINGS = {
    "handler": """\
try:
    from no_such_kernels import scan
except ImportError:
    scan = None
HAS_SCAN = scan is not None
""",
    "flag": """\
try:
    from no_such_kernels import scan
    HAS_SCAN = True
except ImportError:
    scan = None
    HAS_SCAN = False
""",
    "default": """\
scan = None
try:
    from no_such_kernels import scan
except ImportError:
    HAS_SCAN = False
else:
    HAS_SCAN = True
""",
    "two": """\
try:
    import no_such_kernels as scan
except ImportError:
    try:
        import no_such_others as scan
    except ImportError:
        scan = None
HAS_SCAN = bool(scan)
""",
    "arm": """\
HAS_SCAN = probe()
if HAS_SCAN:
    import json as scan
else:
    scan = None
""",
    "stub": """\
try:
    from no_such_kernels import scan
except ImportError:
    scan = dict
HAS_SCAN = True
""",
}
TESTS = {
    "none": "{use}\n",
    "returns": "if scan is None:\n    return\n{use}\n",
    "under": "if scan is not None:\n    {use}\n",
    "false": "if not scan:\n    return\n{use}\n",
    "flag": "if HAS_SCAN:\n    {use}\n",
    "asserts": "assert scan is not None\n{use}\n",
    "refuses": "if not HAS_SCAN:\n    raise ImportError\n{use}\n",
    "wrong": "if scan is None:\n    {use}\n",
    "either": "if a or scan is None:\n    return\n{use}\n",
    "one": "if a and scan is None:\n    return\n{use}\n",
    "caught": "try:\n    {use}\nexcept (TypeError, AttributeError):\n    pass\n",
    "other": "try:\n    {use}\nexcept KeyError:\n    pass\n",
    "helper": "if there():\n    {use}\n",
    "nested": "def inner():\n    {use}\nif scan is not None:\n    inner()\n",
    "rebound": "scan = dict\n{use}\n",
}
USES = {
    "call": "scan()",
    "attribute": "scan.keys",
    "subscript": "scan[a]",
    "iteration": "[each for each in scan]",
    "contains": "a in scan",
    "arithmetic": "scan + 1",
    "order": "scan < 1",
    "unpacked": "first, second = scan",
    "handed on": "repr(scan)",
    "compared": "scan == a",
    "tested": "bool(scan)",
    "kept": "kept = [scan]",
}
FRAMES = {
    "function": "def run(a):\n{body}\n",
    "method": "class Layer:\n    def run(self, a):\n{deeper}\n\n\nrun = Layer().run\n",
}
BEFORE = "def there():\n    return scan is not None\n\n\n"


def programs(count: int, seed: int) -> Iterator[tuple[str, str]]:
    every = [*itertools.product(BINDINGS, TESTS, USES, FRAMES)]
    for binding, test, use, frame in random.Random(seed).sample(every, count):
        body = TESTS[test].format(use=USES[use])
        text = BINDINGS[binding] + "\n\n" + BEFORE
        text += FRAMES[frame].format(body=indent(body, "    "), deeper=indent(body, "        "))
        yield f"{binding}, {test}, {use}, {frame}", text


def failing(text: str) -> set[int]:
    """The lines that fail on a None when the function runs, for each input and each outcome of the probe."""
    found: set[int] = set()
    for a, there in itertools.product((True, False), repeat=2):
        space: dict[str, object] = {"probe": partial(bool, there)}
        exec(compile(text, "example.py", "exec"), space)
        try:
            eval("run(a)", space | {"a": a})
        except (TypeError, AttributeError) as error:
            if "NoneType" in str(error):
                found.add(traceback.extract_tb(error.__traceback__)[-1].lineno or 0)
        except (ImportError, AssertionError):
            pass
    return found


@pytest.mark.parametrize("seed", range(2))
def test_what_is_reported_fails_and_what_fails_is_reported(seed: int) -> None:
    for said, text in programs(some(150), seed):
        reported = {each.line for each in report(text, ALL) if each.code == "NSA106"}
        assert reported == failing(text), f"{said}\n{text}"
