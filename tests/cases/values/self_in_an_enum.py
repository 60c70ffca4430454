# In a method of an enum `self` is one of its members.
from enum import Enum, Flag, auto


class Kind(Enum):
    A = auto()
    B = auto()
    C = auto()

    def is_a(self):
        return self in [Kind.A]

    def is_other(self):
        return self in (Kind.B, Kind.C)

    def directly(self):
        if self is Kind.A:
            y = 1
        elif self == Kind.B or self == Kind.C:
            y = 2
        return y

    def by_methods(self):
        if self.is_a():
            y = 1
        elif self.is_other():
            y = 2
        return y

    def one_is_missing(self):
        if self.is_a():
            y = 1
        elif self is Kind.B:
            y = 2
        return y  # NSA201: y

    @classmethod
    def of_the_class(cls, value):
        if value is Kind.A:
            y = 1
        return y  # NSA201: y


class Access(Flag):
    READ = auto()
    WRITE = auto()

    def combined(self):
        if self is Access.READ:
            y = 1
        elif self is Access.WRITE:
            y = 2
        return y  # NSA201: y
# run: Kind.A.directly()
# run: Kind.C.directly()
# run: Kind.A.by_methods()
# run: Kind.B.by_methods()
# run: Kind.C.one_is_missing()
# run: Kind.of_the_class(Kind.B)
# run: (Access.READ | Access.WRITE).combined()
