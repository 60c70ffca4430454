"""What a generated program is: its text, and what its names may hold."""

from __future__ import annotations

from dataclasses import dataclass

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

ATTRIBUTES: dict[str, Domain] = {"fast": BOOLEAN, "safe": BOOLEAN, "mode": STRING}


@dataclass(frozen=True)
class Program:
    """`text`: one function `f`; `parameters`: what each may hold; `locals`: the same for a name read unbound."""

    text: str
    parameters: dict[str, Domain]
    locals: dict[str, Domain]
    attributes: tuple[str, ...] = ()
