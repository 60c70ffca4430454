"""Modules that import what may not be installed, and the functions and module-level code that use it."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from lab.oracle.program import BOOLEAN, Program
from lab.oracle.writer import Feature, Make, Writer

_FEATURES: tuple[Feature, ...] = (
    ("HAS_FAST", BOOLEAN, 6),
    ("HAS_WARP", BOOLEAN, 4),
    ("ready_npu()", BOOLEAN, 3),
    ("fast", BOOLEAN, 0),
)
_NAMES = {"HAS_FAST": "fast", "HAS_WARP": "warp", "ready_npu()": "torch_npu"}


class Imports(Writer):
    """The module is the run: its names are bound and read by its own code, then one of its functions is called."""

    FEATURES = _FEATURES
    IN_TRY = ("HAS_FAST", "HAS_WARP")

    def __init__(self, rng: random.Random) -> None:
        super().__init__(1, rng)
        self.features = [name for name in self.features if name in _NAMES] or ["HAS_FAST"]
        self.helped = False  # whether the functions `need` and `there` are defined
        self.imported: list[str] = []  # names that some import may bind

    def program(self) -> Program:
        for feature in self.features:
            self.guarded_import(feature)
        if self.chance(0.4):
            self.helpers()
        for number in range(self.rng.choice((1, 2, 2, 3))):
            if self.chance(0.3):
                self.of_module()
            self.function(number)
        if self.chance(0.3):
            self.of_module()
        text = "\n".join(self.lines) + "\n"
        return self.complete(Program(text, {}, {}, entry="", modules=frozenset({"fast", "warp", "torch_npu"})))

    def guarded_import(self, feature: str) -> None:
        name = _NAMES[feature]
        statement = self.rng.choice((f"import {name}", f"import {name}.kernels", f"from {name} import {name}_run"))
        bound = f"{name}_run" if "from" in statement else name
        self.imported.append(bound)
        if feature.startswith("ready"):
            self.put(0, f"if {feature}:")
            self.put(1, statement)
            if self.chance(0.3):
                self.put(0, "else:")
                self.put(1, f"{bound} = None")
            return
        self.put(0, "try:")
        self.put(1, statement)
        flag_in_body = self.chance(0.7)
        if flag_in_body:
            self.put(1, f"{feature} = True")
        self.put(0, "except ImportError:")
        self.put(1, f"{feature} = False")
        if self.chance(0.25):
            self.put(1, f"{bound} = None")
        if not flag_in_body:
            self.put(0, "else:")
            self.put(1, f"{feature} = True")

    def helpers(self) -> None:
        """Functions that answer whether a package is there, or raise where it is not."""
        flag = self.rng.choice([name for name in self.features if name.isidentifier()] or ["ready_npu()"])
        self.lines += ["", "", "def need():", f"    if not {flag}:", "        raise ImportError('needed')", "", ""]
        self.lines += ["@functools.lru_cache"] * self.chance(0.5)
        self.lines += ["def there():", f"    return {flag}", "", ""]
        self.helped = True

    def atom(self) -> str:
        return "there()" if self.helped and self.chance(0.3) else super().atom()

    def of_module(self) -> None:
        """Module-level code that reads a name, mostly under a guard, or binds a further one."""
        name = self.rng.choice(self.imported)
        kind = self.rng.random()
        if kind < 0.3:
            self.put(0, f"if {self.guard()}:")
            self.put(1, f"kept = {name}")
            self.imported.append("kept")
        else:
            self.put(0, f"if {self.guard()}:")
            self.put(1, f"use({name})")

    def function(self, number: int) -> None:
        name = f"f{number}"
        self.put(0, "")
        self.put(0, "")
        self.put(0, f"def {name}():")
        kind = self.rng.random()
        if kind < 0.25:
            self.put(1, f"if not {self.operand(self.guard())}:")
            self.put(2, "raise ImportError('needed')")
        elif kind < 0.4:
            self.put(1, f"if {self.guard()}:")
            self.put(2, "return")
        elif kind < 0.7 and self.helped:
            self.put(1, "need()")
        for _ in range(self.rng.choice((1, 2, 2, 3))):
            self.use_in_function(number)
        self.put(0, "")
        self.put(0, "")

    def use_in_function(self, number: int) -> None:
        name = self.rng.choice(self.imported)
        kind = self.rng.random()
        if kind < 0.2:
            self.put(1, f"use({name})")
        elif kind < 0.6:
            self.put(1, f"if {self.guard()}:")
            self.put(2, f"use({name})")
        elif kind < 0.7:
            self.put(1, f"use({name} if {self.guard()} else 0)")
        elif kind < 0.8:
            self.put(1, f"{self.operand(self.guard())} and use({name})")
        elif number:
            self.put(1, f"if {self.guard()}:")
            self.put(2, f"f{self.rng.randrange(number)}()")
        else:
            self.put(1, "use()")

    def complete(self, program: Program) -> Program:
        text = re.sub(r"\n{4,}", "\n\n\n", program.text).rstrip() + "\n"
        return replace(program, text="import functools\n\n" + text if "functools" in text else text)

    def table(self, depth: int) -> list[tuple[Make, float]]:
        raise NotImplementedError("the statements of a module are written above")
