"""Functions of the same file that check their argument, raise, or answer what a guard then tests."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from lab.oracle.program import BOOLEAN, NONEABLE, STRING, Program
from lab.oracle.writer import Feature, Make, Writer

_FEATURES: tuple[Feature, ...] = (
    ("a", BOOLEAN, 6),
    ("b", BOOLEAN, 5),
    ("c", BOOLEAN, 2),
    ("s", STRING, 4),
    ("n", NONEABLE, 4),
)
_DEFINED = {
    "need": "def need(flag):\n    if not flag:\n        raise ValueError('needed')\n",
    "refuse": "def refuse(flag, text='no'):\n    if flag:\n        raise ValueError(text)\n    return 1\n",
    "is_on": "def is_on(flag):\n    return flag\n",
    "is_off": "def is_off(flag):\n    return not flag\n",
    "both": "@functools.lru_cache\ndef both(one, two):\n    return one and two\n",
    "name_of": "def name_of(flag):\n    return 'a' if flag else 'b'\n",
    "check_name": "def check_name(s):\n    if s not in ('a', 'b'):\n        raise ValueError(s)\n    return s\n",
    "there": "def there(value):\n    if value is None:\n        return False\n    return True\n",
    "or_none": "def or_none(value, flag):\n    if flag:\n        return value\n    return None\n",
    "fail": "def fail(text):\n    raise RuntimeError(text)\n",
    "leave": "def leave():\n    use()\n    sys.exit(1)\n",
    "asserted": "def asserted(flag):\n    assert flag\n",
}
_CHECKS = ("need({b})", "need({b})", "refuse({b})", "check_name(s)", "asserted({b})")
_TESTS = (
    "is_on({b})",
    "is_off({b})",
    "both({b}, {c})",
    "name_of({b}) == 'a'",
    "there(n)",
    "or_none(n, {b}) is None",
    "or_none(1, {b}) is not None",
)


class Helpers(Writer):
    FEATURES = _FEATURES

    def __init__(self, rng: random.Random) -> None:
        super().__init__(2, rng)

    def filled(self, text: str) -> str:
        """The call with features of this program as its arguments."""
        flags = [name for name in self.features if self.domains[name] is BOOLEAN] or ["a"]
        text = text.format(b=self.rng.choice(flags), c=self.rng.choice(flags))
        used = [name for name in re.findall(r"\b\w\b", text) if name in self.domains]
        self.features = list(dict.fromkeys([*self.features, *used]))
        return text

    def atom(self) -> str:
        return self.filled(self.rng.choice(_TESTS)) if self.chance(0.3) else super().atom()

    def table(self, depth: int) -> list[tuple[Make, float]]:
        return [*super().table(depth), (self.check, 5), (self.keep, 2), (self.end, 2)]

    def check(self, depth: int) -> None:
        self.put(depth, self.filled(self.rng.choice(_CHECKS)))

    def keep(self, depth: int) -> None:
        """An answer kept in a local."""
        name = f"p{len(self.flags)}"
        self.put(depth, f"{name} = {self.filled(self.rng.choice(_TESTS[:3]))}")
        self.flags.append(name)
        self.locals[name] = BOOLEAN

    def end(self, depth: int) -> None:
        """A call that does not return, in an arm of its own."""
        guard = self.guard()
        self.put(depth, f"if {guard}:")
        self.block(depth + 1)
        self.put(depth, "else:")
        self.put(depth + 1, self.rng.choice(("fail('no')", "leave()")))

    def complete(self, program: Program) -> Program:
        used = [text for name, text in _DEFINED.items() if re.search(rf"\b{name}\(", program.text)]
        imports = [f"import {name}\n" for name in ("functools", "sys") if any(f"{name}." in text for text in used)]
        return replace(program, text="\n\n".join(["".join(imports), *used, program.text]).lstrip())
