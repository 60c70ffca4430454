# A name of a function around is not what the module has under this name.
from os.path import join

NONE = object()
KIND = "a"
OTHER = "b"


def split():
    return join("a", "b")


def an_imported_function():
    join = ()

    def inner():
        if join:
            y = 1
        return y  # NSA201: y

    return inner()
# run: an_imported_function()


def a_function(split):
    def inner():
        if split:
            y = 1
        return y  # NSA201: y

    return inner
# run: a_function(0)()


def a_constant(kind):
    KIND = "b"

    def inner():
        if kind != KIND:
            y = 1
        if kind == OTHER:
            return y  # NSA201: y

    return inner()
# run: a_constant("b")
# run: a_constant("a")


def in_a_method(split):
    class Around:
        def method(self):
            if split:
                y = 1
            return y  # NSA201: y

    return Around().method
# run: in_a_method(0)()()


def in_a_function_of_a_function(split):
    def inner():
        def innermost():
            if split:
                y = 1
            return y  # NSA201: y

        return innermost

    return inner
# run: in_a_function_of_a_function(0)()()


def not_of_a_class_around():
    class Around:
        split = ()

        def method(self):
            if split:
                y = 1
            return y

    return Around().method
# run: not_of_a_class_around()()


def of_one_beside():
    def beside(split):
        return split

    def inner():
        if split:
            y = 1
        return y

    return beside, inner
# run: of_one_beside()[1]()


def bound_by_the_inner_one(a):
    KIND = a

    def inner():
        nonlocal KIND
        KIND = None
        if KIND is None:
            y = 1
        return y

    return inner
# run: bound_by_the_inner_one(1)()


def an_object(NONE):
    def inner():
        if NONE is None:
            y = 1
        if NONE is None:
            return y

    return inner
# run: an_object(None)()
# run: an_object(1)()
