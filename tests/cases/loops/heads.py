# What is evaluated, and what may fail, where a loop gets what it runs over; and what its items are.
import itertools


def trange(n, **_):
    return range(n)


FILLED = {1: 2}


class Holder:
    pass


def a_set_is_evaluated(a):
    if a:
        for x in {(last := a), 2}:
            use(x)
    if a:
        use(last)
# run: a_set_is_evaluated(1)
# run: a_set_is_evaluated(0)


def a_set_that_fails(o):
    try:
        for x in {o.first, 2}:
            y = x
    except AttributeError:
        use(y)  # NSA202: y
# run: a_set_that_fails(Holder())


def a_dict_is_evaluated(a):
    if a:
        for x in {1: (last := a)}:
            use(x)
    if a:
        use(last)
# run: a_dict_is_evaluated(1)
# run: a_dict_is_evaluated(0)


def a_dict_that_fails(o):
    try:
        for x in {1: o.first}:
            y = x
    except AttributeError:
        use(y)  # NSA202: y
# run: a_dict_that_fails(Holder())


def what_sorts_is_evaluated(a):
    if a:
        for x in sorted((1, 2), key=(order := fine)):
            use(x)
    if a:
        use(order)
# run: what_sorts_is_evaluated(1)
# run: what_sorts_is_evaluated(0)


def what_sorts_fails(o):
    try:
        for x in sorted((1, 2), key=o.order):
            y = x
    except AttributeError:
        use(y)  # NSA202: y
# run: what_sorts_fails(Holder())


def sorting_fails(a):
    try:
        for x in sorted({1: 2, a: 3}):
            y = x
    except TypeError:
        use(y)  # NSA202: y
# run: sorting_fails("a")
# run: sorting_fails(2)


def numbering_fails(start):
    try:
        for pair in enumerate((1, 2), start):
            y = pair
    except TypeError:
        use(y)  # NSA202: y
# run: numbering_fails(None)
# run: numbering_fails(1)


def whether_lengths_agree_is_evaluated(a):
    if a:
        for x in zip((1, 2), (3, 4), strict=(strict := a)):
            use(x)
    if a:
        use(strict)
# run: whether_lengths_agree_is_evaluated(1)
# run: whether_lengths_agree_is_evaluated(0)


def zipping_fails(options):
    try:
        for part in zip((1, 2), **options):
            y = part
    except TypeError:
        use(y)  # NSA202: y
# run: zipping_fails({"lengths": 1})
# run: zipping_fails({"strict": True})


def what_is_applied_is_evaluated(a):
    if a:
        for x in map((function := fine), (1, 2)):
            use(x)
    if a:
        use(function)
# run: what_is_applied_is_evaluated(1)
# run: what_is_applied_is_evaluated(0)


def what_is_applied_fails():
    try:
        for x in map(boom, (1, 2)):
            y = x
    except ValueError:
        use(y)  # NSA202: y
# run: what_is_applied_fails()


def a_bar_is_given_something(a):
    if a:
        for x in trange(3, desc=(text := a)):
            use(x)
    if a:
        use(text)
# run: a_bar_is_given_something(1)
# run: a_bar_is_given_something(0)


def counting_by_keywords(a):
    if a:
        for _ in itertools.count(start=(first := a)):
            break
    if a:
        use(first)
# run: counting_by_keywords(1)
# run: counting_by_keywords(0)


def counting_by_keywords_does_not_end(a, done):
    for _ in itertools.count(start=a):
        if done():
            y = 1
            break
    use(y)
# run: counting_by_keywords_does_not_end(1, fine)


def counting_does_not_end(done):
    for i in itertools.count(5):
        if i > 5 and done():
            y = 1
            break
        if i < 5:
            use(y)
    use(y)
# run: counting_does_not_end(fine)


def counting_from_something(n):
    for i in itertools.count(n):
        break
    if i == n:
        y = 1
    use(y)
# run: counting_from_something(1)


def counting_by_something(step):
    for i in itertools.count(5, step):
        if i == 5:
            y = 1
        if i > 20:
            break
        use(y)
    use(y)
# run: counting_by_something(3)


def counting_on_from_something(n, limit):
    for i in itertools.count(n, 2):
        if i > n:
            use(y)
            break
        y = 1
# run: counting_on_from_something(3, 1)


def down_by_something(n, x):
    for i in range(n, 0, -x):
        y = i
    if n > 0:
        use(y)
