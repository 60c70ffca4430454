# A function of the file gives one that it has defined, and that never returns.
def missing(name):
    """A function that says so when it is called."""

    def fails(*args):
        raise NotImplementedError(name)

    return fails


def it_is_called_at_once(flag):
    if flag:
        y = 1
    else:
        missing("y")()
    use(y)
# run: it_is_called_at_once(True)


def it_is_kept(flag):
    if flag:
        y = 1
    else:
        missing("y")
    use(y)  # NSA201: y
# run: it_is_kept(False)


def perhaps(name):
    if not name:
        return print

    def fails(*args):
        raise NotImplementedError(name)

    return fails


def another_may_be_given(flag):
    if flag:
        y = 1
    else:
        perhaps("")()
    use(y)  # NSA201: y
# run: another_may_be_given(False)


def bound_again(name):
    def fails(*args):
        raise NotImplementedError(name)

    fails = print
    return fails


def what_is_given_is_another(flag):
    if flag:
        y = 1
    else:
        bound_again("y")()
    use(y)  # NSA201: y
# run: what_is_given_is_another(False)


def returns(name):
    def notes(*args):
        if args:
            raise NotImplementedError(name)

    return notes


def it_returns(flag):
    if flag:
        y = 1
    else:
        returns("y")()
    use(y)  # NSA201: y
# run: it_returns(False)


def later(name):
    def steps():
        yield name
        raise NotImplementedError(name)

    return steps


def a_generator_is_given(flag):
    if flag:
        y = 1
    else:
        later("y")()
    use(y)  # NSA201: y
# run: a_generator_is_given(False)


def a_parameter_of_that_name(flag, missing):
    if flag:
        y = 1
    else:
        missing("y")()
    use(y)  # NSA201: y
# run: a_parameter_of_that_name(False, lambda name: print)
