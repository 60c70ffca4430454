"""Packages of several modules: what callers, constructors and other modules say of a function of one of them.

The programs stay within what docs/promise.md says of the package: each function without an underscore is called from
outside, with any value that its annotation allows, and an object is made by its constructor.
"""

from __future__ import annotations

import random
import re

from lab.oracle.families import options
from lab.oracle.program import PLAIN, STRING, Domain, Expression, Program

_PLATFORMS = """\
import importlib.util
import os


def is_cuda():
    return os.environ.get("CUDA") == "1"


def is_hip():
    return os.environ.get("HIP") == "1"


def is_fastlib_available():
    return importlib.util.find_spec("fastlib") is not None
"""
_FLAGS = """\
from .platforms import is_cuda, is_hip

ON_HIP = is_hip()
ON_CUDA = is_cuda()
NAME = "b"
"""
_ERRORS = """\
from .platforms import is_cuda, is_hip

WARNINGS = []


def refuse(what="no"):
    raise NotImplementedError(what)


def leave():
    refuse("leaving")


def require_cuda():
    if not is_cuda():
        raise RuntimeError("CUDA only")


def require_hip(what="here"):
    assert is_hip(), what


def warn(what="no"):
    WARNINGS.append(what)
"""
_KINDS = """\
from dataclasses import dataclass
from enum import Enum
from typing import Literal


class Backend(Enum):
    A = 1
    B = 2
    C = 3


Level = Literal["low", "high"]


@dataclass(frozen=True)
class Config:
    mode: str
    kind: Backend
    level: Level
"""
_BASES = """\
from .platforms import is_cuda as on_cuda


class Refusing:
    def __init__(self):
        if not on_cuda():
            raise NotImplementedError("CUDA only")


class Ready:
    def __init__(self):
        self.ready = True
"""
_ERRORS_USED = "from .errors import leave, refuse, require_cuda, require_hip, warn\n"
_EAGER = "from .kinds import Backend\nfrom .platforms import is_cuda\n"
_LAZY = """\
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .platforms import is_cuda


def __getattr__(name):
    if name == "is_cuda":
        from .platforms import is_cuda

        return is_cuda
    raise AttributeError(name)
"""
_OTHERS = {"platforms": _PLATFORMS, "flags": _FLAGS, "errors": _ERRORS, "kinds": _KINDS, "bases": _BASES}
_HEAD = """\
import argparse
from .bases import Ready, Refusing
from .errors import leave, refuse, require_cuda, require_hip, warn
from .flags import NAME, ON_HIP
from .kinds import Backend, Config, Level
from .platforms import is_cuda, is_hip

_is_cuda = is_cuda()
LEVELS = ("low", "high")
"""
_MEMBERS = tuple(Expression(f"Backend.{name}") for name in "ABC")
_PARAMETERS: dict[str, Domain] = {
    "x": (1, 0),
    "mode": STRING,
    "kind": _MEMBERS,
    "level": ("low", "high"),
    "flag": (False, True),
    "config": tuple(
        Expression(f"Config({mode!r}, {member.text}, {level!r})")
        for mode in ("a", "b", "c", "z")
        for member in _MEMBERS
        for level in ("low", "high")
    ),
}
_FIELDS = ("mode", "kind", "level")
_DECLARED = {"kind": "kind: Backend", "level": "level: Level", "flag": "flag: bool"}
_CONSTANTS = {
    "mode": ("'a'", "'b'", "'c'", "NAME"),
    "kind": ("Backend.A", "Backend.B", "Backend.C"),
    "level": ("'low'", "'high'"),
    "flag": ("True", "False"),
}
_TESTS = {
    "mode": ("mode == 'a'", "mode == 'b'", "mode == 'c'", "mode in ('a', 'b')", "mode != 'a'"),
    "kind": ("kind is Backend.A", "kind is Backend.B", "kind == Backend.C", "kind in (Backend.A, Backend.C)"),
    "level": ("level == 'low'", "level == 'high'"),
    "flag": ("flag", "not flag"),
}
_STAYING = ("_is_cuda", "_is_cuda", "is_hip()", "is_cuda()", "ON_HIP")
_ELSEWHERE = ("ON_CUDA", "is_cuda()", "is_hip()", "ON_HIP")


