def kind(flag, items):
    """The kind of what is used."""
    import json

    if not flag:
        return "plain"
    for item in items:
        if item:
            return json.loads(item)
    return "fast"


def need(flag, items):
    if not flag:
        str(items)
        raise ValueError(items)
    while items:
        items.pop()


def one_of_three(flag, other, items):
    if flag:
        return 1
    elif other:
        return 2
    while items:
        items.pop()
    return 3


def asks(flag, items):
    if kind(flag, items) == "plain":
        return True
    try:
        return items[0]
    except IndexError:
        return False


def the_rest_is_not_the_start(flag, items):
    if flag:
        y = 1
    if kind(flag, items) != "plain":
        use(y)
# run: the_rest_is_not_the_start(True, [])
# run: the_rest_is_not_the_start(False, [])


def what_the_start_gives(flag, items):
    if flag:
        y = 1
    if kind(flag, items) == "plain":
        use(y)  # NSA201: y
# run: what_the_start_gives(True, ['"plain"'])
# run: what_the_start_gives(False, [])


def the_rest_may_give_the_same(flag, items):
    if not flag:
        y = 1
    if kind(flag, items) == "plain":
        use(y)  # NSA201: y
# run: the_rest_may_give_the_same(True, ['"plain"'])
# run: the_rest_may_give_the_same(False, [])


def kept_in_a_name(flag, items):
    found = kind(flag, items)
    if flag:
        y = 1
    if found in ("fast", "fastest"):
        use(y)
# run: kept_in_a_name(True, [])
# run: kept_in_a_name(False, [])


def the_same_twice(flag, items):
    if kind(flag, items) == "fast":
        y = 1
    if flag and kind(flag, items) == "fast":
        use(y)
# run: the_same_twice(True, [])
# run: the_same_twice(False, [])


def it_refuses(flag, items):
    if flag:
        y = 1
    need(flag, items)
    use(y)
# run: it_refuses(True, [1])
# run: it_refuses(False, [1])


def it_refuses_the_other(flag, items):
    if flag:
        y = 1
    need(not flag, items)
    use(y)  # NSA201: y
# run: it_refuses_the_other(True, [1])
# run: it_refuses_the_other(False, [1])


def its_failure_is_caught(flag, items):
    if flag:
        y = 1
    try:
        need(flag, items)
    except ValueError:
        pass
    use(y)  # NSA201: y
# run: its_failure_is_caught(True, [1])
# run: its_failure_is_caught(False, [1])


def the_rest_fails(flag, items):
    try:
        need(True, items)
        y = 1
    except AttributeError:
        pass
    use(y)  # NSA202: y
# run: the_rest_fails(True, (1,))


def not_the_first_two(flag, other, items):
    if not flag and not other:
        y = 1
    if one_of_three(flag, other, items) not in (1, 2):
        use(y)
# run: not_the_first_two(True, True, [1])
# run: not_the_first_two(False, True, [1])
# run: not_the_first_two(False, False, [1])


def not_the_first(flag, other, items):
    if not flag and not other:
        y = 1
    if one_of_three(flag, other, items) != 1:
        use(y)  # NSA201: y
# run: not_the_first(False, True, [1])
# run: not_the_first(False, False, [1])


def through_another(flag, items):
    if flag:
        y = 1
    if not asks(flag, items):
        use(y)
# run: through_another(True, [])
# run: through_another(False, [])


def through_another_as_it_is(flag, items):
    if flag:
        y = 1
    if asks(flag, items):
        use(y)  # NSA201: y
# run: through_another_as_it_is(True, [])
# run: through_another_as_it_is(False, [])


def gives_items(flag, items):
    if not flag:
        raise ValueError
    yield from items


def a_generator_runs_later(flag, items):
    if flag:
        y = 1
    gives_items(flag, items)
    use(y)  # NSA201: y
# run: a_generator_runs_later(True, [])
# run: a_generator_runs_later(False, [])


def never_called(function):
    return lambda *given: None


@never_called
def needs(flag, items):
    if not flag:
        raise ValueError
    for item in items:
        str(item)


def another_function_is_called(flag, items):
    if flag:
        y = 1
    needs(flag, items)
    use(y)  # NSA201: y
# run: another_function_is_called(True, [])
# run: another_function_is_called(False, [])


def sets_first(flag, items):
    if flag:
        items = []
    if not items:
        return None
    for item in items:
        str(item)
    return items


def nothing_is_known_of_the_start(flag, items):
    if flag:
        y = 1
    if sets_first(flag, items) is None:
        use(y)  # NSA201: y
# run: nothing_is_known_of_the_start(True, [])
# run: nothing_is_known_of_the_start(False, [])


LOADED = False


def load(flag, items):
    if not flag:
        return False
    for item in items:
        global LOADED
        LOADED = item
    return True


def the_rest_sets_a_name_of_the_module(flag, items):
    if LOADED:
        y = 1
    if load(flag, items) and LOADED:
        use(y)  # NSA201: y
# run: the_rest_sets_a_name_of_the_module(True, [1])
# run: the_rest_sets_a_name_of_the_module(False, [1])


class Loader:
    def __init__(self, flag):
        self.flag = flag
        self.ready = False

    def prepare(self, items):
        if not self.flag:
            raise ValueError
        for item in items:
            self.ready = item

    def chosen(self, items):
        if self.flag:
            return "flag"
        for item in items:
            return item

    def the_rest_sets_an_attribute(self, items):
        self.ready = not items
        if self.ready:
            y = 1
        self.prepare(items)
        if self.ready:
            use(y)  # NSA201: y

    def a_method_refuses(self, items):
        if self.flag:
            y = 1
        self.prepare(items)
        use(y)

    def a_method_gives(self, items):
        if not self.flag:
            y = 1
        if self.chosen(items) != "flag":
            use(y)

    def a_method_gives_the_same(self, items):
        if self.flag:
            y = 1
        if self.chosen(items) == "flag":
            use(y)  # NSA201: y
# run: Loader(True).the_rest_sets_an_attribute([1])
# run: Loader(False).the_rest_sets_an_attribute([1])
# run: Loader(True).a_method_refuses([1])
# run: Loader(False).a_method_refuses([1])
# run: Loader(True).a_method_gives(["a"])
# run: Loader(False).a_method_gives(["a"])
# run: Loader(True).a_method_gives_the_same(["flag"])
# run: Loader(False).a_method_gives_the_same(["flag"])
