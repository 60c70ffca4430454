from contextlib import ExitStack, nullcontext, suppress


class Swallows:
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return True


def entering_it_does_not_fail():
    with Swallows():
        kept = suppress(ValueError)
        with kept:
            x = 5
    use(x)
# run: entering_it_does_not_fail()


def entering_this_may_fail(make):
    with Swallows():
        kept = make()
        with kept:
            x = 5
    use(x)  # NSA202: x
# run: entering_this_may_fail(lambda: nullcontext())
# run: entering_this_may_fail(lambda: fine())


def one_name_for_two(a):
    kept = suppress(ValueError)
    with kept:
        if a:
            raise ValueError
    kept = nullcontext()
    with kept:
        if a:
            raise ValueError
        y = 1
    use(y)
# run: one_name_for_two(True)
# run: one_name_for_two(False)


def one_name_for_two_and_the_second_swallows(a):
    kept = nullcontext()
    with kept:
        x = 1
    kept = suppress(KeyError)
    with kept:
        if a:
            raise KeyError
        y = 1
    use(x)
    use(y)  # NSA202: y
# run: one_name_for_two_and_the_second_swallows(True)
# run: one_name_for_two_and_the_second_swallows(False)


def bound_in_the_round_before(a):
    kept = nullcontext()
    for _ in range(2):
        with kept:
            if a:
                raise ValueError
            y = 1
        kept = suppress(ValueError)
        a = not a
    use(y)
# run: bound_in_the_round_before(True)
# run: bound_in_the_round_before(False)


def bound_in_another_arm(a, b):
    kept = suppress(ValueError)
    if a:
        kept = nullcontext()
    else:
        with kept:
            if b:
                raise ValueError
            y = 1
        use(y)  # NSA202: y
# run: bound_in_another_arm(True, True)
# run: bound_in_another_arm(False, True)
# run: bound_in_another_arm(False, False)


def made_before_it_is_entered(fails):
    with ExitStack() as stack:
        stack.enter_context(Swallows())
        y = fails.missing
    use(y)  # NSA202: y
# run: made_before_it_is_entered(1)


def what_makes_it_fails_before_it_is_entered(make):
    with ExitStack() as stack:
        stack.enter_context(make())
        y = 1
    use(y)
# run: what_makes_it_fails_before_it_is_entered(lambda: nullcontext())
# run: what_makes_it_fails_before_it_is_entered(lambda: suppress(ValueError))


def swallowed_by_the_one_before(make):
    with suppress(ZeroDivisionError), suppress(1 / 0):
        y = 1
    use(y)  # NSA202: y
# run: swallowed_by_the_one_before(1)
