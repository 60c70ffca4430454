# closures

def never_bound_later(a):
    if a:
        x = 1
    return lambda: x  # NSA201: x
# run: never_bound_later(True)()
# run: never_bound_later(False)()


def bound_later():
    g = lambda: x
    x = 1
    return g
# run: bound_later()()


def def_bound_later():
    def g():
        return x
    x = 1
    return g
# run: def_bound_later()()


def called_before_the_binding():
    def g():
        return x  # NSA205: x
    g()
    x = 1
# run: called_before_the_binding()
