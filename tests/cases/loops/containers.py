# What is in a container, where it is empty.

def nothing_is_in_an_empty_dict(fast, xs):
    if fast:
        known = {x: 1 for x in xs}
        zone = {x: 2 for x in xs}
    else:
        known = {}
    for x in xs:
        if x in known:
            use(zone)
# run: nothing_is_in_an_empty_dict(True, [1])
# run: nothing_is_in_an_empty_dict(False, [1])


def nothing_is_in_an_empty_set(fast, x):
    if fast:
        known = {x}
        y = 1
    else:
        known = set()
    if x in known:
        use(y)
    if x not in known:
        use(y)  # NSA201: y
# run: nothing_is_in_an_empty_set(True, 1)
# run: nothing_is_in_an_empty_set(False, 1)


def nothing_runs_over_an_empty_list(fast, xs):
    if fast:
        rows = xs
        y = 1
    else:
        rows = []
    for row in rows:
        use(y, row)
# run: nothing_runs_over_an_empty_list(True, [1])
# run: nothing_runs_over_an_empty_list(False, [1])


def something_runs_once_it_is_filled(fast, xs):
    rows = []
    if fast:
        y = 1
    rows.append(xs)
    for row in rows:
        use(y, row)  # NSA201: y
# run: something_runs_once_it_is_filled(True, [1])
# run: something_runs_once_it_is_filled(False, [1])


def no_range_up_to_zero(fast, rows, step):
    if fast:
        count = 0
    else:
        count = rows
        y = 1
    for start in range(0, count, step):
        use(y, start)
# run: no_range_up_to_zero(True, 2, 1)
# run: no_range_up_to_zero(False, 2, 1)


def a_range_up_to_one(fast, rows, step):
    if fast:
        count = 1
    else:
        count = rows
        y = 1
    for start in range(0, count, step):
        use(y, start)  # NSA201: y
# run: a_range_up_to_one(True, 2, 1)
# run: a_range_up_to_one(False, 2, 1)


def what_holds_an_item_is_not_empty(xs, x):
    if x in xs:
        for each in xs:
            y = each
        use(y)
# run: what_holds_an_item_is_not_empty([1], 1)
# run: what_holds_an_item_is_not_empty([], 1)


def what_does_not_may_be(xs, x):
    if x not in xs:
        for each in xs:
            y = each
        use(y)  # NSA203: y
# run: what_does_not_may_be([], 1)
# run: what_does_not_may_be([2], 1)


class Cache:
    def get(self, key, fast):
        table = {}
        if fast:
            y = 1
            table = self.load()
        return y if key in table else None

    def load(self):
        return {1: 1}
# run: Cache().get(1, True)
# run: Cache().get(1, False)
