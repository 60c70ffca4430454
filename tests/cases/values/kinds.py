# What the kind of a value rules out.

def a_bool_is_not_2(a):
    b = not a
    if b != 2:
        x = 1
    use(x)
# run: a_bool_is_not_2(True)
# run: a_bool_is_not_2(False)


def a_bool_is_not_a_string(a):
    b = not a
    if b != "yes":
        x = 1
    use(x)
# run: a_bool_is_not_a_string(True)
# run: a_bool_is_not_a_string(False)


def true_equals_1(a):
    b = not a
    if b == 1:
        x = 1
    if b:
        use(x)
# run: true_equals_1(True)
# run: true_equals_1(False)


def false_equals_0(a):
    b = not a
    if b == 0:
        x = 1
    if not b:
        use(x)
# run: false_equals_0(True)
# run: false_equals_0(False)


def a_length_is_not_a_string(a):
    n = len(a)
    if n != "0":
        x = 1
    use(x)
# run: a_length_is_not_a_string([])
# run: a_length_is_not_a_string([1])


def a_length_is_not_negative(a):
    n = len(a)
    if n < 0:
        use(x)
    x = 1
# run: a_length_is_not_negative([])
# run: a_length_is_not_negative([1])


def an_empty_list_is_false():
    v = []
    if v:
        use(x)
    x = 1
# run: an_empty_list_is_false()


def a_list_that_may_have_been_filled(a):
    v = []
    if a:
        v.append(1)
        x = 1
    if v:
        use(x)
# run: a_list_that_may_have_been_filled(True)
# run: a_list_that_may_have_been_filled(False)


def a_list_that_was_handed_on(a):
    v = []
    use(v)
    if a:
        x = 1
    if v:
        use(x)  # NSA201: x
# not run: what it needs is not there


def one_of_two_objects_is_not_none(a):
    v = Box() if a else Manager()
    if v is not None:
        x = 1
    use(x)  # NSA201: x
# not run: a policy


def one_of_two_unknowns_may_be_none(a, b, c):
    v = b if a else c
    if v is not None:
        x = 1
    use(x)  # NSA201: x
# run: one_of_two_unknowns_may_be_none(True, None, 1)
# run: one_of_two_unknowns_may_be_none(True, 1, None)
