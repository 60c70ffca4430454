# del

def then_read():
    x = 1
    del x
    use(x)  # NSA204: x
# run: then_read()


def twice():
    x = 1
    del x
    del x  # NSA204: x
# run: twice()


def in_a_branch(a):
    x = 1
    if a:
        del x
    use(x)  # NSA204: x
# run: in_a_branch(True)
# run: in_a_branch(False)


def in_a_branch_read_in_the_other(a):
    x = 1
    if a:
        del x
    if not a:
        use(x)
# run: in_a_branch_read_in_the_other(True)
# run: in_a_branch_read_in_the_other(False)


def in_a_loop(xs):
    x = 1
    for i in xs:
        del x  # NSA204: x
# run: in_a_loop([])
# run: in_a_loop([1])
# run: in_a_loop([1, 2])
# run: in_a_loop([0])


def never_bound():
    del x  # NSA205: x
# run: never_bound()


def tuple_():
    a = b = 1
    del a, b
    use(a)  # NSA204: a
    use(b)  # NSA204: b
# not run: the first failure ends the run


def parenthesised():
    a = b = 1
    del (a, b)
    use(b)  # NSA204: b
# run: parenthesised()


def bound_again():
    x = 1
    del x
    x = 2
    use(x)
# run: bound_again()


def subscripts_and_attributes(d):
    x = d
    del x[1]
    use(x)
# run: subscripts_and_attributes({1: 1})


def of_a_parameter(a):
    del a
    use(a)  # NSA204: a
# run: of_a_parameter(True)
# run: of_a_parameter(False)


def through_nonlocal_in_another_function():
    x = 1
    def g():
        nonlocal x
        del x
    use(x)
# run: through_nonlocal_in_another_function()
