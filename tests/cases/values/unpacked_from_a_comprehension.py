# What is unpacked from `[f(x) for x in (a, b)]`: each name gets what is made of its item.

def each_its_own():
    first, second = [x > 1 for x in (1, 2)]
    if second:
        y = 1
    if first:
        y = z
    use(y)
# run: each_its_own()


def in_the_order_of_the_items():
    first, second = [x > 1 for x in (1, 2)]
    if first:
        y = 1
    use(y)  # NSA205: y
# run: in_the_order_of_the_items()


def from_a_generator():
    first, second = (x > 1 for x in (1, 2))
    if first:
        y = 1
    use(y)  # NSA201: y
# run: from_a_generator()


def from_a_set():
    first, second = {x for x in (2, 1)}
    if first == 2:
        y = 1
    use(y)  # NSA201: y
# run: from_a_set()


def some_are_left_out():
    first, second = [x for x in (1, 2, 0) if not x > 1]
    if second:
        y = 1
    use(y)  # NSA201: y
# run: some_are_left_out()


def one_is_left_out(a, b):
    try:
        first, second = [x for x in (a, b) if x]
    except ValueError:
        y = 1
    use(y)  # NSA202: y
# run: one_is_left_out(0, 1)
# run: one_is_left_out(1, 1)


def too_many():
    try:
        first, second = [x for x in (1, 2, 3)]
    except ValueError:
        use(first)  # NSA202: first
# run: too_many()


def one_stands_for_several(xs):
    try:
        first, second = [x for x in (1, *xs)]
    except ValueError:
        use(first)  # NSA202: first
# run: one_stands_for_several([])


def of_what_is_not_written_out(xs):
    first, second = [x for x in xs]
    if first:
        y = 1
    use(y)  # NSA201: y
# run: of_what_is_not_written_out([0, 1])


def a_star_takes_the_rest():
    first, *second = [x for x in (0, 2)]
    if first:
        y = 1
    use(y)  # NSA201: y
# run: a_star_takes_the_rest()


def of_pairs():
    first, second = [a for a, b in ((0, 1), (1, 2))]
    if first:
        y = 1
    use(y)  # NSA201: y
# run: of_pairs()


def with_a_name_of_its_own(a):
    first, second = [(last := x) for x in (1, a)]
    if last:
        y = 1
    use(y)  # NSA201: y
# run: with_a_name_of_its_own(1)
# run: with_a_name_of_its_own(0)


def two_loops():
    first, second = [x for x in (1, 0) for _ in (2,)]
    if second:
        y = 1
    use(y)  # NSA201: y
# run: two_loops()
