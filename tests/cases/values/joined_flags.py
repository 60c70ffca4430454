# `|`, `&` and `^` of values of which nothing is known: what their truth says of the operands, of numbers as of flags.

def by_framework(from_tf, from_flax):
    from_pt = not (from_tf | from_flax)
    if from_pt:
        x = 1
    elif from_tf:
        x = 2
    elif from_flax:
        x = 3
    use(x)
# run: by_framework(0, 0)
# run: by_framework(0, 1)
# run: by_framework(2, 1)


def either_of_two(a, b):
    if a | b:
        x = 1
    if a or b:
        use(x)
    use(x)  # NSA201: x
# run: either_of_two(2, 0)
# run: either_of_two(set(), {1})
# run: either_of_two({}, {})


def either_of_three(a, b, c):
    if a | b | c:
        x = 1
    if b:
        use(x)
    if not a and not c:
        use(x)  # NSA201: x
# run: either_of_three(0, 4, 0)
# run: either_of_three(0, 0, 0)


def found_in_a_loop(rows):
    found = False
    for row in rows:
        if row:
            x = row
        found |= row
    if found:
        use(x)
    use(x)  # NSA201: x  # NSA203: x
# run: found_in_a_loop([0, 3])
# run: found_in_a_loop([0, 0])
# run: found_in_a_loop([])


def found_in_a_test(rows):
    found = False
    for row in rows:
        if row > 2:
            x = row
        found |= row > 2
    if found:
        use(x)
    if not found:
        use(x)  # NSA201: x  # NSA203: x
# run: found_in_a_test([0, 3])
# run: found_in_a_test([0, 0])
# run: found_in_a_test([])


def both_say_each(p, q):
    if p:
        x = 1
    if q:
        y = 1
    if p & q:
        use(x)
        use(y)
# run: both_say_each(3, 2)
# run: both_say_each({1}, {1, 2})
# run: both_say_each(1, 2)


def each_says_not_both(p, q):
    if p & q:
        x = 1
    if p and q:
        use(x)  # NSA201: x
# run: each_says_not_both(3, 2)
# run: each_says_not_both(1, 2)


def a_check_that_clears_a_flag(a, b):
    ok = True
    ok &= a is None
    ok &= b is None
    if ok:
        x = 1
    if a is None and b is None:
        use(x)
    if a is None:
        use(x)  # NSA201: x
# run: a_check_that_clears_a_flag(None, None)
# run: a_check_that_clears_a_flag(None, 1)


def a_check_of_unknown_answer(p, q):
    ok = True
    if p:
        x = 1
    ok &= p
    ok &= q
    if ok:
        use(x)
    if q:
        use(x)  # NSA201: x
# run: a_check_of_unknown_answer(1, 3)
# run: a_check_of_unknown_answer(0, 3)


def a_true_flag_and_a_number(p):
    ok = True
    ok &= p
    if ok:
        x = 1
    if p:
        use(x)  # NSA201: x
# run: a_true_flag_and_a_number(2)
# run: a_true_flag_and_a_number(1)


def one_of_two(p, q):
    if p ^ q:
        x = 1
    if p and not q:
        use(x)
    if q and not p:
        use(x)
    if p and q:
        use(x)  # NSA201: x
# run: one_of_two(2, 0)
# run: one_of_two(0, 2)
# run: one_of_two(2, 2)
# run: one_of_two(2, 1)


def one_of_two_flags(a, b):
    p, q = not a, not b
    if p ^ q:
        x = 1
    if p != q:
        use(x)
    if p:
        use(x)  # NSA201: x
# run: one_of_two_flags(0, 1)
# run: one_of_two_flags(0, 0)


def neither_of_two(p, q):
    if p ^ q:
        return
    if p:
        x = 1
    if q:
        use(x)
# run: neither_of_two(2, 2)
# run: neither_of_two(0, 0)


def a_masked_bit(flags):
    if flags:
        x = 1
    if flags & 4:
        use(x)
    if flags | 4:
        use(x)  # NSA201: x
# run: a_masked_bit(5)
# run: a_masked_bit(0)


def bits_of_constants(a):
    mask = 1 | 2
    if mask & 2:
        x = 1
    if mask & 4:
        y = 1
    if mask:
        use(x)
        use(y)  # NSA205: y
# run: bits_of_constants(0)


def one_of_alternatives(a, b, c):
    flag = b if a else c
    if flag | c:
        x = 1
    if a and b:
        use(x)
    if a and not b and not c:
        use(x)  # NSA201: x
# run: one_of_alternatives(1, 2, 0)
# run: one_of_alternatives(1, 0, 0)


def bound_again(a, b):
    either = a | b
    if either:
        x = 1
    a = b + 1
    if a:
        use(x)  # NSA201: x
# run: bound_again(1, 0)
# run: bound_again(0, 0)


def with_itself(a):
    if a & a:
        x = 1
    if a:
        use(x)
    if a ^ a:
        use(z)
        z = 1
    if not a | a:
        y = 1
    if not a:
        use(y)
# run: with_itself(2)
# run: with_itself(0)
# run: with_itself({1})
# run: with_itself(set())


def with_what_it_was(a, b):
    before = a
    if b:
        a = b
    if before:
        x = 1
    if a & before:
        use(x)
    if a ^ before:
        use(x)  # NSA201: x
# run: with_what_it_was(0, 2)
# run: with_what_it_was(2, 0)
# run: with_what_it_was({1}, {2})


def taken_from_itself(a, b):
    a ^= a
    if a:
        use(y)
        y = 1
    if b:
        x = 1
    if a | b:
        use(x)
    if a ^ b or not b:
        use(x)  # NSA201: x
# run: taken_from_itself(2, 3)
# run: taken_from_itself(2, 0)
# run: taken_from_itself({1}, {2})
