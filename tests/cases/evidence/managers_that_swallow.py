import contextlib
from contextlib import ExitStack, contextmanager, nullcontext, suppress


@contextmanager
def hushed():
    try:
        yield 1
    except (KeyError, ValueError):
        fine()


def of_a_generator(a):
    with hushed():
        if a:
            raise ValueError
        y = 1
    use(y)  # NSA202: y
# run: of_a_generator(True)
# run: of_a_generator(False)


@contextmanager
def translated():
    try:
        yield
    except ValueError as problem:
        raise KeyError("no") from problem


def translates(a):
    with translated():
        if a:
            raise ValueError
        y = 1
    use(y)
# run: translates(True)
# run: translates(False)


@contextlib.contextmanager
def through_another():
    with suppress(ValueError):
        yield


def nested(a):
    with through_another() as _:
        if a:
            raise ValueError
        y = 1
    use(y)  # NSA202: y
# run: nested(True)
# run: nested(False)


def another_exception(a):
    with through_another():
        if a:
            raise KeyError
        y = 1
    use(y)
# run: another_exception(True)
# run: another_exception(False)


def made_elsewhere():
    return suppress(ValueError)


def of_a_function(a):
    with made_elsewhere():
        if a:
            raise ValueError
        y = 1
    use(y)  # NSA202: y
# run: of_a_function(True)
# run: of_a_function(False)


_KEPT = suppress(ValueError)


def of_the_module(a):
    with _KEPT:
        if a:
            raise ValueError
        y = 1
    use(y)  # NSA202: y
# run: of_the_module(True)
# run: of_the_module(False)


def either(a, quiet):
    manager = suppress(ValueError) if quiet else nullcontext()
    with manager:
        if a:
            raise ValueError
        y = 1
    use(y)  # NSA202: y
# run: either(True, True)
# run: either(True, False)
# run: either(False, True)


def entered_later(a, b):
    with ExitStack() as stack:
        if a:
            raise ValueError
        x = 1
        stack.enter_context(suppress(ValueError))
        if b:
            raise ValueError
        y = 1
    use(x)
    use(y)  # NSA202: y
# run: entered_later(True, True)
# run: entered_later(False, True)
# run: entered_later(False, False)


def entered_on_one_path(a, b):
    with contextlib.ExitStack() as stack:
        if b:
            stack.enter_context(suppress(ValueError))
        if a:
            raise ValueError
        y = 1
    if not b:
        use(y)
    use(y)  # NSA202: y
# run: entered_on_one_path(True, True)
# run: entered_on_one_path(True, False)
# run: entered_on_one_path(False, False)


def nothing_entered(a):
    with ExitStack() as stack:
        stack.enter_context(nullcontext())
        if a:
            raise ValueError
        y = 1
    use(y)
# run: nothing_entered(True)
# run: nothing_entered(False)


class ByType:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        return isinstance(value, KeyError)


class Inherits(ByType):
    pass


def one_that_it_does_not_swallow(a):
    with Inherits():
        if a:
            raise ValueError
        y = 1
    use(y)
# run: one_that_it_does_not_swallow(True)
# run: one_that_it_does_not_swallow(False)


def one_that_it_swallows(a):
    with Inherits() as manager:
        if a:
            raise KeyError
        y = 1
    use(y)  # NSA202: y
# run: one_that_it_swallows(True)
# run: one_that_it_swallows(False)


class Says:
    def __enter__(self):
        return self

    def __exit__(self, *_) -> bool:
        fine()
        return False


def annotated_and_false(a):
    with Says():
        if a:
            raise ValueError
        y = 1
    use(y)
# run: annotated_and_false(True)
# run: annotated_and_false(False)


class Methods:
    @contextmanager
    def quiet(self):
        try:
            yield
        except ValueError:
            pass

    def go(self, a):
        with self.quiet():
            if a:
                raise ValueError
            y = 1
        use(y)  # NSA202: y
# run: Methods().go(True)
# run: Methods().go(False)


class Loud:
    def quiet(self):
        return nullcontext()


_LOUD = Loud()


