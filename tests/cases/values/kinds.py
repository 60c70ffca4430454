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


def a_declared_bool_is_not_2(b: bool):
    if b != 2:
        x = 1
    use(x)
# run: a_declared_bool_is_not_2(True)
# run: a_declared_bool_is_not_2(False)


def a_declared_bool_is_not_a_string(b: bool):
    if b == "yes":
        x = 1
    use(x)  # NSA205: x
# run: a_declared_bool_is_not_a_string(True)
# run: a_declared_bool_is_not_a_string(False)


def a_declared_bool_that_equals_1_is_true(b: bool):
    if b == 1:
        x = 1
    if b:
        use(x)
# run: a_declared_bool_that_equals_1_is_true(True)
# run: a_declared_bool_that_equals_1_is_true(False)


def a_declared_bool_that_equals_0_is_false(b: bool):
    if b == 0:
        x = 1
    if not b:
        use(x)
# run: a_declared_bool_that_equals_0_is_false(True)
# run: a_declared_bool_that_equals_0_is_false(False)


def a_declared_int_is_not_a_string(n: int):
    if n != "1":
        x = 1
    use(x)
# run: a_declared_int_is_not_a_string(0)
# run: a_declared_int_is_not_a_string(1)


def a_declared_int_is_not_none(n: int):
    if n is not None:
        x = 1
    use(x)
# run: a_declared_int_is_not_none(0)
# run: a_declared_int_is_not_none(1)


def a_declared_int_is_false_at_0(n: int):
    if n == 0:
        x = 1
    if not n:
        use(x)
# run: a_declared_int_is_false_at_0(0)
# run: a_declared_int_is_false_at_0(1)


def between_two_whole_numbers_is_no_other(n: int):
    if n > 1 and n < 3:
        x = 1
    if n == 2:
        use(x)
# run: between_two_whole_numbers_is_no_other(2)
# run: between_two_whole_numbers_is_no_other(3)


def one_of_two_declared_bools(a: bool, b: bool, c):
    v = a if c else b
    if v == 1:
        x = 1
    if v:
        use(x)
# run: one_of_two_declared_bools(True, False, True)
# run: one_of_two_declared_bools(True, False, False)


def a_bool_is_an_int_and_no_class_beside_it(v):
    if isinstance(v, bool):
        label = "flag"
    if isinstance(v, int):
        x = 1
    if isinstance(v, bool):
        use(x, label)
# run: a_bool_is_an_int_and_no_class_beside_it(True)
# run: a_bool_is_an_int_and_no_class_beside_it(2)


def two_declared_bools_are_equal_or_not(a: bool, b: bool):
    if a == b:
        x = 1
    use(x)  # NSA201: x
# run: two_declared_bools_are_equal_or_not(True, True)
# run: two_declared_bools_are_equal_or_not(True, False)


def two_declared_bools_that_are_equal_are_equally_true(a: bool, b: bool):
    if a == b:
        x = 1
    if a and b or not (a or b):
        use(x)
# run: two_declared_bools_that_are_equal_are_equally_true(True, True)
# run: two_declared_bools_that_are_equal_are_equally_true(True, False)
# run: two_declared_bools_that_are_equal_are_equally_true(False, False)


def two_declared_bools_that_differ_are_not(a: bool, b: bool):
    if a != b:
        x = 1
    if a and not b:
        use(x)
    if a:
        use(x)  # NSA201: x
# run: two_declared_bools_that_differ_are_not(True, False)
# run: two_declared_bools_that_differ_are_not(True, True)


def equal_unknowns_are_equally_true(a, b):
    if a == b:
        x = 1
        if a:
            y = 1
        if b:
            use(x, y)
    if a:
        use(x)  # NSA201: x
# run: equal_unknowns_are_equally_true(1, 1)
# run: equal_unknowns_are_equally_true(0, 0)
# run: equal_unknowns_are_equally_true(1, 0)


def unknowns_that_are_equally_true_may_differ(a, b):
    if a and b and a == b:
        x = 1
    if a and b:
        use(x)  # NSA201: x
# run: unknowns_that_are_equally_true_may_differ(1, 1)
# run: unknowns_that_are_equally_true_may_differ(1, 2)


def a_bool_and_an_unknown(a: bool, b):
    if a == b:
        x = 1
        if a:
            y = 1
        if b:
            use(x, y)
    if a and b:
        use(x)  # NSA201: x
# run: a_bool_and_an_unknown(True, True)
# run: a_bool_and_an_unknown(False, 0)
# run: a_bool_and_an_unknown(True, 2)


def the_same_name_is_equal_to_itself(a: bool):
    if a == a:
        x = 1
    use(x)
# run: the_same_name_is_equal_to_itself(True)
