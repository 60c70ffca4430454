# A method of an enum that compares `self` with members answers for what is a member: an annotated parameter, a constant.
from enum import Enum
from functools import cached_property


class Kind(Enum):
    A = "a"
    B = "b"
    C = "c"

    def is_a(self):
        """Whether it is the first."""
        return self == Kind.A

    def is_b(this):
        return this is this.B

    def is_late(self):
        return not self.is_a() and self not in (Kind.B,)

    @property
    def is_early(self):
        return self in {Kind.A, Kind.B}

    @cached_property
    def last(self):
        return self.__class__.C == self

    def is_like(self, other):
        return self is other

    def looked_up(self):
        return self.value == "a"


def by_methods(kind: Kind):
    if kind.is_a():
        y = 1
    elif kind.is_b():
        y = 2
    elif kind.is_late():
        y = 3
    return y


def they_exclude_each_other(kind: Kind):
    if kind.is_a():
        y = 1
    elif kind.is_b():
        z = 2
    if kind.is_b():
        return z
    return y if kind.is_a() else None


def one_is_missing(kind: Kind):
    if kind.is_a():
        y = 1
    elif kind.is_late():
        y = 3
    return y  # NSA201: y


def by_properties(kind: Kind):
    if kind.is_early:
        y = 1
    if kind.last:
        y = 2
    return y


def a_property_that_is_not_enough(kind: Kind):
    if kind.is_early:
        y = 1
    return y  # NSA201: y


def perhaps_none(kind: Kind | None):
    if kind is not None:
        y = 1
    if kind is not None and kind.is_a():
        return y
    return y if kind else None


def a_constant():
    kind = Kind.A
    if kind.is_a():
        y = 1
    return y


def with_comparisons(kind: Kind):
    if kind.is_a():
        y = 1
    if kind is Kind.A:
        return y
    return y  # NSA201: y


def of_what_is_given(kind: Kind, other: Kind):
    if kind.is_like(Kind.A):
        y = 1
    elif kind.is_like(Kind.B) or kind.is_like(Kind.C):
        y = 2
    return y  # NSA201: y


def of_its_value(kind: Kind):
    if kind.looked_up():
        y = 1
    if kind is Kind.A:
        return y  # NSA201: y
    return None


def not_annotated(kind):
    if kind.is_a():
        y = 1
    elif kind.is_b() or kind.is_late():
        y = 2
    return y  # NSA201: y
# run: by_methods(Kind.A), by_methods(Kind.B), by_methods(Kind.C)
# run: they_exclude_each_other(Kind.B)
# run: by_properties(Kind.A), by_properties(Kind.C), one_is_missing(Kind.B), a_property_that_is_not_enough(Kind.C)
# run: perhaps_none(None), perhaps_none(Kind.A)
