import sys
from typing import NoReturn


def after_a_try(text):
    try:
        fine()
    finally:
        raise ValueError(text)


def run_after_a_try(flag):
    if flag:
        y = 1
    else:
        after_a_try("no")
    use(y)
# run: run_after_a_try(True)
# run: run_after_a_try(False)


def return_is_overruled():
    try:
        return 1
    finally:
        raise ValueError


def run_return_is_overruled(flag):
    if flag:
        y = 1
    else:
        return_is_overruled()
    use(y)
# run: run_return_is_overruled(True)
# run: run_return_is_overruled(False)


def forever(n):
    while True:
        n -= 1
        if n < 0:
            raise ValueError


def run_forever(flag):
    if flag:
        y = 1
    else:
        forever(2)
    use(y)
# run: run_forever(True)
# run: run_forever(False)


def until_a_break(n):
    while True:
        n -= 1
        if n < 0:
            break


def run_until_a_break(flag):
    if flag:
        y = 1
    else:
        until_a_break(2)
    use(y)  # NSA201: y
# run: run_until_a_break(True)
# run: run_until_a_break(False)


def first(text):
    raise ValueError(text)


def through_another(text):
    first(text)


def run_through_another(flag):
    if flag:
        y = 1
    else:
        through_another("no")
    use(y)
# run: run_through_another(True)
# run: run_through_another(False)


def on_each_path(kind):
    match kind:
        case 1:
            raise ValueError
        case _:
            sys.exit(1)


def run_on_each_path(kind):
    if kind:
        y = 1
    else:
        on_each_path(kind)
    use(y)
# run: run_on_each_path(1)
# run: run_on_each_path(0)


def falls_through(kind):
    match kind:
        case 1:
            raise ValueError


def run_falls_through(kind):
    if kind:
        y = 1
    else:
        falls_through(kind)
    use(y)  # NSA201: y
# run: run_falls_through(1)
# run: run_falls_through(0)


def handled():
    try:
        raise ValueError
    except ValueError:
        pass


def run_handled(flag):
    if flag:
        y = 1
    else:
        handled()
    use(y)  # NSA201: y
# run: run_handled(True)
# run: run_handled(False)


def inner(flag):
    def stop():
        raise ValueError

    if flag:
        y = 1
    else:
        stop()
    use(y)
# run: inner(True)
# run: inner(False)


def inner_in_a_loop(xs):
    def stop() -> NoReturn:
        raise ValueError

    for x in xs:
        break
    else:
        stop()
    use(x)
# run: inner_in_a_loop([])
# run: inner_in_a_loop([1])


def an_if_behind_the_raise(text):
    raise ValueError(text)
    if text:
        return 1
    else:
        return 2


def run_an_if_behind_the_raise(flag):
    if flag:
        y = 1
    else:
        an_if_behind_the_raise("no")
    use(y)
# run: run_an_if_behind_the_raise(True)
# run: run_an_if_behind_the_raise(False)


def a_break_behind_the_continue(n):
    while True:
        if n < 0:
            raise ValueError
        n -= 1
        continue
        break


def run_a_break_behind_the_continue(flag):
    if flag:
        y = 1
    else:
        a_break_behind_the_continue(2)
    use(y)
# run: run_a_break_behind_the_continue(True)
# run: run_a_break_behind_the_continue(False)


def a_return_behind_the_raise():
    try:
        raise ValueError
        return 1
    finally:
        fine()


def run_a_return_behind_the_raise(flag):
    if flag:
        y = 1
    else:
        a_return_behind_the_raise()
    use(y)
# run: run_a_return_behind_the_raise(True)
# run: run_a_return_behind_the_raise(False)


def a_loop_behind_a_return(text):
    if text:
        return 1
    while True:
        raise ValueError(text)


def run_a_loop_behind_a_return(flag):
    if flag:
        y = 1
    else:
        a_loop_behind_a_return("yes")
    use(y)  # NSA201: y
# run: run_a_loop_behind_a_return(True)
# run: run_a_loop_behind_a_return(False)


def an_arm_breaks_before_the_raise(n):
    while True:
        if n < 0:
            break
        else:
            n -= 1
            continue
        raise ValueError


