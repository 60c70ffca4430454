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


def decorated_and_kept(a, deco):
    if a:
        x = 1
    @deco
    def g():
        return x  # NSA201: x
    return g
# run: decorated_and_kept(True, lambda g: g)()
# run: decorated_and_kept(False, lambda g: g)()


def decorated_bound_later(deco):
    @deco
    def g():
        return x
    x = 1
    return g
# run: decorated_bound_later(lambda g: g)()


def handed_on(a):
    if a:
        x = 1
    use(lambda: x)  # NSA201: x
# not run: what it needs is not there


def stored_in_an_attribute(a, o):
    if a:
        x = 1
    o.g = lambda: x  # NSA201: x
    return o
# run: stored_in_an_attribute(True, Box()).g()
# run: stored_in_an_attribute(False, Box()).g()


def method_of_a_class(a):
    if a:
        x = 1
    class C:
        def g(self):
            return x  # NSA201: x
    return C()
# run: method_of_a_class(True).g()
# run: method_of_a_class(False).g()
