# What a constructor refuses does not hold where a method can run before it, without it or on another object.


def hands_on_a_method(flag, hooks):
    if flag:
        y = 1
    class Hooked:
        def __init__(self):
            hooks.append(self.get)
            if not flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    try:
        Hooked()
    except ValueError:
        pass
    return hooks[0]
# run: hands_on_a_method(True, [])()
# run: hands_on_a_method(False, [])()


def stores_itself(flag, objects):
    if flag:
        y = 1
    class Stored:
        def __init__(self):
            objects["last"] = self
            if not flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    try:
        Stored()
    except ValueError:
        pass
    return objects["last"]
# run: stores_itself(True, {}).get()
# run: stores_itself(False, {}).get()


def enters_itself(flag):
    if flag:
        y = 1
    class Entered:
        def __init__(self):
            with self:
                pass
            if not flag:
                raise ValueError
        def __enter__(self):
            return y  # NSA201: y
        def __exit__(self, *error):
            return None
    return Entered
# run: enters_itself(True)()
# run: enters_itself(False)()


def calls_what_it_inherits(flag):
    class Base:
        def prepare(self):
            self.get()
    if flag:
        y = 1
    class Prepared(Base):
        def __init__(self):
            super().prepare()
            if not flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    return Prepared
# run: calls_what_it_inherits(True)()
# run: calls_what_it_inherits(False)()


def reads_a_property_of_a_base(flag):
    class Sized:
        @property
        def size(self):
            return self.get()
    if flag:
        y = 1
    class Counted(Sized):
        def __init__(self):
            self.count = self.size
            if not flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    return Counted
# run: reads_a_property_of_a_base(True)()
# run: reads_a_property_of_a_base(False)()


def sets_attributes_by_a_method(flag, seen):
    if flag:
        y = 1
    class Watched:
        def __init__(self):
            self.size = 1
            if not flag:
                raise ValueError
        def __setattr__(self, name, value):
            seen.append(y)  # NSA201: y
    return Watched
# run: sets_attributes_by_a_method(True, [])()
# run: sets_attributes_by_a_method(False, [])()


def runs_at_the_end(flag):
    if flag:
        y = 1
    class Closed:
        def __init__(self):
            if not flag:
                raise ValueError
        def __del__(self):
            return y  # NSA201: y
    return Closed
# run: runs_at_the_end(True)().__del__()
# run: runs_at_the_end(False).__dict__["__del__"](1)


def only_reads_attributes_first(flag, size):
    if flag:
        y = 1
    class Plain:
        limit = 3
        def __init__(self):
            self.size = size
            self.small = self.size < self.limit
            if not flag:
                raise ValueError
        def get(self):
            return y
    return Plain
# run: only_reads_attributes_first(True, 1)().get()
# run: only_reads_attributes_first(False, 1)


def another_constructor_follows(flag):
    if flag:
        y = 1
    class Twice:
        def __init__(self):
            if not flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
        def __init__(self, n=0):
            self.n = n
    return Twice
# run: another_constructor_follows(True)().get()
# run: another_constructor_follows(False)().get()


def another_constructor_is_set(flag):
    if flag:
        y = 1
    class Patched:
        def __init__(self):
            if not flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    setattr(Patched, "__init__", lambda self: None)
    return Patched
# run: another_constructor_is_set(True)().get()
# run: another_constructor_is_set(False)().get()


def below_a_second_name(flag):
    if flag:
        y = 1
    class First:
        def __init__(self):
            if not flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    Second = First
    class Third(Second):
        def __init__(self):
            pass
    return Third
# run: below_a_second_name(True)().get()
# run: below_a_second_name(False)().get()


def below_it_by_a_call(flag):
    if flag:
        y = 1
    class Named:
        def __init__(self):
            if not flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    return type("Other", (Named,), {"__init__": lambda self: None})
# run: below_it_by_a_call(True)().get()
# run: below_it_by_a_call(False)().get()


def a_method_of_the_class(flag):
    if flag:
        y = 1
    class Shared:
        def __init__(self):
            if not flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    return Shared.get
# run: a_method_of_the_class(True)(None)
# run: a_method_of_the_class(False)(None)


def a_method_of_the_class_with_the_object(flag):
    if flag:
        y = 1
    class Own:
        def __init__(self):
            if not flag:
                raise ValueError
        def get(self):
            return y
        def twice(self):
            return Own.get(self) + Own.get(self)
    return Own
# run: a_method_of_the_class_with_the_object(True)().twice()
# run: a_method_of_the_class_with_the_object(False)


ENABLED = False


def enable(on):
    global ENABLED
    ENABLED = on


def a_flag_that_a_function_sets():
    enable(False)
    if ENABLED:
        y = 1
    class Late:
        def __init__(self):
            if not ENABLED:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    enable(True)
    return Late
# run: a_flag_that_a_function_sets()().get()
