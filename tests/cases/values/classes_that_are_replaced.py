# Names that are no plain classes of the file: what a call of one gives may be of another class.
from collections import *
from collections import OrderedDict as Imported


def hidden(_):
    return dict


class Shape:
    kind = 3

    @classmethod
    def other(cls):
        return {}


class Square(Shape):
    pass


@hidden
class Hidden(Shape):
    pass


class OfHidden(Hidden):
    pass


class Rebound(Shape):
    pass


Rebound = dict


class Calling(type):
    def __call__(cls):
        return {}


class Called(Shape, metaclass=Calling):
    pass


class Outer:
    class OrderedDict(Shape):
        pass


class Imported(Imported):
    pass


Alias = Shape


class OfAlias(Alias):
    pass


def decorated():
    if isinstance(Hidden(), Shape):
        y = 1
    return y  # NSA201: y
# run: decorated()


def of_what_is_decorated():
    if isinstance(OfHidden(), Shape):
        y = 1
    return y  # NSA201: y
# run: of_what_is_decorated()


def assigned_again():
    if isinstance(Rebound(), Shape):
        y = 1
    return y  # NSA201: y
# run: assigned_again()


def with_a_metaclass():
    if isinstance(Called(), Shape):
        y = 1
    return y  # NSA201: y
# run: with_a_metaclass()


def in_another_class():
    if isinstance(OrderedDict(), Shape):
        y = 1
    return y  # NSA201: y
# run: in_another_class()


def of_what_has_its_name():
    if isinstance(Imported(), Imported):
        y = 1
    return y
# run: of_what_has_its_name()


def not_of_what_is_assigned():
    made = Shape()
    if isinstance(made, Rebound):
        y = 1
    return y  # NSA201: y
# run: not_of_what_is_assigned()


def derives_from_a_name(flag):
    made = OfAlias() if flag else Square()
    if not isinstance(made, Shape):
        y = 1
    if flag:
        return y  # NSA201: y
    return 0
# run: derives_from_a_name(True)


def an_attribute_of_a_class():
    made = Square.kind
    if isinstance(made, Square):
        y = 1
    return y  # NSA201: y
# run: an_attribute_of_a_class()


def a_method_of_a_class():
    made = Square.other()
    if isinstance(made, Square):
        y = 1
    return y  # NSA201: y
# run: a_method_of_a_class()


def a_call_of_none(flag):
    kind = None
    try:
        made = kind()
        if isinstance(made, Square):
            y = 1
    except TypeError:
        return y  # NSA202: y
    return 1
# run: a_call_of_none(True)


def a_name_of_its_own(Shape):
    if isinstance(Square(), Shape):
        y = 1
    return y  # NSA201: y
# run: a_name_of_its_own(dict)