class Packages:
    """Writes one package: `work`, the module that is checked, and those around it."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.work = [_HEAD]
        self.other = ["from .flags import NAME, ON_CUDA, ON_HIP\nfrom .kinds import Backend\n"]
        self.other[0] += "from .platforms import is_cuda, is_hip\n" + _ERRORS_USED
        self.imported: list[str] = []

    def program(self) -> Program:
        for number in range(self.rng.choice((1, 1, 2))):
            kinds = (self.function, self.function, self.method, self.refusing, self.configured, self.parsing)
            self.rng.choice(kinds)(number)
        lazy = self.chance(0.2)
        others = {"__init__": _LAZY if lazy else self.rng.choice(("", _EAGER)), **_OTHERS}
        imports = f"from .work import {', '.join(self.imported)}\n" if self.imported else ""
        if any("work." in text for text in self.other[1:]):
            imports += "from . import work\n"
        others["other"] = "\n\n".join([self.other[0] + imports, *self.other[1:]])
        work = "\n\n".join(self.work)
        if others["__init__"] and self.chance(0.3):
            work = work.replace("import is_cuda, is_hip", "import is_hip\nfrom . import is_cuda")
        return Program(work, dict(_PARAMETERS), {"y0": PLAIN, "y1": PLAIN}, entry="", others=others)

    # -- small things ---------------------------------------------------------------------------------

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def wanted(self) -> list[str]:
        """The parameters of a function, but for `x`."""
        return self.rng.sample(sorted(_CONSTANTS), self.rng.choice((0, 1, 1, 2)))

    def test(self, parameters: list[str], staying: tuple[str, ...] = _STAYING) -> str:
        tests = [each for name in parameters for each in _TESTS[name]]
        test = self.rng.choice(tests) if tests and self.chance(0.65) else self.rng.choice(staying)
        return f"not {test}" if self.chance(0.15) and " " not in test else test

    def staying(self, staying: tuple[str, ...], free: str = "x") -> str:
        """A test of a caller: flags and predicates, some with a condition of which nothing is known."""
        test = self.test([], staying)
        if self.chance(0.2):
            return self.rng.choice((f"{test} and {free}", f"{free} and {test}"))
        if self.chance(0.2):
            return f"{test} {self.rng.choice(('and', 'or'))} {self.test([], staying)}"
        return test

    def required(self) -> str:
        """A helper of another module that checks."""
        return self.rng.choice(("require_cuda()", "require_hip()", "require_hip('there')"))

    # -- what is called -------------------------------------------------------------------------------

    def body(self, number: int, parameters: list[str]) -> list[str]:
        """A chain of arms that may leave a name unbound, and the reads of it."""
        name = f"y{number}"
        lines = [self.required()] if self.chance(0.1) else []
        if self.chance(0.15):
            lines += [f"if {self.test(parameters)}:", "    return x"]
        arms = self.rng.choice((1, 2, 2, 3))
        skipped = self.rng.randrange(arms) if self.chance(0.2) else -1
        for index in range(arms):
            lines.append(f"{'elif' if index else 'if'} {self.test(parameters)}:")
            lines.append("    pass" if index == skipped else f"    {name} = {index}")
        ending = self.rng.choice(("", "", "", "refuse()", "leave()", "warn()", "return x", "raise ValueError(x)"))
        if ending:
            lines += ["else:", f"    {ending}"]
        if self.chance(0.2):
            lines += [f"if {self.test(parameters)}:", f"    use({name})"]
        return [*lines, f"return {name}"]

    def function(self, number: int) -> None:
        private, parameters = self.chance(0.85), self.wanted()
        name = f"_fill{number}" if private else f"fill{number}"
        self.work.append(self.written(name, parameters, self.body(number, parameters), not private or self.chance(0.3)))
        target = name
        for _ in range(self.rng.choice((0, 0, 1, 2))) if private else ():
            middle = f"_pass{len(self.work)}"
            given = [self.argument(each, each) for each in parameters]
            call = f"{target}({', '.join(['x', *given])})"
            self.work.append(self.written(middle, parameters, self.guarded(call, _STAYING, 0.3)))
            target = middle
        self.callers(target, parameters)

    def written(
        self, name: str, parameters: list[str], body: list[str], declared: bool = False, owner: str = ""
    ) -> str:
        words = [_DECLARED.get(each, each) if declared else each for each in parameters]
        head = f"def {name}({', '.join([*([owner] if owner else []), 'x', *words])}):"
        return "\n".join([head, *(f"    {line}" for line in body)]) + "\n"

    def argument(self, name: str, value: str) -> str:
        return f"{name}={value}"

    # -- who calls it ---------------------------------------------------------------------------------

    def callers(self, target: str, parameters: list[str]) -> None:
        if self.chance(0.15):
            self.kept(target, parameters)
        for _ in range(self.rng.choice((1, 1, 2, 3))):
            here = self.chance(0.6)
            through = "" if here else self.rng.choice(("", "", "work.", "inside"))
            if not here and not through and target not in self.imported:
                self.imported.append(target)
            staying, module = (_STAYING, self.work) if here else (_ELSEWHERE, self.other)
            named = f"work.{target}" if through == "work." else target
            own, call = self.call(named, parameters)
            if not here and through != "inside" and self.chance(0.3):
                own, call = [], self.passed(named, parameters)
            lines = self.guarded(call, staying, 0.7)
            if through == "inside":
                lines = [f"from .work import {target}", *lines]
            if own == ["mode"] and self.chance(0.5):
                lines = [*self.rng.choice(_TESTED), *lines]
            module.append(self.written(f"run{len(module)}", own, lines, declared=True))
            if not here and "level: Level" in module[-1]:
                self.other[0] = self.other[0].replace("import Backend\n", "import Backend, Level\n")

    def kept(self, target: str, parameters: list[str]) -> None:
        """A name of the module that is the function under a test, and a call of what it is."""
        name, other = f"KERNEL{len(self.work)}", self.rng.choice(("use", "use", "use", target))
        self.work.append(f"{name} = {target} if {self.staying(_STAYING, 'len([])')} else {other}\n")
        _, call = self.call(name, parameters, share=0)
        self.work.append(self.written(f"run{len(self.work)}", [], [f"return {call}"]))

    def passed(self, target: str, parameters: list[str]) -> str:
        """A call through a private function of the other module."""
        middle = f"_step{len(self.other)}"  # no name of `work`, which would be another function
        given = f"{target}({', '.join(['x', *(self.argument(each, each) for each in parameters)])})"
        self.other.append(self.written(middle, parameters, self.guarded(given, _ELSEWHERE, 0.3)))
        return self.call(middle, parameters, share=0)[1]

    def call(self, target: str, parameters: list[str], share: float = 0.12) -> tuple[list[str], str]:
        """A call, and the parameters of the caller that it passes on."""
        own: list[str] = []
        given = []
        keywords = False
        for name in parameters:
            value = self.rng.choice(_CONSTANTS[name])
            if self.chance(share):
                own.append(name)
                value = name
            elif self.chance(0.15):
                value = f"({value} if x else {self.rng.choice(_CONSTANTS[name])})"
            keywords = keywords or self.chance(0.3)
            given.append(f"{name}={value}" if keywords else value)
        return own, f"{target}({', '.join(['x', *given])})"

    def guarded(self, call: str, staying: tuple[str, ...], share: float) -> list[str]:
        if not self.chance(share):
            return [f"return {call}"]
        test = self.staying(staying)
        forms = (
            [f"if {test}:", f"    return {call}", "return x"],
            [f"if not ({test}):", "    return x", f"return {call}"],
            [f"assert {test}", f"return {call}"],
            [f"return {call} if {test} else x"],
            [f"return ({test}) and {call}"],
            [f"if {test}:", "    pass", "else:", f"    return {call}"],
            [f"if {test}:", f"    x = {call}", "return x"],
            [f"if {test}:", f"    {self.rng.choice(('refuse()', 'leave()', 'warn()'))}", f"return {call}"],
            [self.required(), f"return {call}"],
        )
        return self.rng.choice(forms)

    # -- classes --------------------------------------------------------------------------------------

    def method(self, number: int) -> None:
        """A private method, called through `self` or the class; some are static, or of the class."""
        parameters = self.wanted()
        decorator = self.rng.choice(("", "", "", "staticmethod", "classmethod"))
        owner = {"": "self", "staticmethod": "", "classmethod": "cls"}[decorator]
        fill = self.written(f"_fill{number}", parameters, self.body(number, parameters), self.chance(0.3), owner)
        methods = [f"@{decorator}\n{fill}" if decorator else fill]
        for index in range(self.rng.choice((1, 1, 2))):
            receiver = self.rng.choice(("self", f"Work{number}", "type(self)")) if decorator else "self"
            own, call = self.call(f"{receiver}._fill{number}", parameters)
            methods.append(
                self.written(f"run{index}", own, self.guarded(call, _STAYING, 0.7), declared=True, owner="self")
            )
        self.put_class(f"Work{number}", self.rng.choice(("", "(Ready)")), methods)
        if self.chance(0.25):
            _, call = self.call(f"super()._fill{number}", parameters, share=0)
            again = self.written("again", [], self.guarded(call, _STAYING, 0.7), owner="self")
            self.put_class(f"Sub{number}", f"(Work{number})", [again])

    def refusing(self, number: int) -> None:
        """A class whose constructor, or that of its base, refuses."""
        parameters = self.wanted()
        methods = []
        base = self.rng.choice(("", "(Refusing)", "(Refusing)", "(Ready)"))
        if not base or self.chance(0.3):
            lines = ["super().__init__()"] if base and self.chance(0.7) else []
            test = self.staying(_STAYING, "x")
            refusal = self.rng.choice((["raise ValueError(x)"], ["refuse()"], ["leave()"], ["warn()"]))
            lines += self.rng.choice(
                ([f"assert {test}"], [f"if not ({test}):", f"    {refusal[0]}"], ["pass"], [self.required()])
            )
            methods.append(self.written("__init__", [], lines, owner="self").replace("x):", "x=1):"))
        methods.append(self.written(f"fill{number}", parameters, self.body(number, parameters), True, "self"))
        self.put_class(f"Work{number}", base, methods)

    def configured(self, number: int) -> None:
        """A class that keeps a configuration, or a function that has one."""
        fields = self.rng.sample(_FIELDS, self.rng.choice((1, 1, 2)))
        lines = self.body(number, fields)
        if self.chance(0.4):
            head = f"def fill{number}(x, config: Config):"
            self.work.append("\n".join([head, *(f"    {_read_of(line, 'config')}" for line in lines)]) + "\n")
            return
        if self.chance(0.4):  # each field on its own
            stored, given = [f"self.{each} = {each}" for each in fields], [_DECLARED.get(each, each) for each in fields]
        else:
            stored, given = ["self.config = config"], ["config: Config"]
        head = f"def __init__(self, {', '.join(given)}):"
        fill = self.written(f"fill{number}", [], lines, owner="self")
        read = "self.config" if given == ["config: Config"] else "self"
        self.put_class(
            f"Work{number}", "", ["\n".join([head, *(f"    {each}" for each in stored)]), "", _read_of(fill, read)]
        )

    def parsing(self, number: int) -> None:
        self.work.append(options.written(self.rng, f"fill{number}", self.body(number, ["level"])))

    def put_class(self, name: str, base: str, methods: list[str]) -> None:
        inner = "\n".join(methods).rstrip()
        lines = [f"    {line}" if line else "" for line in inner.split("\n")]
        self.work.append("\n".join([f"class {name}{base}:", *lines]) + "\n")


_TESTED = (
    ("if mode not in ('a', 'b'):", "    raise ValueError(mode)"),
    ("if mode != 'a':", "    return x"),
    ("assert mode in ['a', 'c']",),
)


def _read_of(text: str, owner: str) -> str:
    """The same with the fields of an object in the place of parameters."""
    return re.sub(r"\b(mode|kind|level)\b", rf"{owner}.\1", text)
