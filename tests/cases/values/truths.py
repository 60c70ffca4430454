# When a value is true, by what is known of it: its type, what it measures, how it was made.
from typing import Literal


def one_of_some_strings_is_true_unless_empty(mode: Literal["", "fast", "slow"]):
    if mode:
        x = 1
    if mode == "fast":
        use(x)
    if mode != "slow":
        use(x)  # NSA201: x
# run: one_of_some_strings_is_true_unless_empty("fast")
# run: one_of_some_strings_is_true_unless_empty("")


def the_empty_one_of_some_strings_is_false(mode: Literal["", "fast", "slow"]):
    if not mode:
        x = 1
    if mode == "":
        use(x)
    else:
        use(x)  # NSA201: x
# run: the_empty_one_of_some_strings_is_false("")
# run: the_empty_one_of_some_strings_is_false("slow")


def one_of_some_strings_that_are_all_true(mode: Literal["slow", "fast"]):
    if mode:
        x = 1
    use(x)
# run: one_of_some_strings_that_are_all_true("slow")
# run: one_of_some_strings_that_are_all_true("fast")


def one_of_some_that_are_all_false(level: Literal["", 0, None]):
    if level:
        use(x)
    x = 1
# run: one_of_some_that_are_all_false("")
# run: one_of_some_that_are_all_false(0)
# run: one_of_some_that_are_all_false(None)


def one_of_some_numbers_is_false_at_0(level: Literal[0, 1, 2]):
    if level:
        x = 1
    if level > 1:
        use(x)
    if level < 1:
        use(x)  # NSA201: x
# run: one_of_some_numbers_is_false_at_0(2)
# run: one_of_some_numbers_is_false_at_0(1)
# run: one_of_some_numbers_is_false_at_0(0)


def one_of_some_strings_or_none(mode: Literal["fast", "slow"] | None):
    if mode:
        x = 1
    if mode is not None:
        use(x)
    else:
        use(x)  # NSA201: x
# run: one_of_some_strings_or_none("slow")
# run: one_of_some_strings_or_none(None)


def a_length_is_true_where_what_is_measured_is(a):
    if a:
        x = 1
    if len(a):
        use(x)
# run: a_length_is_true_where_what_is_measured_is([1])
# run: a_length_is_true_where_what_is_measured_is([])


def a_length_in_a_name(a):
    n = len(a)
    if n:
        x = 1
    if a:
        use(x)
    else:
        use(x)  # NSA201: x
# run: a_length_in_a_name([1])
# run: a_length_in_a_name([])


def a_length_that_is_more_than_none(a):
    if len(a) > 0:
        x = 1
    n = len(a)
    if n:
        use(x)
# run: a_length_that_is_more_than_none([1])
# run: a_length_that_is_more_than_none([])


def the_length_of_the_arguments(*a):
    n = len(a)
    if not n:
        x = 1
    if not a:
        use(x)
# run: the_length_of_the_arguments()
# run: the_length_of_the_arguments(1)


def the_length_of_something_else(a, b):
    if a:
        x = 1
    if len(b):
        use(x)  # NSA201: x
# run: the_length_of_something_else([1], [1])
# run: the_length_of_something_else([], [1])


def the_length_after_a_change(a: list):
    if a:
        x = 1
    a.append(1)
    if len(a):
        use(x)  # NSA201: x
# run: the_length_after_a_change([])


def a_declared_int_is_true_above_0_and_below(n: int):
    if n:
        x = 1
    if n > 0 or n < 0:
        use(x)
    else:
        use(x)  # NSA201: x
# run: a_declared_int_is_true_above_0_and_below(1)
# run: a_declared_int_is_true_above_0_and_below(-1)
# run: a_declared_int_is_true_above_0_and_below(0)


def a_function_is_true(a):
    def g():
        return a

    if g:
        x = 1
    use(x)
# run: a_function_is_true(0)


def an_object_is_true_or_false_whatever_it_is_called(a):
    v = Box()
    if v:
        x = 1
    use(x)  # NSA201: x
# not run: what it needs is not there


def none_is_false(a):
    v = None
    if a:
        v = 1
    if v:
        x = 1
    if a:
        use(x)
    else:
        use(x)  # NSA201: x
# run: none_is_false(True)
# run: none_is_false(False)
