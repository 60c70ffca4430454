from enum import Enum
from typing import Final, Literal, Optional


# A name with an annotation has the value that it has without one.
class Mode(Enum):
    ON = 1
    OFF = 2

    def is_off(self):
        return self is Mode.OFF

    @property
    def works(self):
        return self is Mode.ON


def ready(a):
    return bool(a)


def a_flag_of_a_flag(a):
    known: bool = a
    if known:
        x = 1
    if a:
        use(x)
# run: a_flag_of_a_flag(True)
# run: a_flag_of_a_flag(False)


def turned_round(a):
    off: bool = not a
    if a:
        x = 1
    if not off:
        use(x)
    if off:
        use(x)  # NSA201: x
# run: turned_round(True)
# run: turned_round(False)


def of_a_call(a):
    first: bool = ready(a)
    if first:
        x = 1
    second: bool = ready(a)
    if second:
        use(x)
# run: of_a_call(True)
# run: of_a_call(False)


def of_a_call_without_an_annotation(a):
    first = ready(a)
    if first:
        x = 1
    second: bool = ready(a)
    if second:
        use(x)
# run: of_a_call_without_an_annotation(True)
# run: of_a_call_without_an_annotation(False)


def never_none(a):
    known: bool = a
    if a is not None:
        x = 1
    if known is not None:
        use(x)
    if a:
        use(x)
# run: never_none(False)
# run: never_none(True)


def final(a):
    known: Final[bool] = a
    again: Final = known
    if a:
        x = 1
    if again:
        use(x)
# run: final(True)
# run: final(False)


def of_an_attribute(box):
    known: bool = box.fast
    if box.fast:
        x = 1
    if known:
        use(x)
# run: of_an_attribute(Box(fast=True))
# run: of_an_attribute(Box(fast=False))


def of_one_or_another(a, b):
    known: bool = False
    if a:
        known = b
    also: bool = known
    if also:
        x = 1
    if a and b:
        use(x)
    if a:
        use(x)  # NSA201: x
# run: of_one_or_another(True, True)
# run: of_one_or_another(True, False)


def a_number(n):
    count: int = n
    if n > 3:
        x = 1
    if count > 3:
        use(x)
    if count > 2:
        use(x)  # NSA201: x
# run: a_number(3)
# run: a_number(4)


def a_member(mode):
    own: Mode = mode
    if mode is Mode.ON:
        x = 1
    if own is not Mode.OFF:
        use(x)
    if own is not Mode.ON:
        use(x)  # NSA201: x
# run: a_member(Mode.ON)
# run: a_member(Mode.OFF)


def a_member_of_fewer(kind: Literal["a", "b", "c"]):
    own: Literal["a", "b"] = kind
    if kind == "a":
        x = 1
    elif kind == "b":
        x = 2
    use(x)
    if own == "a":
        y = 1
    if kind != "b":
        use(y)
# run: a_member_of_fewer("a")
# run: a_member_of_fewer("b")


def bound_again(a, b):
    known: bool = a
    if known:
        x = 1
    known: bool = b
    if known:
        use(x)  # NSA201: x
# run: bound_again(True, True)
# run: bound_again(False, True)


def what_it_is_made_of_is_bound_again(a, b):
    known: bool = a
    a = b
    if known:
        x = 1
    if a:
        use(x)  # NSA201: x
# run: what_it_is_made_of_is_bound_again(True, True)
# run: what_it_is_made_of_is_bound_again(False, True)


def declared_alone(a):
    known: bool
    if a:
        known = True
    if a:
        use(known)
    use(known)  # NSA201: known
# run: declared_alone(True)
# run: declared_alone(False)


def both_bits(a: bool, b: bool):
    both: bool = a & b
    if both:
        x = 1
    if a and b:
        use(x)
    if a:
        use(x)  # NSA201: x
# run: both_bits(True, True)
# run: both_bits(True, False)


def an_attribute_of_its_own(a):
    box = Box()
    box.known: bool = a
    if a:
        x = 1
    if box.known:
        use(x)
# run: an_attribute_of_its_own(True)
# run: an_attribute_of_its_own(False)


# Which of a few values it is can be asked in any way, of the name and of what it was given.
def true_false_or_none(a):
    known: Optional[bool] = a
    if known:
        x = 1
    elif known is False:
        x = 2
    if known is not None:
        use(x)
    use(x)  # NSA201: x
# run: true_false_or_none(True)
# run: true_false_or_none(False)
# run: true_false_or_none(None)


def true_false_or_none_of_an_attribute(box):
    known: "bool | None" = box.fast
    if known is None:
        x = 1
    elif known is True:
        x = 2
    elif known is False:
        x = 3
    use(x)
    if box.fast is not True:
        y = 1
    if not known:
        use(y)
    if known is not False:
        use(y)  # NSA201: y
# run: true_false_or_none_of_an_attribute(Box(fast=True))
# run: true_false_or_none_of_an_attribute(Box(fast=False))
# run: true_false_or_none_of_an_attribute(Box(fast=None))


def true_false_or_none_in_a_match(boxes):
    known: Optional[bool] = boxes["fast"]
    match known:
        case True:
            x = 1
        case False:
            x = 2
        case None:
            x = 3
    use(x)
# run: true_false_or_none_in_a_match({"fast": True})
# run: true_false_or_none_in_a_match({"fast": False})
# run: true_false_or_none_in_a_match({"fast": None})


def a_member_that_is_asked(mode):
    own: Mode = mode
    if mode is Mode.ON:
        x = 1
    if own.is_off():
        x = 2
    use(x)
    if own.works:
        y = 1
    if mode is not Mode.OFF:
        use(y)
    if own is not Mode.ON:
        use(y)  # NSA201: y
# run: a_member_that_is_asked(Mode.ON)
# run: a_member_that_is_asked(Mode.OFF)


def a_text_or_a_number(kind):
    own: Literal["a", 1] = kind
    if isinstance(kind, str):
        x = 1
    if own == "a":
        use(x)
    elif isinstance(own, int):
        x = 2
    use(x)
# run: a_text_or_a_number("a")
# run: a_text_or_a_number(1)


def the_same_object(mode):
    own: Mode = mode
    if own is mode:
        x = own.value
    use(x)
    if own.value > 1:
        y = 1
    if mode.value > 1:
        use(y)
# run: the_same_object(Mode.ON)
# run: the_same_object(Mode.OFF)


def compared_and_handed_on(a, b):
    own: Literal["a", "b"] = a
    other: Literal["a", "b"] = b
    if own == other:
        x = 1
    if a == b:
        use(x)
    if own == b:
        use(x)
    if ready(own):
        y = 1
    if ready(a):
        use(y)
    if own in b:
        z = 1
    if a in b:
        use(z)
    if own.islower():
        z = 1
    if a.islower():
        use(z)
    if own != "a":
        use(x)  # NSA201: x
# run: compared_and_handed_on("a", "a")
# run: compared_and_handed_on("b", "b")
# run: compared_and_handed_on("b", "a")
