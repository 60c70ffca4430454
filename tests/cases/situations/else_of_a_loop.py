# else of a loop

def for_else_binds_no_break(xs):
    for i in xs:
        pass
    else:
        x = 1
    use(x)
# run: for_else_binds_no_break([])
# run: for_else_binds_no_break([1])
# run: for_else_binds_no_break([1, 2])
# run: for_else_binds_no_break([0])


def for_else_binds_with_a_break(xs):
    for i in xs:
        if i:
            break
    else:
        x = 1
    use(x)  # NSA203: x
# run: for_else_binds_with_a_break([])
# run: for_else_binds_with_a_break([1])
# run: for_else_binds_with_a_break([1, 2])
# run: for_else_binds_with_a_break([0])


def while_else_binds_no_break(n):
    while n:
        n -= 1
    else:
        x = 1
    use(x)
# run: while_else_binds_no_break(0)
# run: while_else_binds_no_break(2)


def while_else_binds_with_a_break(n):
    while n:
        break
    else:
        x = 1
    use(x)  # NSA203: x
# run: while_else_binds_with_a_break(0)
# run: while_else_binds_with_a_break(2)


def break_only_after_the_binding_else_raises(xs):
    for i in xs:
        if i:
            x = i
            break
    else:
        raise ValueError
    use(x)
# run: break_only_after_the_binding_else_raises([])
# run: break_only_after_the_binding_else_raises([1])
# run: break_only_after_the_binding_else_raises([1, 2])
# run: break_only_after_the_binding_else_raises([0])


def break_only_after_the_binding_else_returns(xs):
    for i in xs:
        x = i
        break
    else:
        return
    use(x)
# run: break_only_after_the_binding_else_returns([])
# run: break_only_after_the_binding_else_returns([1])
# run: break_only_after_the_binding_else_returns([1, 2])
# run: break_only_after_the_binding_else_returns([0])


def else_may_fall_through(xs, a):
    for i in xs:
        x = i
        break
    else:
        if a:
            return
    use(x)  # NSA203: x
# run: else_may_fall_through([], True)
# run: else_may_fall_through([], False)
# run: else_may_fall_through([1], False)
