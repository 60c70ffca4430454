# A slice is empty where its sequence has too few items.

def all_but_the_first(xs):
    for x in xs[1:]:
        y = x
    if len(xs) > 1:
        use(y)
# run: all_but_the_first([1, 2])
# run: all_but_the_first([1])


def all_but_the_first_of_some(xs):
    for x in xs[1:]:
        y = x
    if xs:
        use(y)  # NSA203: y
# run: all_but_the_first_of_some([1])
# run: all_but_the_first_of_some([1, 2])


def all_but_the_last(xs):
    for x in xs[:-1]:
        y = x
    if len(xs) >= 2:
        use(y)
# run: all_but_the_last([1, 2])
# run: all_but_the_last([])


def the_last_two(xs):
    for x in xs[-2:]:
        y = x
    if xs:
        use(y)
# run: the_last_two([1])
# run: the_last_two([])


def from_the_back(xs):
    for x in xs[::-1]:
        y = x
    if xs:
        use(y)
# run: from_the_back([1])
# run: from_the_back([])


def the_first_few(xs):
    for x in xs[:3]:
        y = x
    if not xs:
        return
    use(y)
# run: the_first_few([1])
# run: the_first_few([])


def between_two_places(xs):
    for x in xs[1:3]:
        y = x
    if len(xs) > 1:
        use(y)
    if len(xs) == 1:
        use(y)  # NSA203: y
# run: between_two_places([1])
# run: between_two_places([1, 2])


def up_to_a_number(xs, n):
    for x in xs[:n]:
        y = x
    if xs:
        use(y)  # NSA203: y
# run: up_to_a_number([1], 0)
# run: up_to_a_number([1], 1)


def a_part_as_a_test(xs):
    if xs[2:]:
        y = 1
    if len(xs) > 2:
        use(y)
# run: a_part_as_a_test([1, 2, 3])
# run: a_part_as_a_test([1])


def an_item_shows_that_there_is_one(xs):
    first = xs[0]
    for x in xs:
        y = x
    use(y, first)
# run: an_item_shows_that_there_is_one([1])
# run: an_item_shows_that_there_is_one([])


def the_last_item_too(items):
    found = []
    for item in items:
        found.append(item)
    if found[-1] == 0:
        return
    for each in found:
        y = each
    use(y)
# run: the_last_item_too([])
# run: the_last_item_too([1])


def an_item_by_a_name_does_not(table, key):
    first = table[key]
    for x in table:
        y = x
    use(y, first)  # NSA203: y
# not run: a class may answer any key


def a_new_one_after_the_item(xs):
    first = xs[0]
    xs = load(xs)
    for x in xs:
        y = x
    use(y, first)  # NSA203: y
# not run: what it needs is not there
