# assert

def the_message_is_evaluated_on_failure_only(a):
    assert a, (y := 1)
    use(y)  # NSA205: y
# run: the_message_is_evaluated_on_failure_only(True)
# run: the_message_is_evaluated_on_failure_only(False)


def assert_false_ends_the_path(a):
    if a:
        x = 1
    else:
        assert False
    use(x)
# run: assert_false_ends_the_path(True)
# run: assert_false_ends_the_path(False)


def assert_0_ends_the_path(a):
    if a:
        x = 1
    else:
        assert 0, 'no'
    use(x)
# run: assert_0_ends_the_path(True)
# run: assert_0_ends_the_path(False)


def assert_of_the_guard(a):
    if a:
        x = 1
    assert a
    use(x)
# run: assert_of_the_guard(True)
# run: assert_of_the_guard(False)


def walrus_in_the_test(a):
    assert (x := a)
    use(x)
# run: walrus_in_the_test(True)
# run: walrus_in_the_test(False)


def the_message_is_read_on_failure(a):
    if a:
        x = 1
    assert a, x  # NSA201: x
# run: the_message_is_read_on_failure(True)
# run: the_message_is_read_on_failure(False)


def the_message_is_not_read_otherwise(a):
    if a:
        x = "no"
    assert not a, x
# run: the_message_is_not_read_otherwise(True)
# run: the_message_is_not_read_otherwise(False)


def the_message_of_what_holds_is_not_read(a):
    if a:
        x = 1
    if a:
        assert a, x
    else:
        assert not a, x
# run: the_message_of_what_holds_is_not_read(True)
# run: the_message_of_what_holds_is_not_read(False)


def a_failure_that_is_caught(a):
    try:
        assert a
        x = 1
    except AssertionError:
        pass
    use(x)  # NSA202: x
# run: a_failure_that_is_caught(True)
# run: a_failure_that_is_caught(False)


def a_failure_that_is_caught_with_a_message(a):
    try:
        assert a, (y := 1)
        x = 1
    except AssertionError:
        use(y)
        return
    use(x)
# run: a_failure_that_is_caught_with_a_message(True)
# run: a_failure_that_is_caught_with_a_message(False)
