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
