# match

def no_wildcard(s):
    match s:
        case 1:
            x = 1
        case 2:
            x = 2
    use(x)  # NSA201: x
# run: no_wildcard(1)
# run: no_wildcard(3)


def case_binds(s):
    match s:
        case 1:
            x = 1
        case _:
            x = 2
    use(x)
# run: case_binds(1)
# run: case_binds(3)


def case_forgets(s):
    match s:
        case 1:
            x = 1
        case _:
            pass
    use(x)  # NSA201: x
# run: case_forgets(1)
# run: case_forgets(3)


def bare_capture(s):
    match s:
        case 1:
            x = 1
        case x:
            pass
    use(x)
# run: bare_capture(1)
# run: bare_capture(3)


def raising_wildcard(s):
    match s:
        case 1:
            x = 1
        case _:
            raise ValueError
    use(x)
# run: raising_wildcard(1)
# run: raising_wildcard(3)


def returning_wildcard(s):
    match s:
        case 1:
            x = 1
        case _:
            return
    use(x)
# run: returning_wildcard(1)
# run: returning_wildcard(3)


def the_same_match_again(s):
    match s:
        case 1:
            x = 1
    if s == 1:
        use(x)
# run: the_same_match_again(1)
# run: the_same_match_again(3)


def capture_in_its_own_guard(s):
    match s:
        case x if x:
            use(x)
# run: capture_in_its_own_guard(1)
# run: capture_in_its_own_guard(0)


def guarded_capture_is_no_wildcard(s):
    match s:
        case x if x:
            y = 1
    use(y)  # NSA201: y
# run: guarded_capture_is_no_wildcard(1)
# run: guarded_capture_is_no_wildcard(0)


def captures_of_a_sequence(s):
    match s:
        case [a, b]:
            pass
        case _:
            return
    use(a, b)
# run: captures_of_a_sequence([1, 2])
# run: captures_of_a_sequence(0)


def captures_read_elsewhere(s):
    match s:
        case [a, b]:
            pass
        case {'k': c, **rest}:
            pass
    use(rest)  # NSA201: rest, rest
# run: captures_read_elsewhere([1, 2])
# run: captures_read_elsewhere({'k': 1})


def or_pattern(s):
    match s:
        case 1 | 2:
            x = 1
        case _:
            return
    use(x)
# run: or_pattern(1)
# run: or_pattern(3)


def as_pattern(s):
    match s:
        case 1 as x:
            pass
        case _ as x:
            pass
    use(x)
# run: as_pattern(1)
# run: as_pattern(2)


def the_name_of_a_pattern_is_the_subject(s):
    match s:
        case 1 as k:
            x = 1
        case k:
            pass
    if k == 1:
        use(x)
# run: the_name_of_a_pattern_is_the_subject(1)
# run: the_name_of_a_pattern_is_the_subject(2)


def a_value_of_an_attribute(s, o):
    match s:
        case o.a:
            x = 1
    if s == o.a:
        use(x)
# run: a_value_of_an_attribute(1, Box(a=1))
# run: a_value_of_an_attribute(2, Box(a=1))


def a_value_that_may_be_either(s, o, c):
    o.k = 1 if c else 2
    match s:
        case o.k:
            x = 1
    if s == 1:
        use(x)  # NSA201: x
# run: a_value_that_may_be_either(1, Box(), True)
# run: a_value_that_may_be_either(1, Box(), False)


def a_singleton(s):
    match s:
        case None:
            x = 1
    if s is None:
        use(x)
# run: a_singleton(None)
# run: a_singleton(2)


def the_subject_is_another_name_for_what_is_tested(s):
    k = s
    match k:
        case 1:
            x = 1
    if s == 1:
        use(x)
# run: the_subject_is_another_name_for_what_is_tested(1)
# run: the_subject_is_another_name_for_what_is_tested(2)
