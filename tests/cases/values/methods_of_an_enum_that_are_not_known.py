# What a method of an enum answers is not known where it does more than compare: what looks like an answer is none.
from enum import Enum


def inverted(method):
    return lambda self: not method(self)


class Other(Enum):
    A = "a"


class Kind(Enum):
    A = "a"
    B = "b"
    C = "c"

    def __lt__(self, other):
        return False

    def is_other(self):
        return self is not Kind.A and Kind.B != self

    def is_either(self):
        return self is Kind.A or self == Kind.B

    def is_neither(self):
        return not (self is Kind.A or self is Kind.B)

    def always(self):
        return True

    def never(self):
        return None

    def in_two_steps(self):
        if self is Kind.A:
            return False
        return True

    def without_a_value(self):
        return

    def without_a_return(self):
        pass

    async def later(self):
        return False

    @staticmethod
    def of_a_default(kind=None):
        return kind is Kind.A

    @inverted
    def decorated(self):
        return self is Kind.A

    def compared_twice(self):
        return self is Kind.A is Kind.B

    def ordered(self):
        return self < Kind.B

    def among_some_that_are_not_known(self):
        return self not in (Kind.B, AGAIN)

    def among_what_a_call_gives(self):
        return self not in list(Kind)

    def of_another_enum(self):
        return self is Other.A

    def with_something_else(self):
        return self is Kind.A and bool(LIST)

    def without_something_else(self):
        return not bool(AGAIN)

    def of_a_local(self):
        return same(self) is Kind.A

    def twice(self):
        return self is Kind.A

    def twice(self):  # noqa: F811
        return False

    def endless(self):
        return self.endless()


AGAIN = Kind.A
LIST = []


def same(kind):
    return Kind.B


def known(kind: Kind):
    if kind.is_other():
        y = 1
    elif kind.is_either():
        y = 2
    return y


def known_to_be_neither(kind: Kind):
    if kind.is_neither():
        y = 1
    elif kind is not Kind.C:
        y = 2
    return y


def known_always(kind: Kind):
    if kind.always():
        y = 1
    return y


def known_never(kind: Kind):
    if not kind.never():
        y = 1
    return y


def known_and_wrong(kind: Kind):
    if kind.is_other():
        y = 1
    elif kind.is_neither():
        y = 2
    return y  # NSA201: y
# run: known(Kind.A), known(Kind.B), known(Kind.C), known_to_be_neither(Kind.A), known_to_be_neither(Kind.C)
# run: known_always(Kind.A), known_never(Kind.A)
# run: known_and_wrong(Kind.A)


def in_two_steps(kind: Kind):
    if kind.in_two_steps():
        y = 1
    elif kind is not Kind.A:
        y = 2
    return y  # NSA201: y
# run: in_two_steps(Kind.A)


def without_a_value(kind: Kind):
    if kind.without_a_value():
        y = 1
    elif kind is not Kind.A:
        y = 2
    return y  # NSA201: y
# run: without_a_value(Kind.A)


def without_a_return(kind: Kind):
    if kind.without_a_return():
        y = 1
    elif kind is not Kind.A:
        y = 2
    return y  # NSA201: y
# run: without_a_return(Kind.A)


def of_a_default(kind: Kind):
    if kind.of_a_default():
        y = 1
    elif kind is not Kind.A:
        y = 2
    return y  # NSA201: y
# run: of_a_default(Kind.A)


def decorated(kind: Kind):
    if kind.decorated():
        y = 1
    elif kind is not Kind.A:
        y = 2
    return y  # NSA201: y
# run: decorated(Kind.A)


def compared_twice(kind: Kind):
    if kind.compared_twice():
        y = 1
    elif kind is not Kind.A:
        y = 2
    return y  # NSA201: y
# run: compared_twice(Kind.A)


def ordered(kind: Kind):
    if kind.ordered():
        y = 1
    elif kind is not Kind.A:
        y = 2
    return y  # NSA201: y
# run: ordered(Kind.A)


def among_some_that_are_not_known(kind: Kind):
    if kind.among_some_that_are_not_known():
        y = 1
    elif kind is not Kind.A:
        y = 2
    return y  # NSA201: y
# run: among_some_that_are_not_known(Kind.A)


def among_what_a_call_gives(kind: Kind):
    if kind.among_what_a_call_gives():
        y = 1
    elif kind is not Kind.A:
        y = 2
    return y  # NSA201: y
# run: among_what_a_call_gives(Kind.A)


def of_another_enum(kind: Kind):
    if kind.of_another_enum():
        y = 1
    elif kind is not Kind.A:
        y = 2
    return y  # NSA201: y
# run: of_another_enum(Kind.A)


def with_something_else(kind: Kind):
    if kind.with_something_else():
        y = 1
    elif kind is not Kind.A:
        y = 2
    return y  # NSA201: y
# run: with_something_else(Kind.A)


def without_something_else(kind: Kind):
    if kind.without_something_else():
        y = 1
    elif kind is not Kind.A:
        y = 2
    return y  # NSA201: y
# run: without_something_else(Kind.A)


def of_a_local(kind: Kind):
    if kind.of_a_local():
        y = 1
    elif kind is not Kind.A:
        y = 2
    return y  # NSA201: y
# run: of_a_local(Kind.A)


def twice(kind: Kind):
    if kind.twice():
        y = 1
    elif kind is not Kind.A:
        y = 2
    return y  # NSA201: y
# run: twice(Kind.A)


def later(kind: Kind):
    if not kind.later():
        y = 1
    return y  # NSA201: y
# not run: nobody awaits the coroutine


def not_called(kind: Kind):
    if not kind.is_either:
        y = 1
    elif kind is Kind.C:
        y = 2
    return y  # NSA201: y
# run: not_called(Kind.A)


def endless(kind: Kind):
    if kind.endless():
        y = 1
    return y  # NSA201: y
# not run: it does not end
