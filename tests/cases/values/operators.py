# Operators of flags and of numbers: `&` and `|` of flags are `and` and `or`, others are not.

def both_flags(a, b):
    x, y = not a, not b
    if x & y:
        z = 1
    if x and y:
        use(z)
# run: both_flags(0, 0)
# run: both_flags(0, 1)


def one_of_the_flags(a, b):
    x, y = not a, not b
    if x | y:
        z = 1
    if x or y:
        use(z)
    if x:
        return
    use(z)  # NSA201: z
# run: one_of_the_flags(0, 1)
# run: one_of_the_flags(1, 1)


def declared_flags(a: bool, b: bool):
    if a & b:
        z = 1
    if a and b:
        use(z)
    if a:
        use(z)  # NSA201: z
# run: declared_flags(True, True)
# run: declared_flags(True, False)


def a_flag_that_is_set(a, b):
    x, y = False, False
    if a:
        x = True
    if b:
        y = True
    if x & y:
        z = 1
    if a and b:
        use(z)
# run: a_flag_that_is_set(1, 1)


def a_difference_of_flags(a, b):
    x, y = not a, not b
    if x - y:
        z = 1
    if x and y:
        use(z)  # NSA201: z
# run: a_difference_of_flags(0, 0)


def either_but_not_both(a, b):
    x, y = not a, not b
    if x ^ y:
        z = 1
    if x and y:
        use(z)  # NSA201: z
# run: either_but_not_both(0, 0)


def a_number_and_a_flag(n, a):
    x = not a
    if n & x:
        z = 1
    if n and x:
        use(z)  # NSA201: z
# run: a_number_and_a_flag(2, 0)


def a_flag_and_a_number(n, a):
    x = not a
    if x & n:
        z = 1
    if n and x:
        use(z)  # NSA201: z
# run: a_flag_and_a_number(2, 0)


def two_numbers(n, m):
    if n & m:
        z = 1
    if n and m:
        use(z)  # NSA201: z
# run: two_numbers(2, 1)


def times_one(n):
    for i in range(1 * n):
        y = i
    if n > 0:
        use(y)
    for i in range(n // 1):
        z = i
    if n > 0:
        use(z)
# run: times_one(1)


def times_none(n):
    for i in range(0 * n):
        y = i
    if n > 0:
        use(y)  # NSA203: y
# run: times_none(1)


def times_less_than_none(n):
    for i in range(-1 * n):
        y = i
    if n > 0:
        use(y)  # NSA203: y
# run: times_less_than_none(1)


def plus_ten_thousand(n):
    for i in range(n + 10_000):
        y = i
    if n > -10_000:
        use(y)
    if n > -10_001:
        use(y)  # NSA203: y
# run: plus_ten_thousand(-9_999)
# run: plus_ten_thousand(-10_000)


def the_greater_of_two_numbers():
    for i in range(max(2, 1)):
        y = i
    use(y)
# run: the_greater_of_two_numbers()


def the_smaller_of_two_numbers():
    for i in range(min(0, 1)):
        y = i
    use(y)  # NSA205: y
# run: the_smaller_of_two_numbers()


def the_greater_of_two_texts(a, b):
    if max(a, b) == "b":
        use(y)  # NSA205: y
    y = 1
# run: the_greater_of_two_texts("a", "b")


def the_greatest_of_a_list(xs):
    if max(xs) == "b":
        use(y)  # NSA205: y
    y = 1
# run: the_greatest_of_a_list(["a", "b"])
