from contextlib import contextmanager, suppress


def fails_quietly(text):
    with suppress(ValueError):
        raise ValueError(text)


def quietly(a):
    if a:
        y = 1
    else:
        fails_quietly("no")
    use(y)  # NSA201: y
# run: quietly(True)
# run: quietly(False)


@contextmanager
def hushed():
    try:
        yield
    except Exception:
        pass


def fails_hushed():
    with hushed():
        raise KeyError


def in_a_manager_of_the_file(a):
    if a:
        y = 1
    else:
        fails_hushed()
    use(y)  # NSA201: y
# run: in_a_manager_of_the_file(True)
# run: in_a_manager_of_the_file(False)


@contextmanager
def loud():
    try:
        yield
    finally:
        fine()


def fails_loudly():
    with loud():
        raise KeyError


def in_one_that_does_not(a):
    if a:
        y = 1
    else:
        fails_loudly()
    use(y)
# run: in_one_that_does_not(True)
# run: in_one_that_does_not(False)


class Methods:
    def fails(self):
        with suppress(ValueError):
            raise ValueError

    def go(self, a):
        if a:
            y = 1
        else:
            self.fails()
        use(y)  # NSA201: y
# run: Methods().go(True)
# run: Methods().go(False)


def meant(a):
    if a:
        y = 1
    with suppress(NameError):
        use(y)
    with suppress(KeyError, UnboundLocalError):
        use(y)
# run: meant(True)
# run: meant(False)


def not_meant(a):
    if a:
        y = 1
    with suppress(ValueError):
        use(y)  # NSA201: y
# run: not_meant(True)
# run: not_meant(False)
