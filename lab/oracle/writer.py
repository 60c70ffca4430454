"""Writes functions that a person could have written: guards that are related, bindings and reads under them.

Most reads stand under a guard that is related to the guard of a binding: equal, negated, stronger, weaker, or through
a flag. Levels 1 and 2 are this alone; level 3 and the families add statements of their own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from lab.oracle.program import (
    BOOLEAN,
    EQUAL_INT,
    ITEMS,
    NONEABLE,
    NUMBER_OR_NONE,
    ORDERED_INT,
    PAIR,
    PLAIN,
    STRING,
    Domain,
    Program,
)

Make = Callable[[int], None]  # writes a statement at a depth
DEEPEST = 3  # blocks in blocks

Feature = tuple[str, Domain, int]  # what a guard can depend on, what it may hold, how often it is taken

GUARDS: tuple[Feature, ...] = (
    ("a", BOOLEAN, 10),
    ("b", BOOLEAN, 10),
    ("c", BOOLEAN, 6),
    ("n", NONEABLE, 6),
    ("m", NONEABLE, 2),
    ("s", STRING, 5),
    ("k", EQUAL_INT, 3),
    ("w", ORDERED_INT, 3),
    ("cfg.fast", BOOLEAN, 3),
    ("cfg.safe", BOOLEAN, 2),
    ("cfg.mode", STRING, 1),
    ("ready()", BOOLEAN, 2),
    ("mode.is_decode()", BOOLEAN, 2),
)
DATA = ("x", "y", "z")


class Writer:
    """Writes one program: straight-line code with correlated guards; from level 2 on flags, sentinels, exits too."""

    FEATURES: tuple[Feature, ...] = GUARDS
    IN_TRY: tuple[str, ...] = ("a", "b", "c", "n", "m", "s")  # features whose tests cannot fail

    def __init__(self, level: int, rng: random.Random) -> None:
        self.level = level
        self.rng = rng
        names = [name for name, _, weight in self.FEATURES for _ in range(weight)]
        wanted = rng.choice((2, 2, 3, 3, 4))
        self.features = list(dict.fromkeys(rng.choice(names) for _ in range(wanted * 3)))[:wanted]
        self.domains = {name: domain for name, domain, _ in self.FEATURES}
        self.data = list(DATA[: rng.choice((1, 2, 2, 3))])
        self.flags: list[str] = []  # locals that hold a boolean
        self.sentinels: list[str] = []  # locals that hold None or a value
        self.locals: dict[str, Domain] = dict.fromkeys(self.data, PLAIN)
        self.guards: list[str] = []
        self.path: list[str] = []  # the guards of the branches around
        self.bound_under: dict[str, list[str]] = {}  # the guards around a binding of the name
        self.lines: list[str] = []
        self.loops = 0  # the depth of loops around: break and continue are allowed
        self.in_try = 0
        self.fresh = 0
        self.budget = rng.randint(6, 16)
        self.items: list[str] = []
        self.pairs = 0
        self.nested = False

    def program(self) -> Program:
        self.body()
        body = "\n".join(self.lines)
        parameters = {
            name: self.domains[name]
            for name in self.domains
            if "." not in name and "(" not in name and name in self.features
        }
        if re.search(r"\bn [<>]", body) and parameters.get("n") is NONEABLE:
            parameters["n"] = NUMBER_OR_NONE
        parameters |= {f"pair{number + 1}": PAIR for number in range(self.pairs)}
        parameters |= dict.fromkeys(self.items, ITEMS)
        attributes = tuple(sorted(set(re.findall(r"\b(?:cfg|self)\.\w+", body)) & self.domains.keys()))
        order = [*parameters, *(["cfg"] if any(each.startswith("cfg.") for each in attributes) else [])]
        return self.complete(Program(f"def f({', '.join(order)}):\n{body}\n", parameters, self.locals, attributes))

    def body(self) -> None:
        """The body of the function: its statements, then the reads at its end."""
        self.block(1, top=True)
        for name in self.rng.sample(self.data, self.rng.randint(1, len(self.data))):
            self.read(1, name)

    def complete(self, program: Program) -> Program:
        """The program with what else its module holds."""
        return program

    # -- small things -----------------------------------------------------------------------------

    def put(self, depth: int, text: str) -> None:
        self.lines.append("    " * depth + text)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def number(self) -> int:
        self.fresh += 1
        return self.fresh

    # -- guards -----------------------------------------------------------------------------------

    def atom(self) -> str:
        rng = self.rng
        if self.level > 1 and (self.flags or self.sentinels) and self.chance(0.45):
            name = rng.choice(self.flags + self.sentinels)
            return name if name in self.flags else rng.choice((f"{name} is None", f"{name} is not None", name))
        usable = [f for f in self.features if not self.in_try or f in self.IN_TRY] or ["a"]
        name = rng.choice(usable)
        if name == "a" and name not in self.features:
            self.features.append("a")
        return self.test_of(name)

    def test_of(self, name: str) -> str:
        rng = self.rng
        domain = self.domains[name]
        if domain is NONEABLE:
            if name == "n" and self.chance(0.15) and not self.in_try:
                return f"(n is not None and n {rng.choice(('> 0', '>= 1', '< 1'))})"
            return rng.choice((f"{name} is None", f"{name} is not None", f"{name} is not None", name))
        if domain is STRING:
            one, two = rng.sample("abc", 2)
            return rng.choice(
                (f"{name} == '{one}'",) * 4
                + (f"{name} != '{one}'", f"{name} in ('{one}', '{two}')", f"{name} not in ('{one}', '{two}')", name)
            )
        if domain is EQUAL_INT:
            return rng.choice((f"{name} == {rng.randint(0, 2)}",) * 3 + (f"{name} != 1", f"{name} in (0, 1)", name))
        if domain is ORDERED_INT:
            number = rng.randint(0, 2)
            return rng.choice(
                [f"{name} {op} {number}" for op in (">", ">", ">=", "<", "<=", "==")] + [f"0 < {name} < 2"]
            )
        return name

    def guard(self) -> str:
        """A guard: often one used before, equal or related."""
        rng = self.rng
        if self.guards and self.chance(0.65):
            old = rng.choice(self.guards)
            if self.in_try and re.search(r"[w]\b|cfg|ready|mode|[<>]", old):
                old = self.atom()
            related = (
                (5, old),
                (3, self.negated(old)),
                (2, f"{self.operand(old)} and {self.operand(self.atom())}"),
                (2, f"{self.operand(old)} or {self.operand(self.atom())}"),
                (1, f"{self.operand(self.atom())} and {self.operand(old)}"),
                (1, self.negated(f"{self.operand(old)} and {self.operand(self.atom())}")),
            )
            return rng.choices([text for _, text in related], [weight for weight, _ in related])[0]
        first = self.atom()
        kind = rng.random()
        if kind < 0.5:
            result = first
        elif kind < 0.62:
            result = self.negated(first)
        elif kind < 0.78:
            result = f"{self.operand(first)} and {self.operand(self.atom())}"
        elif kind < 0.92:
            result = f"{self.operand(first)} or {self.operand(self.atom())}"
        elif kind < 0.96:
            result = f"({first} if {self.operand(self.atom())} else {self.atom()})"
        else:
            result = f"bool({first})"
        self.guards.append(result)
        return result

    def operand(self, text: str) -> str:
        """A guard as an operand of and/or/not."""
        if re.search(r"\b(and|or|if)\b|:=", text) and not (text.startswith("(") and self.one_group(text)):
            return f"({text})"
        return text

    def negated(self, text: str) -> str:
        if re.fullmatch(r"\w+ is None", text):
            return text.replace("is", "is not")
        if text.startswith("not ") and not re.search(r"\b(and|or|if)\b", text):
            return text[4:]
        if " " in text and not (text.startswith("(") and self.one_group(text)):
            return f"not ({text})"
        return f"not {text}"

    @staticmethod
    def one_group(text: str) -> bool:
        depth = 0
        for position, character in enumerate(text):
            depth += (character == "(") - (character == ")")
            if depth == 0:
                return position == len(text) - 1
        return False

    # -- reads and bindings -----------------------------------------------------------------------

    def read(self, depth: int, name: str) -> None:
        rng = self.rng
        if not self.seen(name) and self.chance(0.85):
            return self.bind(depth)
        kind = rng.random()
        guard = self.guard_of_binding(name) if self.chance(0.7) else self.guard()
        if kind < 0.25:
            self.put(depth, f"use({name})")
        elif kind < 0.65:
            self.put(depth, f"if {guard}:")
            self.put(depth + 1, f"use({name})")
        elif kind < 0.78:
            self.put(depth, f"use({name} if {guard} else 0)")
        elif kind < 0.84:
            self.put(depth, f"{self.operand(guard)} and use({name})")
        elif kind < 0.9:
            self.put(depth, f"{self.operand(self.negated(guard))} or use({name})")
        elif kind < 0.95 and len(self.data) > 1:
            self.put(depth, f"{rng.choice(self.data)} = {name}")
        else:
            self.put(depth, f"use({name}, {rng.choice(self.data)})")

    def seen(self, name: str) -> bool:
        """Whether something above binds the name, somehow."""
        return any(re.search(rf"\b{name}\b[^=(]* :?= ", line) for line in self.lines)

    def guard_of_binding(self, name: str) -> str:
        """The guards around a binding of the name, or more than that."""
        around = [text for text in self.bound_under.get(name, []) if text]
        if not around or self.in_try:
            return self.guard()
        text = " and ".join(self.operand(each) for each in dict.fromkeys(around)) if len(around) > 1 else around[0]
        return f"{self.operand(text)} and {self.operand(self.atom())}" if self.chance(0.2) else text

    def bind(self, depth: int) -> None:
        rng = self.rng
        name = rng.choice(self.data)
        if self.chance(0.6):
            self.bound_under[name] = list(self.path)
        kind = rng.random()
        if kind < 0.6:
            self.put(depth, f"{name} = {rng.randint(1, 9)}")
        elif kind < 0.85:
            self.put(depth, f"{name} = make()")
        elif kind < 0.92 and len(self.data) > 1:
            self.put(depth, f"{', '.join(rng.sample(self.data, 2))} = 1, 2")
        elif kind < 0.97:
            self.put(depth, f"{name} = 1 if {self.guard()} else {rng.choice(self.data)}")
        else:
            self.put(depth, f"{name} += 1" if not self.in_try else f"{name} = 1")

    # -- statements -------------------------------------------------------------------------------

    def block(self, depth: int, top: bool = False) -> None:
        count = self.rng.randint(4, 7) if top else self.rng.choice((1, 1, 2, 2, 3))
        start = len(self.lines)
        for _ in range(count):
            if self.budget <= 0:
                break
            self.budget -= 1
            self.statement(depth)
        if len(self.lines) == start:
            self.bind(depth)

    def statement(self, depth: int) -> None:
        table = self.table(depth)
        self.rng.choices([make for make, _ in table], [weight for _, weight in table])[0](depth)

    def table(self, depth: int) -> list[tuple[Make, float]]:
        """What may be written next, with its weight."""
        table: list[tuple[Make, float]] = [
            (self.bind, 7),
            (lambda d: self.read(d, self.rng.choice(self.data)), 4),
        ]
        if depth <= DEEPEST:
            table.append((self.branch, 10))
        if self.level > 1:
            table += [(self.flag, 4), (self.copy, 2), (self.exit, 2), (self.sentinel, 3), (self.reassign, 1.5)]
        return table

    def branch(self, depth: int) -> None:
        guard = self.guard()
        self.put(depth, f"if {guard}:")
        self.under(guard, depth + 1)
        while self.chance(0.25):
            other = self.guard()
            self.put(depth, f"elif {other}:")
            self.under(other, depth + 1)
        if self.chance(0.4):
            self.put(depth, "else:")
            self.under(self.negated(guard), depth + 1)

    def under(self, guard: str, depth: int) -> None:
        self.path.append(guard)
        self.block(depth)
        self.path.pop()

    def flag(self, depth: int) -> None:
        """A local boolean: set to a constant, or to a guard."""
        if self.flags and self.chance(0.65):
            name = self.rng.choice(self.flags)
        else:
            name = f"p{len(self.flags)}"
            if name not in self.flags:
                self.flags.append(name)
                self.locals[name] = BOOLEAN
            if depth > 1 and self.chance(0.8):  # a flag starts before it is set
                self.lines.insert(0, f"    {name} = {self.rng.choice(('False', 'False', 'True'))}")
        value = self.rng.choice(("True", "True", "False", f"bool({self.guard()})"))
        self.put(depth, f"{name} = {value}")

    def copy(self, depth: int) -> None:
        """A guard kept in a local, as it is."""
        booleans = [f for f in self.features if self.domains[f] is BOOLEAN]
        if not booleans or self.in_try:
            return self.flag(depth)
        name = f"p{len(self.flags)}"
        value = self.rng.choice(booleans)
        if self.chance(0.4):
            value = self.rng.choice(
                (f"not {value}", f"{value} and {self.rng.choice(booleans)}", f"{value} or {self.rng.choice(booleans)}")
            )
        self.put(depth, f"{name} = {value}")
        self.flags.append(name)
        self.locals[name] = BOOLEAN

    def exit(self, depth: int) -> None:
        rng = self.rng
        if depth > 1 and self.chance(0.5):
            self.put(depth, rng.choice(("return", "return 1", "raise ValueError('no')")))
        elif self.chance(0.25) and not self.in_try:
            self.put(depth, f"assert {self.guard()}")
        else:
            self.put(depth, f"if {self.guard()}:")
            if self.chance(0.4):
                self.bind(depth + 1)
            self.put(depth + 1, rng.choice(("return", "return 1", "raise ValueError('no')")))

    def sentinel(self, depth: int) -> None:
        """A local that is None until something is there."""
        if not self.sentinels or self.chance(0.3):
            name = f"v{len(self.sentinels)}"
            self.sentinels.append(name)
            self.locals[name] = NONEABLE
            if depth > 1 and self.chance(0.8):
                self.lines.insert(0, f"    {name} = None")
                self.put(depth, f"{name} = {self.rng.choice(('1', f'probe_n{self.number()}()'))}")
                return
        name = self.rng.choice(self.sentinels)
        values = ["None", "None", "1", f"1 if {self.guard()} else None"]
        noneable = [f for f in self.features if self.domains[f] is NONEABLE]
        values += [*noneable, f"probe_n{self.number()}()"]
        self.put(depth, f"{name} = {self.rng.choice(values)}")

    def reassign(self, depth: int) -> None:
        """A parameter that guards, bound anew."""
        rng = self.rng
        names = [f for f in self.features if f.isidentifier()]
        if not names:
            return self.flag(depth)
        name = rng.choice(names)
        domain = self.domains[name]
        if domain is BOOLEAN:
            others = [f for f in self.features if self.domains[f] is BOOLEAN and f.isidentifier()]
            values = ["True", "False", f"not {name}", f"probe_b{self.number()}()", rng.choice(others)]
        elif domain is NONEABLE:
            values = ["None", "1", f"probe_n{self.number()}()"]
        elif domain is STRING:
            values = ["'a'", "'b'"]
        else:
            values = ["0", "1", "2"]
        self.put(depth, f"{name} = {rng.choice(values)}")
