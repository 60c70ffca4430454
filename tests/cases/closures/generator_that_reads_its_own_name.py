# A generator expression that gets a name: its elements are made later, when that name is bound.

def its_own_name(xs):
    g = (g for _ in xs)
    return next(g)
# run: its_own_name([1])


def in_a_test(xs):
    g = (x for x in xs if g)
    return next(g)
# run: in_a_test([1])


def annotated(xs):
    g: object = (g for _ in xs)
    return next(g)
# run: annotated([1])


def in_an_inner_loop(xs):
    g = (x for x in xs for _ in [g])
    return next(g)
# run: in_an_inner_loop([1])


def over_several_lines(xs):
    g = (
        g
        for _ in xs
    )
    return next(g)
# run: over_several_lines([1])


def what_it_runs_over():
    g = (x for x in g)  # NSA205: g
    return g
# run: what_it_runs_over()


def taken_at_once(xs):
    g = list(g for _ in xs)  # NSA205: g
    return g
# run: taken_at_once([1])


def a_list(xs):
    g = [g for _ in xs]  # NSA205: g
    return g
# run: a_list([1])


def unpacked(xs):
    g, h = (g for _ in xs)  # NSA205: g
    return g, h
# run: unpacked([1, 2])


def in_the_head_of_a_loop(xs):
    for g in (g for _ in xs):  # NSA205: g
        use(g)
# run: in_the_head_of_a_loop([1])