def run_an_arm_breaks_before_the_raise(flag):
    if flag:
        y = 1
    else:
        an_arm_breaks_before_the_raise(2)
    use(y)  # NSA201: y
# run: run_an_arm_breaks_before_the_raise(True)
# run: run_an_arm_breaks_before_the_raise(False)


def asserts_false(text):
    fine()
    assert False, text


def run_asserts_false(flag):
    if flag:
        y = 1
    else:
        asserts_false("no")
    use(y)
# run: run_asserts_false(True)
# run: run_asserts_false(False)


def asserts_something(text):
    fine()
    assert text


def run_asserts_something(flag):
    if flag:
        y = 1
    else:
        asserts_something("no")
    use(y)  # NSA201: y
# run: run_asserts_something(True)
# run: run_asserts_something(False)


def returns_what_raises(text):
    if text:
        return first(text)
    raise ValueError


def run_returns_what_raises(flag):
    if flag:
        y = 1
    else:
        returns_what_raises("no")
    use(y)
# run: run_returns_what_raises(True)
# run: run_returns_what_raises(False)


def returns_nothing(text):
    if text:
        return
    raise ValueError


def run_returns_nothing(flag):
    if flag:
        y = 1
    else:
        returns_nothing("no")
    use(y)  # NSA201: y
# run: run_returns_nothing(True)
# run: run_returns_nothing(False)


def as_long_as_something_is_left(n):
    while n:
        n -= 1


def run_as_long_as_something_is_left(flag):
    if flag:
        y = 1
    else:
        as_long_as_something_is_left(2)
    use(y)  # NSA201: y
# run: run_as_long_as_something_is_left(True)
# run: run_as_long_as_something_is_left(False)


def raises_in_a_round(n):
    while n:
        raise ValueError


def run_raises_in_a_round(flag):
    if flag:
        y = 1
    else:
        raises_in_a_round(0)
    use(y)  # NSA201: y
# run: run_raises_in_a_round(True)
# run: run_raises_in_a_round(False)


def raises_in_a_round_of_a_constant_that_is_false(text):
    fine()
    while False:
        raise ValueError


def run_raises_in_a_round_of_a_constant_that_is_false(flag):
    if flag:
        y = 1
    else:
        raises_in_a_round_of_a_constant_that_is_false("no")
    use(y)  # NSA201: y
# run: run_raises_in_a_round_of_a_constant_that_is_false(True)
# run: run_raises_in_a_round_of_a_constant_that_is_false(False)


def on_a_path_with_a_condition(kind):
    match kind:
        case 1:
            raise ValueError
        case _ if kind:
            raise ValueError


def run_on_a_path_with_a_condition(flag):
    if flag:
        y = 1
    else:
        on_a_path_with_a_condition(0)
    use(y)  # NSA201: y
# run: run_on_a_path_with_a_condition(True)
# run: run_on_a_path_with_a_condition(False)


def on_a_path_that_takes_a_name(kind):
    match kind:
        case 1:
            raise ValueError
        case other:
            raise ValueError(other)


def run_on_a_path_that_takes_a_name(flag):
    if flag:
        y = 1
    else:
        on_a_path_that_takes_a_name(0)
    use(y)
# run: run_on_a_path_that_takes_a_name(True)
# run: run_on_a_path_that_takes_a_name(False)


def on_a_path_that_names_a_part(kind):
    match kind:
        case 1 as one:
            raise ValueError(one)


def run_on_a_path_that_names_a_part(flag):
    if flag:
        y = 1
    else:
        on_a_path_that_names_a_part(0)
    use(y)  # NSA201: y
# run: run_on_a_path_that_names_a_part(True)
# run: run_on_a_path_that_names_a_part(False)


def refuses(text):
    raise NotImplementedError(text)


def run_refuses(flag):
    if flag:
        y = 1
    else:
        refuses("no")
    use(y)
# not run: NotImplementedError ends the run


async def stops(text):
    raise ValueError(text)


async def awaits(flag):
    if flag:
        y = 1
    else:
        await stops("no")
    use(y)


async def does_not_await(flag):
    if flag:
        y = 1
    else:
        stops("no")
    use(y)  # NSA201: y
# not run: coroutines
