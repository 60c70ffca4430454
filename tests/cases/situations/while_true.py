# while True

def bound_before_every_break(a):
    while True:
        if a:
            x = 1
            break
        x = 2
        break
    use(x)
# run: bound_before_every_break(True)
# run: bound_before_every_break(False)


def bound_in_one_branch(a):
    while True:
        if a:
            x = 1
        break
    use(x)  # NSA201: x
# run: bound_in_one_branch(True)
# run: bound_in_one_branch(False)


def no_break_unreachable(a):
    while True:
        if a:
            return
        a = True
    use(x)
    x = 1
# run: no_break_unreachable(True)
# run: no_break_unreachable(False)


def bound_in_an_earlier_round():
    first = True
    while True:
        if not first:
            break
        x = 1
        first = False
    use(x)
# run: bound_in_an_earlier_round()


def a_loop_without_end_where_the_name_is_unbound(a, b):
    if a:
        x = 1
    if b and not a:
        while True:
            pass
    if b:
        use(x)
# run: a_loop_without_end_where_the_name_is_unbound(True, True)
# run: a_loop_without_end_where_the_name_is_unbound(False, False)
