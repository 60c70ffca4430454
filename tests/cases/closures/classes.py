# Classes of a function: their methods read its names when they are called.
from types import SimpleNamespace

def a_method_under_the_guard(flag):
    if flag:
        y = 1
    class C:
        def get(self):
            return y
    if flag:
        C().get()
# run: a_method_under_the_guard(True)
# run: a_method_under_the_guard(False)


def a_method_without_it(flag):
    if flag:
        y = 1
    class C:
        def get(self):
            return y  # NSA201: y
    C().get()
# run: a_method_without_it(True)
# run: a_method_without_it(False)


def a_method_too_early(flag):
    class C:
        def get(self):
            return y  # NSA205: y
    if flag:
        C().get()
    y = 1
# run: a_method_too_early(True)
# run: a_method_too_early(False)


def an_instance_with_a_name(flag):
    class C:
        def get(self):
            return y
        def put(self):
            return z  # NSA201: z
    if flag:
        y = z = 1
    c = C()
    if flag:
        c.get()
    c.put()
# run: an_instance_with_a_name(True)
# run: an_instance_with_a_name(False)


def a_constructor(flag):
    class C:
        def __init__(self, n):
            self.n = n + y  # NSA201: y
    if flag:
        y = 1
    C(1)
# run: a_constructor(True)
# run: a_constructor(False)


def a_method_that_calls_another(flag):
    class C:
        def outer(self):
            return self.inner()
        def inner(self):
            return y  # NSA201: y
    if flag:
        y = 1
    C().outer()
# run: a_method_that_calls_another(True)
# run: a_method_that_calls_another(False)


def an_instance_that_is_handed_on(flag, take):
    class C:
        def get(self):
            return y  # NSA201: y
    if flag:
        y = 1
    take(C())
# run: an_instance_that_is_handed_on(True, lambda c: c.get())
# run: an_instance_that_is_handed_on(False, lambda c: c.get())


def an_instance_that_is_handed_on_under_the_guard(flag, take):
    class C:
        def get(self):
            return y
    if flag:
        y = 1
        take(C())
# run: an_instance_that_is_handed_on_under_the_guard(True, lambda c: c.get())
# run: an_instance_that_is_handed_on_under_the_guard(False, lambda c: c.get())


def a_named_one_that_is_returned(flag):
    class C:
        def get(self):
            return y  # NSA201: y
    if flag:
        y = 1
    c = C()
    return c
# run: a_named_one_that_is_returned(True).get()
# run: a_named_one_that_is_returned(False).get()


def the_class_itself(flag):
    class C:
        def get(self):
            return y  # NSA201: y
    if flag:
        y = 1
    return C
# run: the_class_itself(True)().get()
# run: the_class_itself(False)().get()


def a_subclass(flag, base):
    if flag:
        y = 1
    class C(base):
        def get(self):
            return y  # NSA201: y
    return 1
# not run: the base may call it


def a_bound_method(flag):
    class C:
        def get(self):
            return y  # NSA201: y
    if flag:
        y = 1
    get = C().get
    return get
# run: a_bound_method(True)()
# run: a_bound_method(False)()


def a_property(flag):
    class C:
        @property
        def size(self):
            return y  # NSA201: y
    if flag:
        y = 1
    c = C()
    return c.size
# run: a_property(True)
# run: a_property(False)


def it_binds(flag):
    class C:
        def put(self):
            nonlocal y
            y = 1
    C().put()
    use(y)
    y = 2
# run: it_binds(True)


def a_method_that_it_calls_binds(flag):
    class C:
        def outer(self):
            self.put()
        def put(self):
            nonlocal y
            y = 1
    C().outer()
    use(y)
    y = 2
# run: a_method_that_it_calls_binds(True)


def a_method_that_its_constructor_calls_binds(flag):
    class C:
        def __init__(this):
            this.put()
        def put(this):
            nonlocal y
            y = 1
    C()
    use(y)
    y = 2
# run: a_method_that_its_constructor_calls_binds(True)


def a_method_that_two_lead_to_binds(flag):
    class C:
        def first(self):
            self.second()
        def second(self):
            self.put()
        def put(self):
            nonlocal y
            y = 1
    c = C()
    c.first()
    use(y)
    y = 2
# run: a_method_that_two_lead_to_binds(True)


def a_method_that_it_calls_under_the_guard_binds(flag):
    class C:
        def outer(self, on):
            if on:
                self.put()
        def put(self):
            nonlocal y
            y = 1
    C().outer(flag)
    if flag:
        use(y)
    y = 2
# run: a_method_that_it_calls_under_the_guard_binds(True)
# run: a_method_that_it_calls_under_the_guard_binds(False)


def a_method_that_it_calls_deletes(flag):
    class C:
        def outer(self):
            self.drop()
        def drop(self):
            nonlocal y
            del y
    y = 1
    if flag:
        C().outer()
    use(y)  # NSA204: y
# run: a_method_that_it_calls_deletes(True)
# run: a_method_that_it_calls_deletes(False)


def a_method_that_it_does_not_call_binds(flag):
    class C:
        def outer(self):
            self.other()
        def other(self):
            pass
        def put(self):
            nonlocal y
            y = 1
    C().outer()
    use(y)  # NSA205: y
    y = 2
# run: a_method_that_it_does_not_call_binds(True)


def a_method_of_its_argument_binds(flag, other):
    class C:
        def outer(self, other):
            other.put()
        def put(self):
            nonlocal y
            y = 1
    C().outer(other)
    use(y)  # NSA205: y
    y = 2
# run: a_method_of_its_argument_binds(True, SimpleNamespace(put=fine))
# run: a_method_of_its_argument_binds(False, SimpleNamespace(put=fine))
