# One object under two names: what one of them changes, the other sees.

def appended_under_the_other_name(a):
    xs = []
    ys = xs
    if a:
        x = 1
        ys.append(1)
    if xs:
        use(x)
# run: appended_under_the_other_name(True)
# run: appended_under_the_other_name(False)


def a_key_under_the_other_name(a):
    state = {"done": False}
    same = state
    if a:
        same["done"] = True
        x = 1
    if state["done"]:
        use(x)
    if not same["done"]:
        use(x)  # NSA201: x
# run: a_key_under_the_other_name(True)
# run: a_key_under_the_other_name(False)


def one_of_two(a, b):
    xs, ys = [], []
    zs = xs
    if b:
        zs = ys
    if a:
        zs.append(1)
        x = 1
    if xs or ys:
        use(x)
    if b and not xs:
        use(x)  # NSA201: x
# run: one_of_two(True, True)
# run: one_of_two(False, True)


def given_under_a_condition(a, b):
    xs, zs = [], []
    if b:
        zs = xs
    if a:
        zs.append(1)
        x = 1
    if xs:
        use(x)
    if zs and not xs:
        use(x)
    if not xs:
        use(x)  # NSA201: x
# run: given_under_a_condition(True, True)
# run: given_under_a_condition(False, True)
# run: given_under_a_condition(False, False)


def rebound_in_between(a):
    xs = []
    ys = xs
    xs = []
    if a:
        ys.append(1)
    else:
        x = 1
    if xs:
        use(x)
    if not xs:
        use(x)  # NSA201: x
# run: rebound_in_between(True)
# run: rebound_in_between(False)


def of_a_parameter(xs, a):
    ys = xs
    if xs:
        return
    if a:
        ys.append(1)
        x = 1
    if xs:
        use(x)
# run: of_a_parameter([], True)
# run: of_a_parameter([], False)


class Holder:
    def handed_on_under_the_other_name(self, g):
        xs = []
        ys = xs
        g(ys)
        if xs:
            x = 1
        else:
            y = 1
        use(x, y)  # NSA201: x, y

    def in_a_loop(self, items):
        xs = []
        out = xs
        for item in items:
            x = item
            out.append(item)
        if xs:
            use(x)
# run: Holder().handed_on_under_the_other_name(fine)
# run: Holder().handed_on_under_the_other_name(lambda xs: xs.append(1))
# run: Holder().in_a_loop([1])
# run: Holder().in_a_loop([])


def given_where_nothing_else_matters(a, b):
    xs = []
    zs = []
    if b:
        zs = xs
    if a:
        zs.append(1)
    else:
        x = 1
    if xs:
        use(x)  # NSA201: x
# run: given_where_nothing_else_matters(True, True)
# run: given_where_nothing_else_matters(False, True)


def given_in_a_loop(a, b):
    xs = []
    zs = []
    for _ in b:
        zs = xs
    if a:
        zs.append(1)
    else:
        x = 1
    if xs:
        use(x)  # NSA201: x
# run: given_in_a_loop(True, [1])
# run: given_in_a_loop(False, [1])


def given_deeper(a, b):
    xs = []
    zs = []
    if b:
        if b > 1:
            use(b)
        else:
            zs = xs
    if a:
        zs.append(1)
    else:
        x = 1
    if xs:
        use(x)  # NSA201: x
# run: given_deeper(True, 1)
# run: given_deeper(False, 2)


def given_with_a_third_name(a, b):
    xs = []
    zs = []
    if b:
        ys = zs = xs
    if a:
        zs.append(1)
    else:
        x = 1
    if xs:
        use(x)  # NSA201: x
# run: given_with_a_third_name(True, True)
# run: given_with_a_third_name(False, True)


def filled_under_the_first_name(a, b):
    xs = []
    zs = []
    if b:
        zs = xs
    if a:
        xs.append(1)
    else:
        x = 1
    if zs:
        use(x)  # NSA201: x
# run: filled_under_the_first_name(True, True)
# run: filled_under_the_first_name(False, True)


def one_of_three(a, b, c):
    xs, ys, zs = [], [], []
    if b:
        ys = xs
    if c:
        zs = ys
    if a:
        zs.append(1)
    else:
        x = 1
    if xs:
        use(x)  # NSA201: x
    if not zs:
        use(x)
# run: one_of_three(True, True, True)
# run: one_of_three(False, True, True)


def two_names_at_once(a):
    xs = []
    ys = zs = xs
    if a:
        zs.append(1)
    else:
        x = 1
    if xs:
        use(x)  # NSA201: x
    if not ys:
        use(x)
# run: two_names_at_once(True)
# run: two_names_at_once(False)


def the_first_of_two(a):
    xs = []
    ys = zs = xs
    if a:
        ys.append(1)
        x = 1
    if xs or zs:
        use(x)
# run: the_first_of_two(True)
# run: the_first_of_two(False)


def two_names_of_a_key(a):
    state = {"done": False}
    same = other = state
    if a:
        other["done"] = True
        x = 1
    if state["done"] and same["done"]:
        use(x)
    if not state["done"]:
        use(x)  # NSA201: x
# run: two_names_of_a_key(True)
# run: two_names_of_a_key(False)


def with_an_annotation(a):
    xs = []
    zs: list = xs
    if a:
        zs.append(1)
    else:
        x = 1
    if xs:
        use(x)  # NSA201: x
# run: with_an_annotation(True)
# run: with_an_annotation(False)


def with_and_without_an_annotation(a):
    xs = []
    ys = xs
    zs: list = xs
    if a:
        zs.append(1)
    else:
        x = 1
    if xs or ys:
        use(x)  # NSA201: x
# run: with_and_without_an_annotation(True)
# run: with_and_without_an_annotation(False)


class Kept:
    def fill(self):
        self.found.append(1)

    def kept_and_filled(self, a):
        xs = []
        ys = self.found = xs
        if a:
            self.fill()
        else:
            x = 1
        if xs:
            use(x, ys)  # NSA201: x

    def kept_first(self, a):
        xs = []
        self.found = ys = xs
        if a:
            self.fill()
        else:
            x = 1
        if xs:
            use(x, ys)  # NSA201: x

    def kept_in_a_dict(self, a):
        xs, held = [], {}
        ys = held["k"] = xs
        if a:
            held["k"].append(1)
        else:
            x = 1
        if xs:
            use(x, ys)  # NSA201: x
# run: Kept().kept_and_filled(True)
# run: Kept().kept_and_filled(False)
# run: Kept().kept_first(True)
# run: Kept().kept_in_a_dict(True)
