# What a function stores in a dict, set, list or tuple is found there again, while nobody else has the container.

def a_flag_under_a_key(a):
    state = {"done": False, "left": None}
    if a:
        x = 1
        state["done"] = True
    if state["done"]:
        use(x)
    if state["left"] is None:
        use(x)  # NSA201: x
# run: a_flag_under_a_key(True)
# run: a_flag_under_a_key(False)


def a_key_that_is_there_or_not(a):
    found = {}
    if a:
        x = found["it"] = 1
    if "it" in found:
        use(x)
    if found.get("it") is not None:
        use(x)
    if "other" not in found:
        use(x)  # NSA201: x
# run: a_key_that_is_there_or_not(True)
# run: a_key_that_is_there_or_not(False)


def a_key_that_is_deleted(a):
    found = {"it": 1}
    if a:
        x = 1
    else:
        del found["it"]
    if "it" in found:
        use(x)
    if not found:
        use(x)  # NSA201: x
# run: a_key_that_is_deleted(True)
# run: a_key_that_is_deleted(False)


def an_unknown_key(a, k):
    found = {"it": False}
    if a:
        x = 1
    found[k] = True
    if found["it"]:
        use(x)  # NSA201: x
# run: an_unknown_key(False, "it")


def names_in_a_set(a, b):
    seen = set()
    if a:
        x = 1
        seen.add("x")
    if b:
        seen.add("y")
        y = 1
    if "x" in seen and "y" in seen:
        use(x, y)
    if "x" in seen or "y" in seen:
        use(x)  # NSA201: x
# run: names_in_a_set(True, True)
# run: names_in_a_set(False, True)


def what_a_set_loses(a):
    seen = {"x", "y"}
    if a:
        seen.discard("x")
    else:
        x = 1
    if "x" in seen:
        use(x)
    if "y" in seen:
        use(x)  # NSA201: x
# run: what_a_set_loses(False)
# run: what_a_set_loses(True)


def an_unknown_member(a, k):
    seen = {"x"}
    if a:
        seen.add(k)
        x = 1
    if "y" in seen:
        use(x)
    if "x" in seen:
        use(x)  # NSA201: x
# run: an_unknown_member(True, "y")
# run: an_unknown_member(False, "y")


def an_item_of_a_tuple(a, b):
    flags = (a, not b, 3)
    if a:
        x = 1
    if flags[0]:
        use(x)
    if flags[-1] == 4:
        use(y)
    if flags[1]:
        use(x)  # NSA201: x
# run: an_item_of_a_tuple(True, False)
# run: an_item_of_a_tuple(False, False)


def an_item_of_a_list(a):
    flags = [False, None]
    if a:
        flags[0] = True
        x = 1
    flags.append(1)
    if flags[0]:
        use(x)
    flags.insert(0, 1)
    if flags[0]:
        use(x)  # NSA201: x
# run: an_item_of_a_list(True)
# run: an_item_of_a_list(False)


class Holder:
    def __init__(self, fine=False):
        self.fine = fine

    def a_flag_in_a_loop(self, xs):
        state = {"first": True, "count": 0}
        for x in xs:
            if state["first"]:
                y = x
                state["first"] = False
            else:
                use(y)
            state["count"] = state["count"] + 1
        if not state["first"]:
            use(y)
        if state["count"] == 5:
            z = 1
        if state["count"] > 4:
            use(z)  # NSA201: z

    def handed_on(self, a, g):
        state = {"done": False}
        g(state)
        if a:
            x = 1
        if state["done"]:
            use(x)  # NSA201: x
# run: Holder().a_flag_in_a_loop([])
# run: Holder().a_flag_in_a_loop([1, 2])
# run: Holder().a_flag_in_a_loop(range(6))
# run: Holder().handed_on(False, lambda state: state.update(done=True))


def kept_by_somebody(a, g):
    state = {"done": False}
    g(state)
    state["done"] = False
    g(state)
    if a:
        x = 1
    if state["done"]:
        use(x)  # NSA201: x
# run: kept_by_somebody(False, lambda state: state.update(done=True))


def updated(a, other):
    state = {"done": False}
    state.update(other)
    if a:
        x = 1
    if state["done"]:
        use(x)  # NSA201: x
# run: updated(False, {"done": True})


def in_a_dict_of_somebody(a, d):
    d["fast"] = False
    if a:
        d["fast"] = True
        x = 1
    if d["fast"]:
        use(x)
    if d["slow"]:
        use(x)  # NSA201: x
# run: in_a_dict_of_somebody(True, {"slow": 1})
# run: in_a_dict_of_somebody(False, {"slow": 1})


def what_is_inside_may_change(a):
    state = {"all": []}
    if a:
        x = 1
    state["all"].append(1)
    if state["all"]:
        use(x)  # NSA201: x
# run: what_is_inside_may_change(False)