# run: down_by_something(2, 1)
# run: down_by_something(0, 1)


def the_last_of_every_second(n):
    if n < 4:
        return
    for i in range(0, n, 2):
        pass
    if i == n - 1:
        y = 1
    use(y)  # NSA201: y
# run: the_last_of_every_second(4)
# run: the_last_of_every_second(5)


def the_last_from_something(m, n):
    if m >= n:
        return
    for i in range(m, n):
        pass
    if i == n:
        y = 1
    use(y)  # NSA201: y
# run: the_last_from_something(0, 4)


def views_of_a_dict(xs):
    for k, _ in xs.items():
        y = k
    use(y)  # NSA203: y
# run: views_of_a_dict({})
# run: views_of_a_dict({1: 2})


def views_of_what_holds_something():
    for k, _ in FILLED.items():
        y = k
    use(y)
# run: views_of_what_holds_something()


def views_fail(xs):
    try:
        for k in xs.keys():
            y = k
    except AttributeError:
        use(y)  # NSA202: y
# run: views_fail(None)


def the_first_of_what_is_sorted():
    for x in sorted((2, 1)):
        break
    if x == 2:
        y = 1
    use(y)  # NSA201: y
# run: the_first_of_what_is_sorted()


def the_first_of_a_set():
    for x in set((2, 1)):
        break
    if x == 2:
        y = 1
    use(y)  # NSA201: y
# run: the_first_of_a_set()


def equal_ones_of_a_set():
    seen = False
    for _ in set((1, 1)):
        if seen:
            y = 1
        seen = True
    use(y)  # NSA203: y
# run: equal_ones_of_a_set()


def the_only_one_of_a_set():
    seen = False
    for _ in set((5,)):
        if seen:
            use(y)
        seen = True
    y = 1
    use(y)
# run: the_only_one_of_a_set()


def none_of_a_set():
    for _ in set(()):
        y = 1
    use(y)  # NSA205: y
# run: none_of_a_set()


def the_first_of_what_is_reversed(n):
    if n < 1:
        return
    for i in reversed(range(n)):
        break
    if i == 0:
        y = 1
    use(y)  # NSA201: y
# run: the_first_of_what_is_reversed(1)
# run: the_first_of_what_is_reversed(2)


def numbered_from_one(xs):
    if len(xs) < 4:
        return
    for i, _ in enumerate(xs, 1):
        pass
    if i == len(xs) - 1:
        y = 1
    use(y)  # NSA201: y
# run: numbered_from_one([1, 2, 3, 4])


def numbered_from_zero(xs):
    for i, _ in enumerate(xs):
        if i == len(xs) - 1:
            y = 1
    if xs:
        use(y)
# run: numbered_from_zero([1])


def in_step_with_fewer(xs):
    for _, b in zip(xs, (1, 2)):
        if b == 2:
            y = 1
    if xs:
        use(y)  # NSA203: y
# run: in_step_with_fewer([1])
# run: in_step_with_fewer([1, 2])


def a_tuple_in_a_name(a):
    pair = (0, 1)
    for x in pair:
        if x:
            y = 1
    use(y)
# run: a_tuple_in_a_name(1)


def unknown_things_in_a_tuple(a):
    pair = (a, 1)
    seen = False
    for _ in pair:
        if seen:
            y = 1
        seen = True
    use(y)
# run: unknown_things_in_a_tuple(1)


def one_of_a_tuple_stands_for_several(xs):
    pair = (0, *xs)
    seen = False
    for _ in pair:
        if seen:
            y = 1
        seen = True
    use(y)  # NSA203: y
# run: one_of_a_tuple_stands_for_several([])
# run: one_of_a_tuple_stands_for_several([1])


def an_exception_is_not_a_tuple():
    try:
        boom()
    except ValueError as error:
        try:
            for x in error:
                y = x
        except TypeError:
            use(y)  # NSA202: y
# run: an_exception_is_not_a_tuple()


def a_class_is_not_a_tuple():
    try:
        for x in Holder:
            y = x
    except TypeError:
        use(y)  # NSA202: y
# run: a_class_is_not_a_tuple()


def the_same_twice_in_a_row(x):
    for each in itertools.repeat(x, 0):
        y = each
    use(y)  # NSA203: y
# run: the_same_twice_in_a_row(1)


def a_view_with_an_argument(xs):
    for each in xs.values(1):
        y = each
    if xs:
        use(y)  # NSA203: y
# not run: it is of a class of its own
