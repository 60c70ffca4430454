def need(flag):
    if not flag:
        raise ValueError(flag)


def needs(flag):
    need(flag)


def needs_all(one, other):
    needs(one)
    needs(other)


def gives(flag):
    return needs(flag)


def looks(flag):
    return flag is None


def one_that_calls_it(a, b):
    if a:
        y = 1
    if b:
        needs(a)
    if b:
        use(y)
# run: one_that_calls_it(True, True)
# run: one_that_calls_it(True, False)
# run: one_that_calls_it(False, True)
# run: one_that_calls_it(False, False)


def one_that_calls_one_that_calls_it(a, b):
    if a:
        y = 1
    if b:
        needs_all(b, a)
    if b:
        use(y)
# run: one_that_calls_one_that_calls_it(True, True)
# run: one_that_calls_one_that_calls_it(True, False)
# run: one_that_calls_one_that_calls_it(False, True)
# run: one_that_calls_one_that_calls_it(False, False)


def one_that_returns_the_call(a, b):
    if a:
        y = 1
    if b:
        gives(a)
    if b:
        use(y)
# run: one_that_returns_the_call(True, True)
# run: one_that_returns_the_call(False, True)
# run: one_that_returns_the_call(False, False)


def one_that_calls_it_with_something_else(a, b):
    if a:
        y = 1
    if b:
        needs(b)
    if b:
        use(y)  # NSA201: y
# run: one_that_calls_it_with_something_else(True, True)
# run: one_that_calls_it_with_something_else(False, True)
# run: one_that_calls_it_with_something_else(False, False)


def one_that_only_looks(a, b):
    if a:
        y = 1
    if b:
        looks(a)
    if b:
        use(y)  # NSA201: y
# run: one_that_only_looks(True, True)
# run: one_that_only_looks(False, True)
# run: one_that_only_looks(False, False)
