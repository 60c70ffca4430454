# `any` and `all` over a display are its operands; over anything else, `any` needs an element and `all` is true of none.

def all_of_a_list(a, b):
    both = all([a, not b])
    if a:
        x = 1
    if both:
        use(x)
# run: all_of_a_list(True, False)
# run: all_of_a_list(False, False)


def any_of_a_tuple(a, n):
    if any((a, n > 3)):
        x = 1
    if n == 5 or a:
        use(x)
    if n == 3:
        use(x)  # NSA201: x
# run: any_of_a_tuple(False, 5)
# run: any_of_a_tuple(False, 3)
# run: any_of_a_tuple(True, 0)


def of_a_set_negated(a, b):
    if not any({a, b}):
        x = 1
    if not a and not b:
        use(x)
# run: of_a_set_negated(False, False)
# run: of_a_set_negated(True, False)


def a_generator_over_a_display(o):
    if all(each for each in (o.a, o.b)):
        x = 1
    if o.a and o.b:
        use(x)
    if o.a:
        use(x)  # NSA201: x
# run: a_generator_over_a_display(Box(a=True, b=True))
# run: a_generator_over_a_display(Box(a=True, b=False))


def what_each_element_is_compared_with(a, b):
    if any(each is None for each in [a, b]):
        return
    if a is not None:
        x = 1
    use(x)
# run: what_each_element_is_compared_with(None, 1)
# run: what_each_element_is_compared_with(1, 1)


def elements_that_a_test_leaves_out(a, b, n):
    if all(each for each in (a, b) if n > 1):
        x = 1
    if n == 0:
        use(x)
    if a and n > 1:
        use(x)  # NSA201: x
# run: elements_that_a_test_leaves_out(False, False, 0)
# run: elements_that_a_test_leaves_out(True, False, 2)


def with_others_that_are_unknown(a, others):
    if all([a, *others]):
        x = 1
        y = 2
    else:
        y = 1
    if a:
        use(x, y)  # NSA201: x
# run: with_others_that_are_unknown(True, [False])
# run: with_others_that_are_unknown(True, [])


def with_others_that_do_not_matter(a, others):
    if a:
        x = 1
    if all([a, *others]):
        use(x)
# run: with_others_that_do_not_matter(True, [])
# run: with_others_that_do_not_matter(False, [])


def a_walrus_in_the_element(xs):
    if any((y := i) > 1 for i in xs):
        use(y)
    else:
        use(y)  # NSA203: y
# run: a_walrus_in_the_element([2])
# run: a_walrus_in_the_element([])


def a_walrus_in_the_test(xs):
    if not all(i for i in xs if (y := i) != 3):
        use(y)
# run: a_walrus_in_the_test([0])
# run: a_walrus_in_the_test([])


def a_walrus_that_all_of_nothing_never_reaches(xs):
    if all((y := i) > 1 for i in xs):
        use(y)  # NSA203: y
# run: a_walrus_that_all_of_nothing_never_reaches([2])
# run: a_walrus_that_all_of_nothing_never_reaches([])


def any_needs_an_element(xs):
    for i in xs:
        y = i
    if any(i > 1 for i in xs):
        use(y)
    if all(i > 1 for i in xs):
        use(y)  # NSA203: y
# run: any_needs_an_element([2])
# run: any_needs_an_element([])


def the_same_elements_again(xs, n):
    if any(i > n for i in xs):
        y = 1
    if any(i > n for i in xs):
        use(y)
    n = n - 1
    if any(i > n for i in xs):
        use(y)  # NSA201: y
# run: the_same_elements_again([2], 1)
# run: the_same_elements_again([2], 2)


def in_another_function(a, b):
    def both():
        return all([a, b])

    if both():
        x = 1
    if a and b:
        use(x)
# run: in_another_function(True, True)
# run: in_another_function(True, False)
