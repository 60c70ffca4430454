# `-x`, `+x` and `~x`: where they fail, and what they give.

def a_test_fails(n):
    try:
        if -n:
            y = 1
        else:
            y = 2
    except TypeError:
        use(y)  # NSA202: y
    use(y)
# run: a_test_fails(None)
# run: a_test_fails(1)


def an_expression_fails(n):
    try:
        y = 1 if ~n else 2
    except TypeError:
        use(y)  # NSA202: y
    use(y)
# run: an_expression_fails(None)
# run: an_expression_fails(1)


def an_operand_fails(n):
    try:
        y = 1 if +n > 3 else 2
    except TypeError:
        use(y)  # NSA202: y
    use(y)
# run: an_operand_fails(None)
# run: an_operand_fails(1)


def a_value_that_is_tested_fails(n):
    try:
        x = -n
    except TypeError:
        use(x)  # NSA202: x
    if x > 2:
        z = 1
    if x > 3:
        use(z)
# run: a_value_that_is_tested_fails(None)
# run: a_value_that_is_tested_fails(-4)


def bound_before_it_fails(n):
    try:
        y = 1
        if -n:
            z = 1
        else:
            z = 2
    except TypeError:
        use(y)
        z = 3
    use(z)
# run: bound_before_it_fails(None)
# run: bound_before_it_fails(1)


def not_does_not_fail(n):
    try:
        x = not n
    except TypeError:
        use(x)
    use(x)
# run: not_does_not_fail(None)


def a_number_is_negated(a):
    x = -1
    if a:
        x = -x
        y = 1
    if x == 1:
        use(y)
    if x == -1:
        use(y)  # NSA201: y
# run: a_number_is_negated(True)
# run: a_number_is_negated(False)


def one_of_two_is_negated(a, b):
    x = 1 if a else 2
    if a:
        y = 1
    if -x == -2:
        use(y)  # NSA201: y
# run: one_of_two_is_negated(True, True)
# run: one_of_two_is_negated(False, True)


def inverted_is_not_negated(a):
    x = 1
    if a:
        y = 1
    if ~x == -2:
        use(y)  # NSA201: y
# run: inverted_is_not_negated(True)
# run: inverted_is_not_negated(False)


def a_flag_that_is_known_is_negated():
    flag = True
    if -flag == -1:
        y = 1
    use(y)
# run: a_flag_that_is_known_is_negated()


def a_text_cannot_be():
    text = "a"
    try:
        if -text:
            y = 1
        else:
            y = 2
    except TypeError:
        use(y)  # NSA202: y
# run: a_text_cannot_be()
