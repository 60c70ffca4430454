# What is equal is equally true, and two flags that are equally true are equal.

def equal_things_are_equally_true(a, b):
    if a == b:
        if a:
            y = 1
        if b:
            use(y)
# run: equal_things_are_equally_true(1, 1)
# run: equal_things_are_equally_true(0, 0)


def tested_before(a, b):
    if a:
        y = 1
    if b:
        z = 1
    if a == b:
        if b:
            use(y)
        if a:
            use(z)
# run: tested_before(1, 1)
# run: tested_before(0, 0)


def unequal_things(a, b):
    if a:
        y = 1
    if a != b:
        if b:
            use(y)  # NSA201: y
# run: unequal_things(0, 1)
# run: unequal_things(1, 2)


def both_true_and_not_equal(a, b):
    if a and b:
        y = 1
        if a == b:
            z = 1
        use(z)  # NSA201: z
# run: both_true_and_not_equal(1, 2)
# run: both_true_and_not_equal(1, 1)


def flags_that_differ(a, b):
    x = not a
    y = not b
    if x:
        z = 1
    if x == y:
        w = 1
    if y and x:
        use(w)
    if not x and not y:
        use(w)
    if x != y and y:
        use(z)  # NSA201: z
# run: flags_that_differ(1, 0)
# run: flags_that_differ(0, 0)


def a_flag_and_another(a, b):
    x = not a
    if x:
        z = 1
    if x == b and b:
        use(z)
    if x and b:
        if x == b:
            w = 1
        use(w)  # NSA201: w
# run: a_flag_and_another(0, 1)
# run: a_flag_and_another(0, 2)


def another_and_a_flag(a, b):
    x = not a
    if x:
        z = 1
    if b == x and b:
        use(z)
    if x and b:
        if b == x:
            w = 1
        use(w)  # NSA201: w
# run: another_and_a_flag(0, 1)
# run: another_and_a_flag(0, 2)


def two_declared_flags(a: bool, b: bool):
    if a == b:
        y = 1
    use(y)  # NSA201: y
# run: two_declared_flags(True, True)
# run: two_declared_flags(True, False)


def three_declared_flags(a: bool, b: bool, c: bool):
    if a == b:
        y = 1
    if b != c:
        y = 2
    if a == c:
        use(y)
    use(y)  # NSA201: y
# run: three_declared_flags(True, True, True)
# run: three_declared_flags(True, True, False)
# run: three_declared_flags(True, False, False)


def a_declared_flag_and_another_thing(a: bool, b):
    if a == b:
        y = 1
    if a and b:
        use(y)  # NSA201: y
# run: a_declared_flag_and_another_thing(True, True)
# run: a_declared_flag_and_another_thing(True, 2)
