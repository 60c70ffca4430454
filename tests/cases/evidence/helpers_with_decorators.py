import functools


def quietly(function):
    @functools.wraps(function)
    def inner(*args):
        try:
            return function(*args)
        except ValueError:
            return None

    return inner


def opposite(function):
    return lambda *args: not function(*args)


@quietly
def _need(flag):
    if not flag:
        raise ValueError


def a_decorator_may_handle_what_it_raises(a):
    if a:
        y = 1
    _need(a)
    use(y)  # NSA201: y
# run: a_decorator_may_handle_what_it_raises(True)
# run: a_decorator_may_handle_what_it_raises(False)


@opposite
def _is_on(flag):
    return flag


def a_decorator_may_change_what_it_answers(a):
    if a:
        y = 1
    if _is_on(a):
        use(y)  # NSA201: y
# run: a_decorator_may_change_what_it_answers(True)
# run: a_decorator_may_change_what_it_answers(False)


def two_calls_of_it_agree(a):
    if _is_on(a):
        y = 1
    if _is_on(a):
        use(y)
# run: two_calls_of_it_agree(True)
# run: two_calls_of_it_agree(False)


@functools.lru_cache
@opposite
def _is_off(flag):
    return flag


def one_decorator_of_several_may(a):
    if a:
        y = 1
    if _is_off(a):
        use(y)  # NSA201: y
# run: one_decorator_of_several_may(True)
# run: one_decorator_of_several_may(False)


class Runner:
    def __init__(self, fast):
        self.fast = fast

    @quietly
    def _check(self):
        if not self.fast:
            raise ValueError

    def checks(self):
        if self.fast:
            y = 1
        self._check()
        use(y)  # NSA201: y

    @opposite
    def _is_slow(self):
        return self.fast

    def asks(self):
        if self.fast:
            y = 1
        if self._is_slow():
            use(y)  # NSA201: y
# run: Runner(True).checks()
# run: Runner(False).checks()
# run: Runner(True).asks()
# run: Runner(False).asks()
