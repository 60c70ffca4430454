"""What a generated program is: its text, and what its names may hold."""

from __future__ import annotations

import ast
import builtins
import dis
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import CodeType

Value = object
Domain = tuple[Value, ...]

BOOLEAN: Domain = (False, True)
NONEABLE: Domain = (None, 0, 1, 5)  # falsy and not None too: nothing in the text says that it cannot be
NUMBER_OR_NONE: Domain = (None, -1, 0, 1, 5)  # where a comparison says that it can be a number
STRING: Domain = ("a", "b", "c", "z", "", None)  # the constants that occur, another one, and the falsy ones
EQUAL_INT: Domain = (0, 1, 2, 7, None)
ORDERED_INT: Domain = (-1, 0, 1, 2, 3)
DENSE: dict[Domain, Domain] = {  # what an unannotated number may be as well
    ORDERED_INT: (-1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3),
    NUMBER_OR_NONE: (None, -1, -0.5, 0, 0.5, 1, 5),
}
PAIR: Domain = ((), (1,), (1, 2))
ITEMS: Domain = ("items",)  # an iterable: its rounds are chosen while it runs
PLAIN: Domain = (1,)

ATTRIBUTES: dict[str, Domain] = {"fast": BOOLEAN, "safe": BOOLEAN, "mode": STRING, "size": NONEABLE}
# What the programs call and read and nothing defines: `lab.oracle.execute` says what each of them does.
OPAQUE = re.compile(r"(?:use|make|manager|suppress|mode|cfg|ready|step|probe|launch|Wide|Tall|Mode)(?:_\w+)?$")
_STORES = ("STORE_NAME", "STORE_GLOBAL")


@dataclass(frozen=True)
class Expression:
    """A value as the program's own module writes it: `Kind.A`."""

    text: str


@dataclass(frozen=True)
class Program:
    """`text`: a module that defines a function `f`, or another `entry` (`Layer.f`: a method).

    `parameters`: what each parameter of an entry may hold, by its name; `locals`: the same for a name read unbound, one
    value where nothing tests it. `attributes`: those of the parameters `cfg` and `self`. `modules`: packages that are
    installed or not; the text imports them. Where `entry` is empty, the module is the run: importing it, and then
    calling one of its functions that it does not call itself. `others`: the other modules of a package, by their names;
    a run is then a call of what is public in any of them.
    """

    text: str
    parameters: dict[str, Domain]
    locals: dict[str, Domain]
    attributes: tuple[str, ...] = ()
    entry: str = "f"
    modules: frozenset[str] = field(default_factory=frozenset)
    others: Mapping[str, str] = field(default_factory=dict)

    def functions(self) -> list[str]:
        """What can be called from outside."""
        if self.entry:
            return [self.entry]
        tree = ast.parse(self.text)
        read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        return [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name not in read]


def sensible(program: Program) -> bool:
    """Whether the text compiles and every name that it reads is bound somewhere in it, or opaque."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            module = compile(program.text, "<program>", "exec")
    except SyntaxError:
        return False
    if program.others and not _is_called(program):
        return False
    owner, _, entry = program.entry.rpartition(".")
    if not all(re.search(rf"^ *(?:def|class) {name}\b", program.text, re.MULTILINE) for name in (owner, entry) if name):
        return False
    unknown = global_reads(module) - module_bindings(module)
    return all(OPAQUE.match(name) or hasattr(builtins, name) for name in unknown)


def _is_called(program: Program) -> bool:
    """Whether what is private in a package has callers, and its methods a class: else nothing is known of them."""
    texts = [program.text, *program.others.values()]
    private = set(re.findall(r"^ *def (_\w+)\b", program.text, re.MULTILINE)) - {"__init__"}
    called = all(any(re.search(rf"(?<!def )\b{name}\(", text) for text in texts) for name in private)
    return called and re.search(r"^def \w+\(self", program.text, re.MULTILINE) is None


def codes(code: CodeType) -> Iterator[CodeType]:
    """A code object and those in it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes(constant)


def module_bindings(code: CodeType) -> set[str]:
    """The names that a module binds, or a class or a function of it with `global`."""
    return {str(each.argval) for inner in codes(code) for each in dis.get_instructions(inner) if each.opname in _STORES}


def global_reads(code: CodeType) -> set[str]:
    """The names that a module and the functions in it read as the module's."""
    reads = ("LOAD_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS")
    return {str(each.argval) for inner in codes(code) for each in dis.get_instructions(inner) if each.opname in reads}
