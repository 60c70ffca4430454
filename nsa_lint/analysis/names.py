"""Which variable a name means: the scopes around the statement that is walked, innermost last."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from nsa_lint.syntax.bindings import last_bindings
from nsa_lint.syntax.or_none import bound_to_none

BUILTINS = frozenset(dir(builtins)) | {
    "__file__",
    "__name__",
    "__doc__",
    "__path__",
    "__spec__",
    "__builtins__",
    "__annotations__",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """Names of a scope, and the variables they stand for."""

    names: dict[str, str]
    is_class: bool = False


class Names:
    """The frames, written by closures and comprehensions alone.

    `bound_later`: variables that a function which escapes may read after they are bound: their reads are not reported.
    """

    __slots__ = (
        "_around", "_captured", "_entered", "_last_bindings", "_module_names", "_or_none", "body", "bound_later",
        "frames", "is_module",
    )  # fmt: skip

    def __init__(
        self,
        frame: Frame,
        body: Sequence[ast.AST],
        module_names: frozenset[str] = frozenset(),
        is_module: bool = False,
        around: frozenset[str] = frozenset(),
    ) -> None:
        """`is_module`: whether the names of `frame` are the module's own. `around`: those of functions around it."""
        self.frames: tuple[Frame, ...] = (frame,)
        self.is_module = is_module
        self.bound_later: frozenset[str] | None = None
        self.body = body
        self._module_names = module_names
        self._around = around
        self._captured: dict[Hashable, int] = {}
        self._entered: dict[Hashable, int] = {}
        self._last_bindings: dict[str, int] | None = None
        self._or_none: set[str] | None = None

    @contextmanager
    def inside(self, frame: Frame, around: tuple[Frame, ...] | None = None) -> Iterator[None]:
        """In a scope of its own; `around`: the frames at its definition, where those are not the present ones."""
        outer = self.frames
        self.frames = (*(outer if around is None else around), frame)
        yield
        self.frames = outer

    @contextmanager
    def read_later(self, bound: Iterable[str]) -> Iterator[None]:
        """What runs inside runs later in the program, when these variables may be bound."""
        outer = self.bound_later
        self.bound_later = frozenset(bound) | (outer or frozenset())
        yield
        self.bound_later = outer

    def capture(self, node: ast.AST) -> bool:
        """Whether a function that escapes is to be looked at: twice is enough."""
        return _again(self._captured, id(node))

    def enter(self, node: ast.AST, unbound: Iterable[str]) -> bool:
        """Whether a function that is called while these may be unbound is to be looked at: twice is enough."""
        return _again(self._entered, (id(node), frozenset(unbound)))

    def outside(self, name: str) -> str:
        """The key of a name that no scope which is walked binds: of a function around these, or of the module."""
        return f"{name}@around" if name in self._around else "::" + name

    def resolve(self, name: str) -> str | None:
        """The variable that a name means here; None where it is of no scope that is walked, or built in."""
        frames = self.frames
        innermost = frames[-1]
        key = innermost.names.get(name)
        if key is not None:
            return key
        for frame in frames[-2::-1]:
            if not frame.is_class:
                key = frame.names.get(name)
                if key is not None:
                    return key
        return None

    def variables(self, names: Iterable[str]) -> Iterator[str]:
        """The variables of the walked scopes that these names refer to; any other name is skipped."""
        return (key for key in map(self.resolve, sorted(names)) if key is not None)

    def of_module(self, name: str) -> bool:
        """Whether a name means a variable of the module."""
        key = self.resolve(name)
        return name not in self._around if key is None else self.is_module and key == name

    def falls_back(self, name: str) -> bool:
        """Whether a name that is unbound here is then looked up elsewhere (class bodies, builtins at module level)."""
        frame = self.frames[-1]
        if frame.is_class and name in frame.names:
            return name in self._module_names or name in BUILTINS
        return self.is_module and name in BUILTINS

    def last_bindings(self) -> dict[str, int]:
        """The last line on which each name of the scope is bound."""
        if self._last_bindings is None:
            self._last_bindings = last_bindings(self.body)
        return self._last_bindings

    def is_none_otherwise(self, name: str) -> bool:
        """Whether the scope also binds None to a name, as where the import of it fails."""
        if self._or_none is None:
            self._or_none = bound_to_none(self.body)
        return name in self._or_none


def _again(counts: dict[Hashable, int], key: Hashable) -> bool:
    """Counts a look at a function; whether it is one of the first two."""
    count = counts[key] = counts.get(key, 0) + 1
    return count <= 2
