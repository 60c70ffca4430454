# What is known in the last iteration: of the number of a range, of `enumerate`, and of a counter.

def retries(text, retries):
    assert retries > 0
    for attempt in range(retries):
        try:
            answer = int(text)
            break
        except ValueError:
            if attempt == retries - 1:
                raise
    use(answer)
# run: retries("x", 1)
# run: retries("x", 4)
# run: retries("1", 2)


def retries_but_one(text, retries):
    assert retries > 0
    for attempt in range(retries):
        try:
            answer = int(text)
            break
        except ValueError:
            if attempt < retries - 1:
                continue
            raise
    use(answer)
# run: retries_but_one("x", 3)


def none_allowed(text, retries):
    for attempt in range(retries):
        try:
            answer = int(text)
            break
        except ValueError:
            if attempt == retries - 1:
                raise
    use(answer)  # NSA203: answer
# run: none_allowed("x", 0)
# run: none_allowed("x", 2)


def one_too_late(text, retries):
    assert retries > 0
    for attempt in range(retries):
        try:
            answer = int(text)
            break
        except ValueError:
            if attempt == retries:
                raise
    use(answer)  # NSA202: answer
# run: one_too_late("x", 2)


def counted_from_one(text, retries):
    assert retries >= 1
    for attempt in range(1, retries + 1):
        try:
            answer = int(text)
            break
        except ValueError:
            if attempt >= retries:
                raise
    use(answer)
# run: counted_from_one("x", 1)
# run: counted_from_one("x", 3)


def with_a_sum(text, retries):
    assert retries >= 1
    for attempt in range(retries):
        try:
            answer = int(text)
            break
        except ValueError:
            if attempt + 1 >= retries:
                raise
    use(answer)
# run: with_a_sum("x", 2)


def over_a_list(items):
    assert items
    for number, item in enumerate(items):
        if item > 0:
            found = item
            break
        if number == len(items) - 1:
            raise ValueError
    use(found)
# run: over_a_list([0, 1])
# run: over_a_list([0, 0, 0, 0])


def over_a_list_that_grows(items):
    assert items
    size, found = len(items), None
    for number, item in enumerate(items):
        if number < 5:
            items.append(item)
        if number == size - 1:
            found = item
        elif number >= size:
            del found
            break
    use(found)  # NSA204: found
# run: over_a_list_that_grows([1])


def by_length(items):
    assert len(items) > 0
    for number in range(len(items)):
        if number == len(items) - 1:
            last = items[number]
    use(last)
# run: by_length([1])
# run: by_length([1, 2, 3, 4, 5])


def counter(text):
    tries = 0
    while tries < 5:
        try:
            answer = int(text)
            break
        except ValueError:
            tries += 1
            if tries == 5:
                raise
    use(answer)
# run: counter("x")


def counter_of_no_more_than(text, most):
    assert most > 0
    count = 1
    while count <= most:
        try:
            answer = int(text)
            break
        except ValueError:
            if count == most:
                raise
        count += 1
    use(answer)
# run: counter_of_no_more_than("x", 1)
# run: counter_of_no_more_than("x", 4)


def counter_downwards(text):
    left = 4
    while left > 0:
        try:
            answer = int(text)
            break
        except ValueError:
            left = left - 1
            if not left:
                raise
    use(answer)
# run: counter_downwards("x")


def counter_that_is_set_back(text, again):
    tries = 0
    while tries < 3:
        try:
            answer = int(text)
            break
        except ValueError:
            tries += 1
            if tries == 2 and again.pop():
                tries = 5
            if tries == 3:
                raise
    use(answer)  # NSA202: answer
# run: counter_that_is_set_back("x", [True])


def counter_that_passes_the_limit(text):
    tries = 0
    while tries < 5:
        try:
            answer = int(text)
            break
        except ValueError:
            tries += 2
            if tries == 5:
                raise
    use(answer)  # NSA202: answer
# run: counter_that_passes_the_limit("x")


def the_last_but_one(n):
    x = 1
    for i in range(n):
        if i == n - 2:
            del x
    use(x)  # NSA204: x
# run: the_last_but_one(1)
# run: the_last_but_one(5)


def between(n):
    assert n > 0
    i = 0
    while i < n:
        i += 1
        if i > 2 and i < n - 1:
            y = 1
    del y  # NSA201: y  # NSA203: y
# run: between(1)
# run: between(5)
# run: between(6)


def the_third_that_is_the_last(n):
    y = 0
    for i in range(n):
        if i == 2 and i == n - 1:
            del y
    use(y)  # NSA204: y
# run: the_third_that_is_the_last(2)
# run: the_third_that_is_the_last(3)
# run: the_third_that_is_the_last(4)


def only_one_between(n, flags):
    y = 0
    for i in range(n):
        if i == 5 and i != n - 1:
            del y
            break
    use(y)  # NSA204: y
# run: only_one_between(6, [])
# run: only_one_between(7, [])


def shortened_by_a_slice(items):
    if not items:
        return
    size = len(items)
    for number, item in enumerate(items):
        if number == size - 1:
            y = 1
        items[:] = []
    use(y)  # NSA201: y
# run: shortened_by_a_slice([1, 2, 3])


def shortened_by_del(items):
    if not items:
        return
    size = len(items)
    for number, item in enumerate(items):
        if number == size - 1:
            y = 1
        del items[-1]
    use(y)  # NSA201: y
# run: shortened_by_del([1, 2, 3])


def shortened_by_a_function(items, shorten):
    if not items:
        return
    size = len(items)
    for number, item in enumerate(items):
        if number == size - 1:
            y = 1
        shorten(items)
    use(y)  # NSA201: y
# run: shortened_by_a_function([1, 2, 3], list.clear)


def shortened_under_another_name(items):
    if not items:
        return
    same = items
    size = len(items)
    for number, item in enumerate(items):
        if number == size - 1:
            y = 1
        same.pop()
    use(y)  # NSA201: y
# run: shortened_under_another_name([1, 2, 3])


def multiplied(items):
    if not items:
        return
    size = len(items)
    for number, item in enumerate(items):
        if number == size - 1:
            y = 1
        items *= 0
    use(y)  # NSA201: y
# run: multiplied([1, 2, 3])


def asked_for_its_items_alone(items):
    if not items:
        return
    size = len(items)
    for number, item in enumerate(items):
        if items[number] and len(items) > 1:
            use(item)
        if number == size - 1:
            y = 1
    use(y)
# run: asked_for_its_items_alone([1, 2, 3])
# run: asked_for_its_items_alone([0])
