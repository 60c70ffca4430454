# What a comprehension evaluates: all that it runs over, where its items go, and its elements now or later.

class Holder:
    pass


def what_any_asks_is_read_at_once(xs):
    if any(x > y for x in xs):  # NSA205: y
        return 1
    y = 1
    return y
# run: what_any_asks_is_read_at_once([1])
# run: what_any_asks_is_read_at_once([])


def what_a_generator_makes_is_read_later(xs):
    made = (x > y for x in xs)
    y = 1
    return list(made), y
# run: what_a_generator_makes_is_read_later([1])


def a_second_loop_is_evaluated(a, xs):
    if a:
        ys = [1]
    return [(x, y) for x in xs for y in ys]  # NSA201: ys
# run: a_second_loop_is_evaluated(0, [1])
# run: a_second_loop_is_evaluated(1, [1])


def a_second_loop_may_be_empty(xs, ys):
    if any((last := x) for x in xs for _ in ys):
        return 1
    if xs:
        use(last)  # NSA203: last
    return 2
# run: a_second_loop_may_be_empty([0], [])
# run: a_second_loop_may_be_empty([0], [1])


def items_go_to_parts(xs):
    o = Holder()
    if xs:
        y = 1
    made = [p for p, (_, *o.x) in xs]
    if made:
        use(y)
# run: items_go_to_parts([(1, (2, 3))])
# run: items_go_to_parts([])


def a_name_of_its_own_hides_one_outside(a, xs):
    if a:
        x = 1
    made = [x for x in xs]
    return made, x  # NSA201: x
# run: a_name_of_its_own_hides_one_outside(0, [])
# run: a_name_of_its_own_hides_one_outside(1, [1])


def the_same_name_is_another_thing(xs, ys):
    for zs in (xs, ys):
        found = [z for z in zs if z is not None]
        if found:
            y = 1
            break
    else:
        return
    use(y)
# run: the_same_name_is_another_thing([], [1])
