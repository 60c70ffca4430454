def need(flag):
    if not flag:
        raise ValueError(flag)


def kind(one):
    return "a" if one else "b"


def refuse(this):
    need(this)


def first_a_call(a, b):
    str(b)
    if a:
        y = 1
    need(a)
    use(y)
# run: first_a_call(True, 1)
# run: first_a_call(False, 1)


def first_an_if(a, b):
    if b:
        str(b)
    if a:
        y = 1
    if kind(a) == "b":
        return
    use(y)
# run: first_an_if(True, 1)
# run: first_an_if(False, 0)


def first_a_loop(a, b):
    for each in range(b):
        str(each)
    if a:
        y = 1
    refuse(a)
    use(y)
# run: first_a_loop(True, 1)
# run: first_a_loop(False, 0)


def first_a_try(a, b):
    try:
        int(b)
    except ValueError:
        pass
    if a:
        y = 1
    need(a)
    use(y)
# run: first_a_try(True, 1)
# run: first_a_try(False, "b")


def first_a_match(a, b):
    match b:
        case 1:
            str(b)
    if a:
        y = 1
    if kind(a) == "b":
        raise ValueError(a)
    use(y)
# run: first_a_match(True, 1)
# run: first_a_match(False, 2)


def first_a_manager(a, b):
    with b:
        str(b)
    if a:
        y = 1
    refuse(a)
    use(y)
# not run: needs a manager


def first_a_call_of_it(a, b):
    if b:
        need(b)
    if a:
        y = 1
    use(y)  # NSA201: y
# run: first_a_call_of_it(True, 1)
# run: first_a_call_of_it(False, 1)


def of_something_else(a, b):
    str(b)
    if a:
        y = 1
    refuse(b)
    use(y)  # NSA201: y
# run: of_something_else(True, 1)
# run: of_something_else(False, 1)


def the_other_kind(a, b):
    for each in range(b):
        str(each)
    if a:
        y = 1
    if kind(a) == "a":
        return
    use(y)  # NSA201: y
# run: the_other_kind(True, 1)
# run: the_other_kind(False, 1)
