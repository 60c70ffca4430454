# calls that never return

def exit_(a):
    if a:
        x = 1
    else:
        exit(1)
    use(x)
# run: exit_(True)
# run: exit_(False)


def in_one_branch_return_raise_assert_false(a, b):
    if a:
        x = 1
    elif b:
        return
    else:
        assert False
    use(x)
# run: in_one_branch_return_raise_assert_false(True, True)
# run: in_one_branch_return_raise_assert_false(True, False)
# run: in_one_branch_return_raise_assert_false(False, True)
# run: in_one_branch_return_raise_assert_false(False, False)


def shadowed_exit(a, exit):
    if a:
        x = 1
    else:
        exit(1)
    use(x)  # NSA201: x
# run: shadowed_exit(True, fine)
# run: shadowed_exit(False, fine)


def in_the_second_operand(a):
    if a:
        x = 1
    a or exit(1)
    use(x)
# run: in_the_second_operand(True)
# run: in_the_second_operand(False)


def in_the_second_operand_of_the_other_word(a):
    if a:
        x = 1
    a and exit(1)
    use(x)  # NSA201: x
# run: in_the_second_operand_of_the_other_word(True)
# run: in_the_second_operand_of_the_other_word(False)


def in_one_value_of_two(a):
    if a:
        x = 1
    y = 2 if a else exit(1)
    use(x, y)
# run: in_one_value_of_two(True)
# run: in_one_value_of_two(False)


def as_an_argument(a):
    if a:
        x = 1
    if not a:
        use(exit(1))
    use(x)
# run: as_an_argument(True)
# run: as_an_argument(False)


def as_what_gets_a_name(a):
    if a:
        x = 1
    else:
        x_is_missing = exit(1)
    use(x)
# run: as_what_gets_a_name(True)
# run: as_what_gets_a_name(False)


def in_a_test(a):
    if a:
        x = 1
    if a or exit(1):
        use(x)
# run: in_a_test(True)
# run: in_a_test(False)


def caught_in_the_second_operand(a):
    if a:
        x = 1
    try:
        a or exit(1)
    except SystemExit:
        pass
    use(x)  # NSA201: x
# run: caught_in_the_second_operand(True)
# run: caught_in_the_second_operand(False)
