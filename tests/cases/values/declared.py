# What an annotation says that a parameter can be; other annotations say nothing.
from __future__ import annotations

import typing
from typing import Annotated, Literal, Optional, Union

Mode = Literal["decode", "extend"]
More = Union[Mode, Literal["verify"], None]


def a_named_literal(mode: Mode):
    if mode == "decode":
        x = 1
    elif mode == "extend":
        x = 2
    use(x)
# run: a_named_literal("decode")
# run: a_named_literal("extend")


class Runner:
    def with_others(self, mode: More):
        if mode is None:
            return
        if mode != "verify":
            x = 1
        elif mode in ("decode", "extend"):
            x = 2
        use(x)  # NSA201: x

    def every_one_of_them(self, mode: Optional[Mode] = None):
        match mode:
            case "decode" | "extend":
                x = 1
            case None:
                x = 2
        use(x)
# run: Runner().with_others("verify")
# run: Runner().with_others("decode")
# run: Runner().every_one_of_them("extend")
# run: Runner().every_one_of_them()


def numbers(width: typing.Literal[1, 2, 4]):
    if width > 2:
        x = 4
    elif width == 2:
        x = 2
    elif width < 2:
        x = 1
    use(x)
# run: numbers(1)
# run: numbers(2)
# run: numbers(4)


def numbers_with_a_hole(width: Annotated[Literal[0, 2], "of a vector"]):
    if width:
        x = 2
    elif width < 0:
        x = 1
    use(x)  # NSA201: x
# run: numbers_with_a_hole(0)
# run: numbers_with_a_hole(2)


def a_flag(fast: bool, safe: "bool"):
    if fast is True:
        x = 1
    elif fast == False:  # noqa: E712
        x = 2
    if safe is False:
        y = 1
    if not safe:
        use(y)
    use(x)
# run: a_flag(True, True)
# run: a_flag(False, False)


def a_flag_or_none(fast: Optional[bool]):
    if fast is True:
        x = 1
    elif fast is False:
        x = 2
    if fast is not None:
        use(x)
    use(x)  # NSA201: x
# run: a_flag_or_none(True)
# run: a_flag_or_none(None)


def a_flag_that_is_none_by_default(fast: bool = None):
    if fast == True:  # noqa: E712
        x = 1
    elif fast == False:  # noqa: E712
        x = 2
    use(x)  # NSA201: x
# run: a_flag_that_is_none_by_default()
# run: a_flag_that_is_none_by_default(True)


def others_are_open(mode: Mode | str, *flags: bool, **named: Mode):
    if mode == "decode":
        x = 1
    elif mode == "extend":
        x = 2
    if flags is True:
        y = 1
    elif flags is False:
        y = 2
    use(x, y)  # NSA201: x, y
# run: others_are_open("other")
# run: others_are_open("decode")


def a_variable(pick):
    mode: Mode = pick()
    if mode == "decode":
        x = 1
    elif mode == "extend":
        x = 2
    use(x)
# run: a_variable(lambda: "extend")


def a_variable_of_an_open_type(pick):
    mode: str = pick()
    if mode == "decode":
        x = 1
    elif mode == "extend":
        x = 2
    use(x)  # NSA201: x
# run: a_variable_of_an_open_type(lambda: "verify")


def only_by_name(mode: Mode):
    a = mode == "decode"
    if a:
        x = 1
    if mode != "extend":
        use(x)
    if not a:
        use(x)  # NSA201: x
# run: only_by_name("decode")
# run: only_by_name("extend")
