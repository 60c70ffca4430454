# Functions under another name, lambdas, and what is called through a name that has several values.

def a_lambda_that_is_called(flag):
    if flag:
        y = 1
    g = lambda: use(y)  # NSA201: y
    g()
# run: a_lambda_that_is_called(True)
# run: a_lambda_that_is_called(False)


def a_lambda_that_is_called_under_the_guard(flag):
    if flag:
        y = 1
    g = lambda: use(y)
    if flag:
        g()
# run: a_lambda_that_is_called_under_the_guard(True)
# run: a_lambda_that_is_called_under_the_guard(False)


def a_lambda_that_is_called_too_early(flag):
    g = lambda n: use(y, n)  # NSA205: y
    if flag:
        g(1)
    y = 1
# run: a_lambda_that_is_called_too_early(True)
# run: a_lambda_that_is_called_too_early(False)


def a_second_name(flag):
    def g():
        use(y)  # NSA201: y
    h = g
    if flag:
        y = 1
    h()
# run: a_second_name(True)
# run: a_second_name(False)


def a_third_name_under_the_guard(flag):
    def g():
        use(y)
    h = g
    i = h
    if flag:
        y = 1
        i()
# run: a_third_name_under_the_guard(True)
# run: a_third_name_under_the_guard(False)


def either_binds(flag):
    if flag:
        def impl():
            nonlocal y
            y = 1
    else:
        def impl():
            nonlocal y
            y = 2
    impl()
    use(y)
    y = 3
# run: either_binds(True)
# run: either_binds(False)


def one_binds(flag):
    if flag:
        def impl():
            nonlocal y
            y = 1
    else:
        def impl():
            pass
    impl()
    use(y)  # NSA205: y
    y = 3
# run: one_binds(True)
# run: one_binds(False)


def either_reads(use_triton):
    if use_triton:
        y = 1
        finish = lambda: use(y)
    else:
        z = 1
        finish = lambda: use(z)
    finish()
# run: either_reads(True)
# run: either_reads(False)


def the_wrong_one_reads(use_triton):
    if use_triton:
        z = 1
        finish = lambda: use(y)  # NSA101: y
    else:
        y = 1
        finish = lambda: use(y)
    finish()
    use(z if use_triton else y)
# run: the_wrong_one_reads(True)
# run: the_wrong_one_reads(False)


def one_by_a_condition(flag):
    def fast():
        use(y)
    def slow():
        pass
    run = fast if flag else slow
    if flag:
        y = 1
    run()
# run: one_by_a_condition(True)
# run: one_by_a_condition(False)


def what_it_returns(flag):
    def choose():
        return flag
    pick = choose
    if pick():
        y = 1
    if flag:
        use(y)
# run: what_it_returns(True)
# run: what_it_returns(False)


class Runner:
    def run(self, flag):
        if flag:
            y = 1
        step = lambda: use(y)  # NSA201: y
        for _ in range(2):
            step()
# run: Runner().run(True)
# run: Runner().run(False)


def handed_on_under_the_guard(flag, register):
    if flag:
        y = 1
        def hook():
            return y
    else:
        def hook():
            return 0
    register(hook)
# run: handed_on_under_the_guard(True, lambda hook: hook())
# run: handed_on_under_the_guard(False, lambda hook: hook())


def handed_on_without_it(flag, register):
    if flag:
        y = 1
    def hook():
        return y  # NSA201: y
    if not flag:
        register(hook)
# run: handed_on_without_it(True, lambda hook: hook())
# run: handed_on_without_it(False, lambda hook: hook())


def an_alias_that_is_handed_on(flag, register):
    if flag:
        y = 1
    def hook():
        return y  # NSA201: y
    other = hook
    register(other)
# run: an_alias_that_is_handed_on(True, lambda hook: hook())
# run: an_alias_that_is_handed_on(False, lambda hook: hook())
