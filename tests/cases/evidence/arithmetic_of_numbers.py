# Arithmetic of numbers that are written out does not fail: in a handler its result is bound.

def a_negative_number(work):
    try:
        x = -1
        work()
    except TypeError:
        use(x)
# run: a_negative_number(None)
# run: a_negative_number(list)


def a_product_and_a_power(work):
    try:
        x = 64 * 1024 + 2**10
        y = 1 << 20
        z = ~0 & 0xFF
        work()
    except TypeError:
        use(x, y, z)
# run: a_product_and_a_power(None)


def a_quotient(work):
    try:
        x = 1 / 3
        y = 7 // 2 - 7 % 2
        work()
    except TypeError:
        use(x, y)
# run: a_quotient(None)


def a_comparison(work):
    try:
        if -1 < 2 * 3:
            x = 1
        work()
    except TypeError:
        use(x)
# run: a_comparison(None)


def in_a_call(work):
    try:
        x = 0
        work(-1)
        y = 1
    except TypeError:
        use(x)
        use(y)  # NSA202: y
# run: in_a_call(None)


def a_quotient_by_zero():
    try:
        x = 1 / 0
    except ZeroDivisionError:
        use(x)  # NSA202: x
# run: a_quotient_by_zero()


def a_shift_by_less_than_nothing():
    try:
        x = 1 << -1
    except ValueError:
        use(x)  # NSA202: x
# run: a_shift_by_less_than_nothing()


def a_float_and_a_mask():
    try:
        x = 1.5 & 2
    except TypeError:
        use(x)  # NSA202: x
# run: a_float_and_a_mask()


def a_power_that_is_too_large():
    try:
        x = 10.0**400
    except OverflowError:
        use(x)  # NSA202: x
# run: a_power_that_is_too_large()


def a_text_and_a_number():
    try:
        x = "a" + 1
    except TypeError:
        use(x)  # NSA202: x
# run: a_text_and_a_number()


def of_a_name(n):
    try:
        x = -n
    except TypeError:
        use(x)  # NSA202: x
# run: of_a_name("a")


def with_a_name(n):
    try:
        y = 2 * 3 + n
    except TypeError:
        use(y)  # NSA202: y
# run: with_a_name("a")


def unnamed(n):
    try:
        x = 3
        x += n
        y = 1
    except TypeError:
        use(x)
        use(y)  # NSA202: y
# run: unnamed("a")


def looked_for_in_a_number():
    try:
        x = 1 in 2
    except TypeError:
        pass
    use(x)  # NSA202: x
# run: looked_for_in_a_number()


def not_in_a_number():
    try:
        x = -1 not in 2 * 3
    except TypeError:
        pass
    use(x)  # NSA202: x
# run: not_in_a_number()


def a_number_in_a_text():
    try:
        x = 1 in "12"
    except TypeError:
        pass
    use(x)  # NSA202: x
# run: a_number_in_a_text()


def a_name_in_a_number(name):
    try:
        x = name in 3
    except TypeError:
        pass
    use(x)  # NSA202: x
# run: a_name_in_a_number("a")


def in_order_and_in_a_number():
    try:
        x = 1 < 2 in 3
    except TypeError:
        pass
    use(x)  # NSA202: x
# run: in_order_and_in_a_number()


def in_order_and_equal(work):
    try:
        x = 1 < 2 != 3 in (3, 4)
        work()
    except TypeError:
        use(x)
# run: in_order_and_equal(None)
