# Sums, differences and products of small whole numbers are known; everything else that is computed is not.

def a_sum():
    n = 2
    n += 3
    if n == 5:
        x = 1
    use(x)
# run: a_sum()


def a_difference():
    n = 2
    n -= 3
    if n == -1:
        x = 1
    use(x)
# run: a_difference()


def a_product():
    n = 2
    n = n * 3
    if n == 6:
        x = 1
    use(x)
# run: a_product()


def a_sum_that_is_another_number():
    n = 2 + 3
    if n == 6:
        x = 1
    use(x)  # NSA205: x
# run: a_sum_that_is_another_number()


def a_quotient_is_not_computed():
    n = 6
    n = n // 3
    if n == 2:
        x = 1
    use(x)  # NSA201: x
# not run: a policy


def the_sum_of_a_number_that_may_be_either(a):
    n = 1 if a else 2
    n += 1
    if n == 2:
        x = 1
    use(x)  # NSA201: x
# run: the_sum_of_a_number_that_may_be_either(True)
# run: the_sum_of_a_number_that_may_be_either(False)


def the_sum_with_a_number_that_may_be_either(a):
    n = 1
    n += 1 if a else 2
    if n == 2:
        x = 1
    use(x)  # NSA201: x
# run: the_sum_with_a_number_that_may_be_either(True)
# run: the_sum_with_a_number_that_may_be_either(False)


def the_sum_with_a_parameter(a):
    n = 1
    n += a
    if n == 2:
        x = 1
    use(x)  # NSA201: x
# run: the_sum_with_a_parameter(1)
# run: the_sum_with_a_parameter(2)


def strings_are_not_added():
    s = "a"
    s += "b"
    if s == "ab":
        x = 1
    use(x)  # NSA201: x
# not run: a policy


def no_third_iteration_over_two_items():
    n = 0
    for _ in (1, 2):
        n += 1
        if n == 3:
            x = 1
    use(x)  # NSA205: x
# run: no_third_iteration_over_two_items()


def a_string_times_a_number():
    s = "a"
    s = s * 2
    if s == "aa":
        x = 1
    use(x)  # NSA201: x
# not run: a policy


def a_number_and_a_fraction():
    n = 1
    n += 1.5
    if n == 2.5:
        x = 1
    use(x)  # NSA201: x
# not run: a policy


def large_numbers_are_not_computed():
    n = 20_000
    n += 1
    if n == 20_001:
        x = 1
    use(x)  # NSA201: x
# not run: a policy


def numbers_are_computed_up_to_10_000():
    n = 10_000
    n -= 1
    if n == 9_999:
        x = 1
    use(x)
# run: numbers_are_computed_up_to_10_000()