class BesideOthers(Methods):
    def inherited(self, a):
        with self.quiet():
            if a:
                raise ValueError
            y = 1
        use(y)  # NSA202: y

    @classmethod
    @contextmanager
    def of_the_class(cls):
        try:
            yield
        except ValueError:
            pass

    @classmethod
    def by_the_class(cls, a):
        with cls.of_the_class():
            if a:
                raise ValueError
            y = 1
        use(y)  # NSA202: y

    def of_an_object_that_is_given(self, other, a):
        with other.quiet():
            if a:
                raise ValueError
            y = 1
        use(y)

    def of_a_local_object(self, a):
        other = Loud()
        with other.quiet():
            if a:
                raise ValueError
            y = 1
        use(y)

    def of_an_object_of_the_module(self, a):
        with _LOUD.quiet():
            if a:
                raise ValueError
            y = 1
        use(y)

    def of_an_attribute(self, a):
        self.other = Loud()
        with self.other.quiet():
            if a:
                raise ValueError
            y = 1
        use(y)
# run: BesideOthers().inherited(True)
# run: BesideOthers().inherited(False)
# run: BesideOthers().by_the_class(True)
# run: BesideOthers().by_the_class(False)
# run: BesideOthers().of_an_object_that_is_given(Loud(), True)
# run: BesideOthers().of_an_object_that_is_given(Loud(), False)
# run: BesideOthers().of_a_local_object(True)
# run: BesideOthers().of_a_local_object(False)
# run: BesideOthers().of_an_object_of_the_module(True)
# run: BesideOthers().of_an_object_of_the_module(False)
# run: BesideOthers().of_an_attribute(True)
# run: BesideOthers().of_an_attribute(False)


def another_function_of_its_name(hushed, a):
    with hushed():
        if a:
            raise ValueError
        y = 1
    use(y)
# run: another_function_of_its_name(nullcontext, True)
# run: another_function_of_its_name(nullcontext, False)


@contextmanager
def translated_with_more_behind():
    try:
        yield
    except ValueError as problem:
        raise KeyError("no") from problem
        fine()


def translates_with_more_behind(a):
    with translated_with_more_behind():
        if a:
            raise ValueError
        y = 1
    use(y)
# run: translates_with_more_behind(True)
# run: translates_with_more_behind(False)


def fail():
    raise KeyError


@contextmanager
def asserts_false():
    try:
        yield
    except ValueError:
        assert False


def run_asserts_false(a):
    with asserts_false():
        if a:
            raise ValueError
        y = 1
    use(y)
# run: run_asserts_false(True)
# run: run_asserts_false(False)


@contextmanager
def asserts_something():
    try:
        yield
    except ValueError:
        assert fine()


def run_asserts_something(a):
    with asserts_something():
        if a:
            raise ValueError
        y = 1
    use(y)  # NSA202: y
# run: run_asserts_something(True)
# run: run_asserts_something(False)


@contextmanager
def returns_what_raises():
    try:
        yield
    except ValueError:
        return fail()


def run_returns_what_raises(a):
    with returns_what_raises():
        if a:
            raise ValueError
        y = 1
    use(y)
# run: run_returns_what_raises(True)
# run: run_returns_what_raises(False)


@contextmanager
def returns_what_does_not_raise():
    try:
        yield
    except ValueError:
        return fine()


def run_returns_what_does_not_raise(a):
    with returns_what_does_not_raise():
        if a:
            raise ValueError
        y = 1
    use(y)  # NSA202: y
# run: run_returns_what_does_not_raise(True)
# run: run_returns_what_does_not_raise(False)


@contextmanager
def calls_what_raises():
    try:
        yield
    except ValueError:
        fail()


def run_calls_what_raises(a):
    with calls_what_raises():
        if a:
            raise ValueError
        y = 1
    use(y)
# run: run_calls_what_raises(True)
# run: run_calls_what_raises(False)


@contextmanager
def overruled():
    try:
        yield
    finally:
        return


def return_in_a_finally(a):
    with overruled():
        if a:
            raise ValueError
        y = 1
    use(y)  # NSA202: y
# not run: a warning in newer versions of Python
