import functools


def need(flag, text="no"):
    if not flag:
        raise ValueError(text)


def needs(a):
    if a:
        y = 1
    need(a)
    use(y)
# run: needs(True)
# run: needs(False)


def needs_by_keyword(a):
    if a:
        y = 1
    need(text="not there", flag=a)
    use(y)
# run: needs_by_keyword(True)
# run: needs_by_keyword(False)


def needs_something_else(a, b):
    if a:
        y = 1
    need(b)
    use(y)  # NSA201: y
# run: needs_something_else(True, True)
# run: needs_something_else(False, True)


def needs_under_a_test(a, b):
    if a:
        y = 1
    if b:
        need(a)
        use(y)
    use(y)  # NSA201: y
# run: needs_under_a_test(True, True)
# run: needs_under_a_test(False, True)
# run: needs_under_a_test(False, False)


def known(kind):
    assert kind in ("a", "b"), kind


def after_an_assert(kind):
    known(kind)
    if kind == "a":
        y = 1
    elif kind == "b":
        y = 2
    use(y)
# run: after_an_assert("a")
# run: after_an_assert("b")
# run: after_an_assert("c")


def both(one, two):
    return one and two


def answered(a, b):
    if both(a, b):
        y = 1
    if a and b:
        use(y)
# run: answered(True, True)
# run: answered(True, False)
# run: answered(False, True)


def answered_less(a, b):
    if both(a, b):
        y = 1
    if a:
        use(y)  # NSA201: y
# run: answered_less(True, True)
# run: answered_less(True, False)


@functools.lru_cache(maxsize=None)
def kind_of(flag):
    if flag:
        return "fast"
    return "slow"


def cached(a):
    if a:
        y = 1
    if kind_of(a) == "fast":
        use(y)
# run: cached(True)
# run: cached(False)


def not_cached_the_other_way(a):
    if a:
        y = 1
    if kind_of(a) == "slow":
        use(y)  # NSA201: y
# run: not_cached_the_other_way(True)
# run: not_cached_the_other_way(False)


def choose(name, flag):
    if name.endswith("x"):
        return "mx" if flag else "plain"
    return None


def in_a_loop(names, flag):
    if flag:
        y = 1
    for name in names:
        if choose(name, flag) == "mx":
            use(y)
# run: in_a_loop(["x", "y"], True)
# run: in_a_loop(["x", "y"], False)


def deeper(flag):
    need(flag)


def two_deep(a):
    if a:
        y = 1
    deeper(a)
    use(y)
# run: two_deep(True)
# run: two_deep(False)


def is_on(flag=True):
    return flag


def by_default(a):
    if a:
        y = 1
    if not is_on():
        use(y)
    if is_on(a):
        use(y)
# run: by_default(True)
# run: by_default(False)


class Runner:
    def __init__(self, fast):
        self.fast = fast

    def _check(self):
        if not self.fast:
            raise ValueError

    def _is_fast(self):
        return self.fast

    def checks(self):
        if self.fast:
            y = 1
        self._check()
        use(y)

    def asks(self):
        if self._is_fast():
            y = 1
        if self.fast:
            use(y)

    def stores(self, flag):
        self.fast = flag
        if flag:
            y = 1
        if self._is_fast():
            use(y)

    @staticmethod
    def _need(flag):
        if not flag:
            raise ValueError

    def static(self, flag):
        if flag:
            y = 1
        self._need(flag)
        use(y)

    def asks_the_other_way(self):
        if self._is_fast():
            y = 1
        if not self.fast:
            use(y)  # NSA201: y
# run: Runner(True).checks()
# run: Runner(False).checks()
# run: Runner(True).asks()
# run: Runner(False).asks()
# run: Runner(True).stores(False)
# run: Runner(False).stores(True)
# run: Runner(True).static(True)
# run: Runner(True).static(False)
# run: Runner(False).asks_the_other_way()


class Open:
    def _check(self, flag):
        if not flag:
            raise ValueError

    def go(self, flag):
        if flag:
            y = 1
        self._check(flag)
        use(y)  # NSA201: y


class Lenient(Open):
    def _check(self, flag):
        return None
# run: Lenient().go(True)
# run: Lenient().go(False)


def counted(xs):
    for x in xs:
        if x:
            return True
    return False


def equal_calls_agree(xs):
    if counted(xs):
        y = 1
    if counted(xs):
        use(y)
# run: equal_calls_agree([1])
# run: equal_calls_agree([])


def one_by_one(flag):
    if not flag:
        raise ValueError(flag)
    yield flag


def a_generator_does_not_run_where_it_is_called(a):
    if a:
        y = 1
    one_by_one(a)
    use(y)  # NSA201: y
# run: a_generator_does_not_run_where_it_is_called(True)
# run: a_generator_does_not_run_where_it_is_called(False)


def truths(flag):
    return flag
    yield


def a_generator_is_true(a):
    if a:
        y = 1
    if truths(a):
        use(y)  # NSA201: y
# run: a_generator_is_true(True)
# run: a_generator_is_true(False)


async def later(flag):
    return flag


def a_coroutine_is_true(a):
    if a:
        y = 1
    coroutine = later(a)
    coroutine.close()
    if coroutine:
        use(y)  # NSA201: y
# run: a_coroutine_is_true(True)
# run: a_coroutine_is_true(False)
