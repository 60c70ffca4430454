# walrus

def earlier_operand(a):
    use((x := a) and x)
# run: earlier_operand(True)
# run: earlier_operand(False)


def call_argument(a):
    use((x := a), x)
# run: call_argument(True)
# run: call_argument(False)


def read_before_it(a):
    use(x, (x := a))  # NSA205: x
# run: read_before_it(True)
# run: read_before_it(False)


def test_of_a_conditional_expression(a):
    return x if (x := a) else 0
# run: test_of_a_conditional_expression(True)
# run: test_of_a_conditional_expression(False)


def in_a_comparison(a):
    if (x := a) is not None and x:
        use(x)
# run: in_a_comparison(True)
# run: in_a_comparison(False)


def value_is_the_guard(a):
    if (c := a):
        x = 1
    if c:
        use(x)
# run: value_is_the_guard(True)
# run: value_is_the_guard(False)


def in_a_dict_display_key_before_value(a):
    return {(x := a): x}
# run: in_a_dict_display_key_before_value(True)
# run: in_a_dict_display_key_before_value(False)


def assignment_value_before_the_target(d, a):
    d[x] = (x := a)
# run: assignment_value_before_the_target({}, 1)


def keyword_argument_before_a_positional_star(a):
    use(y=(x := a), *[x])  # NSA205: x
# run: keyword_argument_before_a_positional_star(True)
# run: keyword_argument_before_a_positional_star(False)
