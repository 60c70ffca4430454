# Constants of a class in a class, by both names: their values decide.
from enum import Enum, IntEnum


class Store:
    class Kind:
        DISK = 1
        WEB = 2
        FILE = 3
        OLD = 2

        class Way:
            UP = "up"
            DOWN = "down"

    class Mode(Enum):
        FAST = "fast"
        SLOW = "slow"
        QUICK = "fast"

    class Level(IntEnum):
        LOW = 1
        HIGH = 2

    class Moved:
        A = 1
        B = 2

    class Twice:
        A = 1
        B = 2

    class Twice:
        A = 3
        B = 3

    class Hidden:
        A = 1
        B = 2

    Hidden = Level

    def of_a_method(self, kind):
        if kind == Store.Kind.DISK:
            x = 1
        elif kind == Store.Kind.WEB:
            y = 2
        if kind == Store.Kind.WEB:
            use(y)
        elif kind == Store.Kind.DISK:
            use(x)


class Other:
    class Mode(Enum):
        FAST = "fast"
        SLOW = "slow"


def of_a_number(kind):
    if kind not in [Store.Kind.DISK, Store.Kind.WEB, Store.Kind.FILE]:
        raise ValueError
    if kind == Store.Kind.DISK:
        x = 1
    elif kind == Store.Kind.WEB:
        y = 1
    else:
        z = 1
    if kind == Store.Kind.WEB:
        use(y)
    elif kind == Store.Kind.DISK:
        use(x)
    else:
        use(z)


def of_a_text_two_below(way):
    if way == Store.Kind.Way.UP:
        x = 1
    if way != Store.Kind.Way.DOWN and way == "up":
        use(x)


def under_a_local_name(kind):
    kinds = Store.Kind
    if kind == kinds.DISK:
        x = 1
    elif kind == Store.Kind.WEB:
        y = 1
    if kind == kinds.WEB:
        use(y)
    elif kind == 1:
        use(x)


def of_an_enum(mode):
    if mode is Store.Mode.FAST:
        x = 1
    elif mode is Store.Mode.SLOW:
        y = 1
    if mode is Store.Mode.SLOW:
        use(y)
    elif mode is Store.Mode.QUICK:
        use(x)


def of_an_enum_with_numbers(level):
    if level == Store.Level.LOW:
        x = 1
    elif level == Store.Level.HIGH:
        y = 1
    if level == 2:
        use(y)
    elif level == Store.Level.LOW:
        use(x)


def of_a_closed_type(mode: Store.Mode):
    if mode is Store.Mode.FAST:
        x = 1
    elif mode is Store.Mode.SLOW:
        x = 2
    use(x)


def matched(kind):
    match kind:
        case Store.Kind.DISK:
            x = 1
        case Store.Kind.WEB:
            y = 1
    if kind == Store.Kind.WEB:
        use(y)


# run: Store().of_a_method(1)
# run: Store().of_a_method(2)
# run: of_a_number(1)
# run: of_a_number(2)
# run: of_a_number(3)
# run: of_a_text_two_below("up")
# run: of_a_text_two_below("down")
# run: under_a_local_name(1)
# run: under_a_local_name(2)
# run: of_an_enum(Store.Mode.FAST)
# run: of_an_enum(Store.Mode.SLOW)
# run: of_an_enum_with_numbers(1)
# run: of_an_enum_with_numbers(2)
# run: of_a_closed_type(Store.Mode.SLOW)
# run: matched(2)


def with_equal_values(kind):
    if kind == Store.Kind.OLD:
        x = 1
    elif kind == Store.Kind.WEB:
        y = 1
    if kind == Store.Kind.WEB:
        use(y)  # NSA205: y


# run: with_equal_values(2)


def with_one_left(kind):
    if kind == Store.Kind.DISK:
        x = 1
    elif kind == Store.Kind.WEB:
        y = 1
    if kind != Store.Kind.DISK:
        use(y)  # NSA201: y


# run: with_one_left(3)


def of_two_enums_of_a_name(mode, other):
    if mode is Store.Mode.FAST:
        x = 1
    if other is Other.Mode.FAST:
        use(x)  # NSA201: x


# run: of_two_enums_of_a_name(Store.Mode.SLOW, Other.Mode.FAST)


def of_two_enums_that_never_equal(mode):
    if mode == Store.Mode.FAST:
        x = 1
    elif mode == Other.Mode.FAST:
        y = 1
    if mode == Other.Mode.FAST:
        use(y)


# run: of_two_enums_that_never_equal(Other.Mode.FAST)


def of_one_that_is_set(kind):
    Store.Moved.B = 1
    if kind == Store.Moved.A:
        x = 1
    elif kind == Store.Moved.B:
        y = 1
    if kind == Store.Moved.B:
        use(y)  # NSA205: y


# run: of_one_that_is_set(1)


def of_one_that_is_defined_twice(kind):
    if kind == Store.Twice.A:
        x = 1
    elif kind == Store.Twice.B:
        y = 1
    if kind == Store.Twice.B:
        use(y)  # NSA201: y


# run: of_one_that_is_defined_twice(3)


class Replaced:
    class Inside:
        E = 1
        F = 2


class Same:
    E = F = 3


def replace():
    Replaced.Inside = Same


def of_a_class_that_is_replaced(kind):
    replace()
    if kind == Replaced.Inside.E:
        x = 1
    elif kind == Replaced.Inside.F:
        y = 1
    if kind == Replaced.Inside.F:
        use(y)  # NSA201: y


# run: of_a_class_that_is_replaced(3)


class Codes:
    G = 1
    H = 2
    I = 3


def of_a_class_that_is_set(kind):
    setattr(Codes, "G", 2)
    if kind == Codes.G:
        x = 1
    elif kind == Codes.H:
        y = 1
    if kind == Codes.H:
        use(y)  # NSA201: y


# run: of_a_class_that_is_set(2)


def of_an_object(kind):
    codes = Codes()
    codes.I = kind
    if kind == Codes.H:
        x = 1
    elif kind == codes.I:
        y = 1
    if kind == codes.I:
        use(y)  # NSA201: y


# run: of_an_object(2)
