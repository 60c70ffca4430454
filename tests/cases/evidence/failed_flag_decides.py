def a_flag(a, b):
    if a:
        done = False
        if b:
            y = 1
            done = True
    if done:  # NSA201: done
        use(y)
# run: a_flag(True, True)
# run: a_flag(True, False)
# run: a_flag(False, True)


def its_negation(a, b):
    if a:
        missing = True
        if b:
            y = 1
            missing = False
    if not missing:  # NSA201: missing
        use(y)
# run: its_negation(True, True)
# run: its_negation(True, False)
# run: its_negation(False, False)


def a_mode(a, b):
    if a:
        mode = "none"
        if b:
            y = 1
            mode = "fast"
    if mode == "fast":  # NSA201: mode
        use(y)
# run: a_mode(True, True)
# run: a_mode(True, False)
# run: a_mode(False, False)


def a_copy(a, b):
    if a:
        done = b
        if b:
            y = 1
    ready = done  # NSA201: done
    if ready:
        use(y)
# run: a_copy(True, True)
# run: a_copy(True, False)
# run: a_copy(False, False)


def in_a_loop(xs):
    for x in xs:
        if x:
            first = x > 1
            if first:
                y = x
        if first:  # NSA201: first
            use(y)
# run: in_a_loop([0])
# run: in_a_loop([1, 0])
# run: in_a_loop([2, 0])


def what_it_binds(a):
    if a:
        done = a > 1
    if done:  # NSA201: done
        y = 1
    else:
        y = 2
    use(y)
# run: what_it_binds(0)
# run: what_it_binds(1)
# run: what_it_binds(2)


def what_does_not_depend_on_it(a):
    if a:
        done = True
        y = 1
    if done:  # NSA201: done
        use(1)
    use(y)  # NSA201: y
# not run: the first read that fails ends the run


class Methods:
    def go(self, a, b):
        if a:
            found = None
            if b:
                y = 1
                found = y
        if found is not None:  # NSA201: found
            use(y)
# run: Methods().go(True, True)
# run: Methods().go(True, False)
# run: Methods().go(False, False)


def where_it_is_bound_without_the_name(a, b):
    if a:
        done = b
    else:
        done = True
    if b:
        y = 1
    if done:
        use(y)  # NSA201: y
# run: where_it_is_bound_without_the_name(True, False)
# run: where_it_is_bound_without_the_name(False, False)
# run: where_it_is_bound_without_the_name(True, True)
