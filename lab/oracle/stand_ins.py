"""What generated programs use and do not define: calls and classes of which nothing is known, a stand-in of Triton."""

from __future__ import annotations

import contextlib
from enum import Enum
from types import SimpleNamespace


class _Anything(int):
    """A value of which nothing is known: it can be called, has every attribute, and is a context manager."""

    def __call__(self, *_: object, **__: object) -> _Anything:
        return self

    def __enter__(self) -> _Anything:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __getattr__(self, name: str) -> _Anything:
        if name.startswith("__"):
            raise AttributeError(name)
        return self


ANYTHING = _Anything(1)


class Manager:
    """An ordinary context manager."""

    def __enter__(self) -> int:
        return 1

    def __exit__(self, *_: object) -> None:
        return None


class _Suppress(Manager):
    def __exit__(self, kind: type | None = None, *_: object) -> bool:  # type: ignore[override]
        return kind is ValueError


# To make one of these, and to enter it, does not fail.
OF_CONTEXTLIB = (contextlib.suppress, contextlib.nullcontext, contextlib.ExitStack, _Suppress)


class Wide:
    def __init__(self, size: int) -> None:
        self.size = size


class Tall:
    def __init__(self, size: int) -> None:
        self.size = size


class Both(Wide, Tall):
    pass


class Row(list[int]):
    """A list that equals no other."""

    __hash__ = object.__hash__  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other


class Mode(Enum):
    """An enum of which the programs know three members."""

    LOW, MID, TOP, OTHER = range(1, 5)


# Opaque calls of the programs; `ready`, `step` and `probe` are answered by the world.
CALLS: dict[str, object] = {
    "use": lambda *_: None,
    "make": lambda *_: 1,
    "launch": lambda *_: 1,
    "manager": Manager,
    "suppress": lambda *_: _Suppress(),
    "Wide": Wide,
    "Tall": Tall,
    "Both": Both,
    "Mode": Mode,
    "Row": Row,
}

# Kernels run as plain functions of Python: a constant expression is what it says, a static range is a range.
_LANGUAGE = SimpleNamespace(
    constexpr=int,
    range=range,
    static_range=range,
    static_assert=lambda *_: None,
    program_id=lambda *_: 0,
    load=lambda *_: 1,
    store=lambda *_: None,
    zeros=lambda *_: 1,
    dot=lambda *_: 1,
)
_TRITON = SimpleNamespace(jit=lambda function: function, language=_LANGUAGE, cdiv=lambda a, b: -(-a // b))
STAND_INS: dict[str, object] = {"triton": _TRITON, "triton.language": _LANGUAGE, "triton.jit": _TRITON.jit}
