"""The builtin classes: which are kinds of others, which exclude each other, and which constants are of which."""

from __future__ import annotations

import builtins
from collections.abc import Hashable, Mapping

from nsa_lint.syntax.constants import Member

SEQUENCE, MAPPING = "a sequence", "a mapping"  # as patterns mean them: no text is a sequence

# Each class with those that its objects are of as well. No object is of two classes of which neither is among those of
# the other: their layouts conflict, and Python marks a class as a sequence or as a mapping.
_BASES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys("int float complex str bytes bytearray set frozenset".split(), ()),
    SEQUENCE: (),
    MAPPING: (),
    "bool": ("int",),
    "list": (SEQUENCE,),
    "tuple": (SEQUENCE,),
    "dict": (MAPPING,),
}
BUILTIN = _BASES.keys() - {SEQUENCE, MAPPING}
_TYPES: Mapping[str, type] = {name: getattr(builtins, name) for name in BUILTIN} | {SEQUENCE: tuple, MAPPING: dict}


def is_kind_of(name: str, base: str) -> bool:
    """Whether every object of one class is of the other."""
    return name == base or base in _BASES[name]


def excludes(name: str, other: str) -> bool:
    return not is_kind_of(name, other) and not is_kind_of(other, name)


def is_instance(value: object, name: str) -> bool:
    """Whether a constant is of a class."""
    if isinstance(value, Member):
        value = value.value if value.mixed else None
    return isinstance(value, _TYPES[name])


def may_equal(name: str, constant: Hashable) -> bool:
    """Whether an object of a class can be equal to a constant."""
    if isinstance(constant, (int, float, complex)):
        if name == "bool":
            return constant in (0, 1)
        if name == "int":
            return not isinstance(constant, complex) and float(constant).is_integer()
        return name in ("float", "complex")
    if isinstance(constant, bytes):
        return name in ("bytes", "bytearray")
    return is_instance(constant, name)


def is_implied(name: str, constant: Hashable) -> bool:
    """Whether what equals a constant is taken to be of a class: a text, a tuple."""
    return isinstance(constant, (str, tuple)) and is_instance(constant, name)
