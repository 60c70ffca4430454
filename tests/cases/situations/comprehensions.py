# comprehensions

def the_target_does_not_leak(xs):
    x = [a for a in xs]
    use(a)  # NSA205: a
    a = 1
# run: the_target_does_not_leak([])
# run: the_target_does_not_leak([1])
# run: the_target_does_not_leak([1, 2])
# run: the_target_does_not_leak([0])


def target_of_the_same_name_elsewhere(xs):
    x = [a for a in xs]
    a = 1
    use(a)
# run: target_of_the_same_name_elsewhere([])
# run: target_of_the_same_name_elsewhere([1])
# run: target_of_the_same_name_elsewhere([1, 2])
# run: target_of_the_same_name_elsewhere([0])


def walrus_no_round(xs):
    [x := i for i in xs]
    use(x)  # NSA203: x
# run: walrus_no_round([])
# run: walrus_no_round([1])
# run: walrus_no_round([1, 2])
# run: walrus_no_round([0])


def walrus_filtered(xs):
    [x := i for i in xs if i]
    use(x)  # NSA203: x
# run: walrus_filtered([])
# run: walrus_filtered([1])
# run: walrus_filtered([1, 2])
# run: walrus_filtered([0])


def walrus_over_a_non_empty_literal():
    [x := i for i in (1, 2)]
    use(x)
# run: walrus_over_a_non_empty_literal()


def walrus_over_a_non_empty_literal_filtered(a):
    [x := i for i in (1, 2) if a]
    use(x)  # NSA203: x
# run: walrus_over_a_non_empty_literal_filtered(True)
# run: walrus_over_a_non_empty_literal_filtered(False)


def list_is_eager():
    [x for _ in (1,)]  # NSA205: x
    x = 1
# run: list_is_eager()


def set_and_dict_are_eager():
    {x for _ in (1,)}  # NSA205: x
    {1: y for _ in (1,)}  # NSA205: y
    x = y = 1
# not run: the first failure ends the run


def a_generator_is_lazy():
    g = (x for _ in (1,))
    x = 1
    return list(g)
# run: a_generator_is_lazy()


def but_for_its_first_iterable():
    g = (i for i in x)  # NSA205: x
    x = [1]
    return list(g)
# run: but_for_its_first_iterable()


def no_round_no_read():
    [x for _ in ()]
    x = 1
# run: no_round_no_read()
