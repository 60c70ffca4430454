# annotation without value

def bound_by_an_inner_function_that_is_called():
    x: int
    def g():
        nonlocal x
        x = 1
    g()
    use(x)
# run: bound_by_an_inner_function_that_is_called()


def with_a_value():
    x: int = 1
    use(x)
# run: with_a_value()


def of_an_attribute(a):
    if a:
        x = Box()
    x.size: int  # NSA201: x
# run: of_an_attribute(True)
# run: of_an_attribute(False)


def of_an_item(a):
    xs = {}
    if a:
        i = 0
    xs[i]: int  # NSA201: i
# run: of_an_item(True)
# run: of_an_item(False)


def of_an_item_of_it(a):
    if a:
        xs = {}
    xs[0]: int  # NSA201: xs
# run: of_an_item_of_it(True)
# run: of_an_item_of_it(False)


def further_in(a):
    if a:
        x = Box(parts={})
    x.parts[0].size: int  # NSA201: x
# run: further_in(True)
# run: further_in(False)


def bound_in_it(a):
    xs = {}
    xs[(i := a)]: int
    use(i)
# run: bound_in_it(True)


def what_fails_in_it(a):
    try:
        a.x.y: int
        y = 1
    except AttributeError:
        use(y)  # NSA202: y
# run: what_fails_in_it(Box())


class Kept:
    def of_its_own_attribute(self, a):
        if a:
            x = 1
        self.size: int
        use(x)  # NSA201: x
# run: Kept().of_its_own_attribute(True)
# run: Kept().of_its_own_attribute(False)


def of_a_name_in_parentheses():
    (x): int
    x = 1
    use(x)
# run: of_a_name_in_parentheses()


def of_a_name(a):
    if a:
        x = 1
    x: int
    (x): int
    use(x)  # NSA201: x
# run: of_a_name(True)
# run: of_a_name(False)
