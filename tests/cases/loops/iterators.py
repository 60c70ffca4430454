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
