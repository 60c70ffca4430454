# Enums of the file: members differ, are true, and are all that a value of the type can be.
import enum
from enum import Enum, IntEnum, auto


class Kind(Enum):
    A = "a"
    B = "b"
    C = "c"

    @property
    def short(self):
        return self.value


class Level(IntEnum):
    ZERO = 0
    ONE = 1
    ALSO_ONE = 1


class Base(enum.Enum):
    @classmethod
    def parse(cls, text):
        return cls[text]


class Derived(Base):
    LEFT = auto()
    RIGHT = auto()


class Access(enum.Flag):
    READ = auto()
    WRITE = auto()


class Odd(Enum):
    NO = 0
    YES = 1

    def __bool__(self):
        return self is Odd.YES


def members_differ(kind):
    if kind != Kind.A:
        x = 1
    if kind is Kind.B or kind == Kind.C:
        use(x)
    if kind is Kind.A:
        use(x)  # NSA201: x
# run: members_differ(Kind.B)
# run: members_differ(Kind.A)


def a_member_is_true_and_not_none(kind):
    if kind:
        x = 1
    if kind is not None:
        y = 1
    if kind in (Kind.A, Kind.B):
        use(x, y)
# run: a_member_is_true_and_not_none(Kind.A)
# run: a_member_is_true_and_not_none(None)


def one_that_is_not_true(odd):
    if odd:
        x = 1
    if odd is Odd.NO:
        use(x)  # NSA201: x
# run: one_that_is_not_true(Odd.NO)


class Runner:
    def all_of_them(self, kind: Kind):
        match kind:
            case Kind.A:
                x = 1
            case Kind.B | Kind.C:
                x = 2
        use(x)

    def one_is_left(self, kind: Kind):
        if kind is Kind.A:
            x = 1
        elif kind is Kind.B:
            x = 2
        use(x)  # NSA201: x

    def or_none(self, kind: "Kind | None" = None):
        if kind is None:
            x = 0
        elif kind in (Kind.A, Kind.B):
            x = 1
        elif kind is Kind.C:
            x = 2
        use(x)

    def none_by_default(self, kind: Derived = None):
        if kind is Derived.LEFT:
            x = 1
        elif kind is Derived.RIGHT:
            x = 2
        use(x)  # NSA201: x
# run: [Runner().all_of_them(kind) for kind in Kind]
# run: Runner().one_is_left(Kind.C)
# run: [Runner().or_none(kind) for kind in (None, *Kind)]
# run: Runner().none_by_default()


def a_member_equals_its_number(level):
    if level == Level.ONE:
        x = 1
    if level == 1:
        use(x)
    if level is Level.ALSO_ONE:
        use(x)
    if not level:
        use(x)  # NSA201: x
# run: a_member_equals_its_number(Level.ONE)
# run: a_member_equals_its_number(0)


def the_number_is_not_the_member(level):
    if level is Level.ONE:
        x = 1
    if level == 1:
        use(x)  # NSA201: x
# run: the_number_is_not_the_member(1)
# run: the_number_is_not_the_member(Level.ONE)


def flags_combine(access: Access):
    if access is Access.READ:
        x = 1
    elif access is Access.WRITE:
        x = 2
    use(x)  # NSA201: x
# run: flags_combine(Access.READ)
# run: flags_combine(Access.READ | Access.WRITE)


def a_member_that_is_kept(a):
    kind = Kind.A
    if a:
        kind = Kind.B
        x = 1
    if kind is Kind.B:
        use(x)
    if kind is Kind.A:
        use(x)  # NSA201: x
# run: a_member_that_is_kept(True)
# run: a_member_that_is_kept(False)


def members_in_a_tuple_that_is_kept(kind):
    either = (Kind.A, Kind.B)
    if kind in either:
        x = 1
    if kind is Kind.B:
        use(x)
    if kind is Kind.C:
        use(x)  # NSA201: x
# run: members_in_a_tuple_that_is_kept(Kind.B)
# run: members_in_a_tuple_that_is_kept(Kind.C)


def rebound(kind: Kind, other):
    kind = other
    if kind is Kind.A:
        x = 1
    elif kind is Kind.B:
        x = 2
    elif kind is Kind.C:
        x = 3
    use(x)  # NSA201: x
# run: rebound(Kind.A, 4)
# run: rebound(Kind.A, Kind.B)
