# What iterators of the standard library, progress bars and ranges of kernel languages give.
import itertools
from itertools import count, chain as linked


def numbers(name):
    for i in itertools.count():
        y = i
        if i == name:
            break
    use(y)
# run: numbers(0)
# run: numbers(4)


def numbers_by_the_name_of_the_function(name):
    for i in count(5):
        y = i
        if y > name:
            return y
    use(z)
# run: numbers_by_the_name_of_the_function(5)


def a_method_of_that_name(text):
    for c in text.count("a"):
        y = c
    use(y)  # NSA203: y
# not run: a string's gives a number


def again_and_again(xs):
    left = 3
    for x in itertools.cycle(xs):
        y = x
        left -= 1
        if not left:
            break
    use(y)  # NSA203: y
# run: again_and_again([1])
# run: again_and_again([])


def the_same_again(x):
    for each in itertools.repeat(x):
        y = each
        if fine(y):
            break
    use(y)
# run: the_same_again(1)


def one_after_the_other(xs, more):
    for x in linked(xs, more):
        y = x
    if more:
        use(y)
    use(y)  # NSA203: y
# run: one_after_the_other([], [1])
# run: one_after_the_other([], [])


def each_with_each(xs, more):
    for a, b in itertools.product(xs, more):
        y = a, b
    if xs and more:
        use(y)
    if xs:
        use(y)  # NSA203: y
# run: each_with_each([1], [])
# run: each_with_each([1], [1])


def applied(xs):
    for x in map(fine, xs):
        y = x
    if xs:
        use(y)
# run: applied([1])
# run: applied([])


def in_step(xs, more):
    for a, b in zip(xs, more, strict=True):
        y = a
    if xs and more:
        use(y)
# run: in_step([1], [1])
# run: in_step([], [])


def until_a_mark(read, mark):
    for part in iter(read, mark):
        y = part
    use(y)  # NSA203: y
# run: until_a_mark(lambda: 1, 1)
# run: until_a_mark([2, 1].pop, 2)


def parts_of_a_string(text):
    for part in text.split(","):
        y = part
    use(y)
# run: parts_of_a_string("")


def words_of_a_string(text):
    for part in text.split():
        y = part
    use(y)  # NSA203: y
# run: words_of_a_string("")
# run: words_of_a_string("a")


def made_one_by_one(xs):
    for x in [fine(x) for x in xs]:
        y = x
    if xs:
        use(y)
# run: made_one_by_one([1])
# run: made_one_by_one([])


def picked_one_by_one(xs):
    for x in [x for x in xs if x]:
        y = x
    if xs:
        use(y)  # NSA203: y
# run: picked_one_by_one([0])
# run: picked_one_by_one([1])


def bars(n, x):
    for i in tqdm(range(n), desc="steps"):
        if i == 0:
            total = x
        total = total + x
# not run: what it needs is not there


def bars_that_start_later(n, x):
    for i in tqdm(range(1, n)):
        if i == 0:
            total = x
        total = total + x  # NSA205: total
# not run: what it needs is not there


def numbered_bars(xs):
    for i, x in enumerate(tqdm(xs)):
        if i == 0:
            first = x
        if i == 1:
            second = first
        if i > 1:
            use(second)
# not run: what it needs is not there


def asked_for_its_iterator(xs):
    for x in iter(xs):
        y = x
    if xs:
        use(y)
# run: asked_for_its_iterator([1])
# run: asked_for_its_iterator([])


def until_a_mark_of_what_is_not_empty(read):
    for part in iter(read, None):
        y = part
    if read:
        use(y)  # NSA203: y
# run: until_a_mark_of_what_is_not_empty(lambda: None)
# run: until_a_mark_of_what_is_not_empty([None, 1].pop)


def copied(xs):
    for x in tuple(list(xs)):
        y = x
    if xs:
        use(y)
# run: copied([1])
# run: copied([])


def a_bound_that_is_no_number(n):
    try:
        for i in range(n):
            y = i
    except TypeError:
        use(y)  # NSA202: y
# run: a_bound_that_is_no_number(None)
# run: a_bound_that_is_no_number(1)


def a_later_bound_that_is_no_number(n):
    try:
        for i in range(0, n, 2):
            y = i
    except TypeError:
        use(y)  # NSA202: y
# run: a_later_bound_that_is_no_number(None)


def a_known_range_does_not_fail():
    try:
        for i in range(0, 4, 2):
            y = i
    except TypeError:
        use(y)
    use(y)
# run: a_known_range_does_not_fail()


def what_is_copied_cannot_be(xs):
    try:
        for x in list(xs):
            y = x
    except TypeError:
        use(y)  # NSA202: y
# run: what_is_copied_cannot_be(None)


def what_is_copied_can_be():
    try:
        for x in list((1, 2)):
            y = x
    except TypeError:
        use(y)
    use(y)
# run: what_is_copied_can_be()


def always_the_same(stop):
    for i in itertools.count(5, 0):
        if i < 5:
            use(y)
        if stop():
            break
    y = i
    use(y)
# run: always_the_same([True, False, False, False].pop)


def never_less(stop):
    for i in itertools.count(5, 2):
        if i < 5:
            use(y)
        if stop():
            break
    y = i
    use(y)
# run: never_less([True, False, False, False].pop)


def less_and_less(stop):
    for i in itertools.count(5, -2):
        if i < 0:
            use(y)  # NSA205: y
        if stop():
            break
    y = i
    use(y)
# run: less_and_less([True, False, False, False].pop)


def more_and_more(stop):
    for i in itertools.count(5, 2):
        if i > 10:
            use(y)  # NSA205: y
        if stop():
            break
    y = i
    use(y)
# run: more_and_more([True, False, False, False].pop)


def may_not_be_a_text(text):
    try:
        for part in text.split(","):
            y = part
    except AttributeError:
        use(y)  # NSA202: y
# run: may_not_be_a_text(None)
# run: may_not_be_a_text("")


def bound_where_it_is_split(text):
    for part in (raw := text).split(","):
        y = part
    use(raw, y)
# run: bound_where_it_is_split("a")


def split_from_the_right(text):
    for part in text.rsplit("."):
        y = part
    use(y)
# run: split_from_the_right("")


def split_at_what_may_be_none(text, mark):
    for part in text.split(mark):
        y = part
    use(y)  # NSA203: y
# run: split_at_what_may_be_none("", None)
# run: split_at_what_may_be_none("", ",")


def split_at_none(text):
    for part in text.split(None):
        y = part
    use(y)  # NSA203: y
# run: split_at_none("")
# run: split_at_none("a")


def split_at_none_a_few_times(text):
    for part in text.split(None, 1):
        y = part
    use(y)  # NSA203: y
# run: split_at_none_a_few_times("")
# run: split_at_none_a_few_times("a")
