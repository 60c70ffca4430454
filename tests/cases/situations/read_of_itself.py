# read of itself

def range_i():
    for i in range(i):  # NSA205: i
        pass
# run: range_i()


def with_bar_as_bar():
    with bar as bar:  # NSA205: bar
        pass
# run: with_bar_as_bar()


def comprehension_over_itself():
    x = [z for z in [x]]  # NSA205: x
# run: comprehension_over_itself()


def class_foo_foo():
    class foo(foo):  # NSA205: foo
        pass
# run: class_foo_foo()


def x_x():
    x = x  # NSA205: x
# run: x_x()
