# python: 3.11


def both(a):
    try:
        raise ExceptionGroup("g", [ValueError(), KeyError()])
    except* ValueError:
        y = 1
    except* KeyError:
        z = 1
    use(y)
    use(z)
# run: both(True)


def the_second_alone(a):
    try:
        if a:
            raise ExceptionGroup("g", [KeyError()])
        y = z = 1
    except* ValueError:
        y = 1
    except* KeyError:
        z = 1
    use(z)
    use(y)  # NSA202: y
# run: the_second_alone(True)
# run: the_second_alone(False)


def one_that_is_left(a):
    try:
        raise ExceptionGroup("g", [ValueError(), TypeError()])
    except* ValueError:
        y = 1
    use(y)
    use(z)
    z = 1
# not run: a group ends the run


def a_plain_exception(a):
    try:
        if a:
            raise ValueError
        y = 1
    except* ValueError:
        pass
    use(y)  # NSA202: y
# run: a_plain_exception(True)
# run: a_plain_exception(False)


def a_base_class(a):
    try:
        if a:
            raise ExceptionGroup("g", [KeyError(), IndexError()])
        y = 1
    except* LookupError:
        y = 2
    use(y)
# run: a_base_class(True)
# run: a_base_class(False)


def anything(a):
    try:
        boom() if a else fine()
        y = 1
    except* ValueError:
        pass
    use(y)  # NSA202: y
# run: anything(True)
# run: anything(False)


class Methods:
    def go(self, a):
        try:
            if a:
                raise ExceptionGroup("g", [ValueError(), KeyError()])
            y = z = 1
        except* KeyError:
            y = 2
        except* Exception:
            z = 2
        use(y, z)
# run: Methods().go(True)
# run: Methods().go(False)
