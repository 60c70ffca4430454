# How often a loop runs, by the bounds of its range.

def one_more_than_a_number(n):
    for i in range(n + 1):
        y = i
    if n >= 0:
        use(y)
# run: one_more_than_a_number(0)
# run: one_more_than_a_number(-1)


def one_less_than_a_number(n):
    for i in range(n - 1):
        y = i
    if n > 0:
        use(y)  # NSA203: y
# run: one_less_than_a_number(1)
# run: one_less_than_a_number(2)


def downwards(n):
    for i in range(n, 0, -1):
        y = i
    if n < 1:
        return
    use(y)
# run: downwards(0)
# run: downwards(2)


def downwards_from_too_low(n):
    for i in range(n, 3, -1):
        y = i
    if n > 2:
        use(y)  # NSA203: y
# run: downwards_from_too_low(3)
# run: downwards_from_too_low(4)


def in_strides(n):
    for i in range(0, n, 4):
        y = i
    if n > 0:
        use(y)
# run: in_strides(1)
# run: in_strides(0)


def in_strides_of_a_known_range():
    for i in range(1, 8, 3):
        last = i
    if last == 7:
        y = last
    use(y)
# run: in_strides_of_a_known_range()


def down_a_known_range():
    for i in range(3, 0, -1):
        if i == 2:
            y = i
    use(y)
# run: down_a_known_range()


def the_wrong_way():
    for i in range(0, 3, -1):
        y = i
    use(y)  # NSA205: y
# run: the_wrong_way()


def a_step_that_a_test_knows(n, step):
    down = step < 0
    for i in range(0, n, step):
        y = i
    if n > 0 and not down:
        use(y)
    elif n > 0:
        use(y)  # NSA203: y
# run: a_step_that_a_test_knows(1, 1)
# run: a_step_that_a_test_knows(1, -1)
# run: a_step_that_a_test_knows(0, 1)


def a_product(n):
    for i in range(2 * n):
        y = i
    if n:
        if n > 0:
            use(y)
# run: a_product(1)
# run: a_product(-1)


def half_of_it(n):
    for i in range(n // 2):
        y = i
    if n > 1:
        use(y)
    elif n == 1:
        use(y)  # NSA203: y
# run: half_of_it(1)
# run: half_of_it(2)


def what_is_left_of_four(n):
    for i in range(4 - n):
        y = i
    if n <= 3:
        use(y)
# run: what_is_left_of_four(3)
# run: what_is_left_of_four(5)


def pairs(xs):
    for i in range(len(xs) - 1):
        y = xs[i]
    if len(xs) > 1:
        use(y)
# run: pairs([1, 2])
# run: pairs([1])


def pairs_of_what_is_not_empty(xs):
    for i in range(len(xs) - 1):
        y = xs[i]
    if xs:
        use(y)  # NSA203: y
# run: pairs_of_what_is_not_empty([1])
# run: pairs_of_what_is_not_empty([1, 2])


def at_least_two(n):
    for i in range(max(2, n)):
        y = i
    use(y)
# run: at_least_two(0)


def at_most_four(n):
    for i in range(min(n, 4)):
        y = i
    if n > 0:
        use(y)
    use(y)  # NSA203: y
# run: at_most_four(1)
# run: at_most_four(0)


class Pool:
    def fill(self, size):
        self.size = size
        for i in range(self.size + 1):
            y = i
        if self.size >= 0:
            use(y)
        if self.size >= -1:
            use(y)  # NSA203: y
# run: Pool().fill(0)
# run: Pool().fill(-1)
