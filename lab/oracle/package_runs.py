"""A package of modules that are texts: imported, and one of its public functions or methods called, per run.

Each run has its own modules and its own platform: two variables of the environment, and the library `fastlib`. One
module, `work`, runs instrumented.
"""

from __future__ import annotations

import builtins
import importlib
import warnings
from collections.abc import Iterator, Mapping
from types import CodeType, FunctionType, ModuleType, SimpleNamespace
from typing import Any

from lab.oracle.instrument import instrumented
from lab.oracle.program import Domain, Program
from lab.oracle.world import NoSuchValue, World

NAME = "pkg"
WORK = "work"
_VARIABLES = ("CUDA", "HIP")


class PackageCode:
    """The compiled modules of a package."""

    def __init__(self, program: Program) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            self.codes: dict[str, CodeType] = {
                name: compile(text, f"{name}.py", "exec", dont_inherit=True) for name, text in program.others.items()
            }
            self.codes[WORK] = compile(instrumented(program), f"{WORK}.py", "exec", dont_inherit=True)
        self.names = [name for name in self.codes if name != "__init__"]

    def run(self, parameters: Mapping[str, Domain], world: World) -> None:
        """Import all of it, and call something of it."""
        modules = _Modules(self.codes, world)
        world.space = modules.module(WORK).__dict__
        try:
            for name in self.names:
                modules.imported(name)
        except (ImportError, NameError) as error:
            raise NoSuchValue(str(error)) from None  # a smaller program has lost it
        entries = [entry for name in self.names for entry in _entries(modules.module(name))]
        if entries:
            _call(entries[world.choices.draw(len(entries))], parameters, world)


class _Modules:
    """The modules of one run."""

    def __init__(self, codes: Mapping[str, CodeType], world: World) -> None:
        self._codes = codes
        self._world = world
        self._modules: dict[str, ModuleType] = {}
        self._run: set[str] = set()
        self._builtins = {**vars(builtins), "__import__": self._import}
        self._variables: dict[str, str] = {}

    def module(self, name: str) -> ModuleType:
        """The module, perhaps not yet run."""
        if name not in self._modules:
            full = NAME if name == "__init__" else f"{NAME}.{name}"
            module = self._modules[name] = ModuleType(full)
            module.__dict__.update(self._world.answers if name == WORK else {"use": lambda *_: None})
            module.__dict__.update(__builtins__=self._builtins, __package__=NAME)
        return self._modules[name]

    def imported(self, name: str) -> ModuleType:
        module = self.module(name)
        if name not in self._run:
            if name != "__init__":
                self.imported("__init__")
            self._run.add(name)
            exec(self._codes[name], module.__dict__)
            setattr(self.module("__init__"), name, module)
        return module

    def _import(self, name: str, space: Any = None, _: Any = None, names: Any = (), level: int = 0) -> Any:
        root, _dot, rest = name.partition(".")
        if level == 0 and root != NAME:
            return self._outside(name)
        inner = name if level else rest
        module = self.imported(inner or "__init__")
        for each in names or ():
            if not inner and each in self._codes:
                self.imported(each)
        return module if names or level else self.module("__init__")

    def _outside(self, name: str) -> Any:
        if name == "os":
            return SimpleNamespace(environ=SimpleNamespace(get=self._variable))
        if name.startswith("importlib"):
            return SimpleNamespace(util=SimpleNamespace(find_spec=self._found))
        if name == "fastlib":
            return self._world.import_(name)
        return importlib.import_module(name)

    def _variable(self, name: str, default: str = "0") -> str:
        return "1" if self._world.guard("variable", name) else default

    def _found(self, name: str) -> object:
        return name if self._world.guard("import", name) else None


def _entries(module: ModuleType) -> Iterator[tuple[Any, Any]]:
    """The functions of a module that are open to everybody, each with its class."""
    for name, value in [*vars(module).items()]:
        if name.startswith("_") or getattr(value, "__module__", "") != module.__name__:
            continue
        if isinstance(value, FunctionType):
            yield None, value
        elif isinstance(value, type):
            found = [each for each in vars(value).values() if isinstance(each, FunctionType)]
            yield from ((value, each) for each in found if not each.__name__.startswith("_"))


def _call(entry: tuple[Any, Any], parameters: Mapping[str, Domain], world: World) -> None:
    owner, function = entry
    if owner is None:
        function(*_arguments(function, parameters, world))
        return
    made = vars(owner).get("__init__")
    first = owner(*_arguments(made, parameters, world)[1:]) if isinstance(made, FunctionType) else owner()
    function(first, *_arguments(function, parameters, world)[1:])


def _arguments(function: FunctionType, parameters: Mapping[str, Domain], world: World) -> list[object]:
    """A value for each parameter that has no default."""
    code = function.__code__
    names = code.co_varnames[: code.co_argcount - len(function.__defaults__ or ())]
    return [None if name == "self" else world.pick(parameters[name]) for name in names]
