# What a call of a class of the file gives is of that class, and of those that it derives from.

class Shape:
    pass


class Square(Shape):
    def __init__(self, side=1):
        self.side = side


class Table(dict):
    pass


class Odd:
    def __new__(cls):
        return Square()


def of_its_class():
    shape = Square()
    if isinstance(shape, Square):
        y = 1
    return y
# run: of_its_class()


def of_a_base():
    if isinstance(Square(2), (Table, Shape)):
        y = 1
    return y
# run: of_a_base()


def one_of_two(flag):
    made = Square() if flag else Table()
    if isinstance(made, Square):
        y = 1
    elif isinstance(made, Table):
        y = 2
    return y
# run: one_of_two(True)
# run: one_of_two(False)


def one_class_of_two(flag):
    kind = Table
    if flag:
        kind = Square
    made = kind()
    if isinstance(made, Shape):
        y = 1
    elif not flag:
        y = 2
    return y
# run: one_class_of_two(True)
# run: one_class_of_two(False)


class Keeper:
    def make(self, flag):
        self.shape = Shape() if flag else None
        made = self.shape
        if isinstance(made, Shape):
            y = 1
        if flag:
            return y
        return None


def in_a_method(flag):
    return Keeper().make(flag)
# run: in_a_method(True)
# run: in_a_method(False)


def another_of_the_bases(flag):
    made = Shape() if flag else Square()
    if isinstance(made, Square):
        y = 1
    return y  # NSA201: y
# run: another_of_the_bases(True)
# run: another_of_the_bases(False)


def not_of_a_class_that_derives():
    made = Shape()
    if isinstance(made, Square):
        y = 1
    return y  # NSA205: y
# run: not_of_a_class_that_derives()


def another_object_by_new():
    made = Odd()
    if isinstance(made, Odd):
        y = 1
    return y  # NSA201: y
# run: another_object_by_new()


def rebound_since(other):
    made = Square()
    if other is not None:
        made = other
    if isinstance(made, Square):
        y = 1
    return y  # NSA201: y
# run: rebound_since(None)
# run: rebound_since(3)


def a_name_of_its_own(Square):
    made = Square()
    if isinstance(made, Shape):
        y = 1
    return y  # NSA201: y
# run: a_name_of_its_own(Table)
# run: a_name_of_its_own(Shape)
