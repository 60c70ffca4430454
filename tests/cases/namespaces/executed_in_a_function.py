# What is executed with the names of the module binds none of the function.
TEXT = "y = 1"


def in_the_module(a):
    if a:
        y = 1
    exec(TEXT, globals())
    return y  # NSA201: y


# run: in_the_module(False)


def as_it_is(a):
    if a:
        y = 1
    exec(TEXT)
    return y  # NSA201: y


# run: as_it_is(False)


def in_its_own_names(a):
    if a:
        y = 1
    exec(TEXT, globals(), locals())
    return y  # NSA201: y


# run: in_its_own_names(False)


def in_none(a):
    if a:
        y = 1
    exec(TEXT, None, None)
    return y  # NSA201: y


# run: in_none(False)


def in_a_dictionary(a):
    if a:
        y = 1
    exec(TEXT, globals(), {})
    return y  # NSA201: y


# run: in_a_dictionary(False)
