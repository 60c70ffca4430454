# Methods run on objects that have been made: what the constructor of a class inside a function refuses, they need not test.


def by_a_test(flag):
    if flag:
        y = 1
    class C:
        def __init__(self):
            if not flag:
                raise ValueError("no flag")
        def get(self):
            return y
    return C
# run: by_a_test(True)().get()
# run: by_a_test(False)


def by_an_assertion(flag):
    if flag:
        y = 1
    class C:
        def __init__(self, n):
            assert flag, "no flag"
            self.n = n
        def get(self):
            return y + self.n
    return C
# run: by_an_assertion(True)(1).get()
# run: by_an_assertion(False)


def by_the_error_of_an_import(have):
    failed = None
    try:
        have()
        import json as kernels
    except ImportError as error:
        failed = error
    class C(dict):
        def __init__(self):
            if failed is not None:
                raise ValueError(str(failed))
            super().__init__()
        def get(self):
            return kernels.dumps(1)
    return C
# run: by_the_error_of_an_import(int)().get()


def in_a_method_of_a_class(flag):
    class Outer:
        def make(self, use):
            if use:
                y = 1
            class C:
                def __init__(self):
                    if not use:
                        raise ValueError
                def get(self):
                    return y
            return C
    return Outer().make(flag)
# run: in_a_method_of_a_class(True)().get()
# run: in_a_method_of_a_class(False)


def the_other_way_round(flag):
    if flag:
        y = 1
    class C:
        def __init__(self):
            if flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    return C
# run: the_other_way_round(False)().get()


def in_the_constructor_itself(flag):
    if flag:
        y = 1
    class C:
        def __init__(self):
            self.y = y  # NSA201: y
            if not flag:
                raise ValueError
    return C
# run: in_the_constructor_itself(True)()
# run: in_the_constructor_itself(False)()


def before_it_refuses(flag):
    if flag:
        y = 1
    class C:
        def __init__(self):
            self.get()
            if not flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    return C
# run: before_it_refuses(True)()
# run: before_it_refuses(False)()


def after_the_constructor_of_a_base(flag):
    if flag:
        y = 1
    class Base:
        def __init__(self):
            self.get()
    class C(Base):
        def __init__(self):
            super().__init__()
            if not flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    return C
# run: after_the_constructor_of_a_base(True)()
# run: after_the_constructor_of_a_base(False)()


def where_it_may_return_first(flag, quick):
    if flag:
        y = 1
    class C:
        def __init__(self):
            if quick:
                return
            if not flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    return C
# run: where_it_may_return_first(True, False)().get()
# run: where_it_may_return_first(False, True)().get()


def without_an_object(flag):
    if flag:
        y = 1
    class C:
        def __init__(self):
            if not flag:
                raise ValueError
        @staticmethod
        def get():
            return y  # NSA201: y
    return C
# run: without_an_object(True).get()
# run: without_an_object(False).get()


def on_the_class(flag):
    if flag:
        y = 1
    class C:
        def __init__(self):
            if not flag:
                raise ValueError
        @classmethod
        def get(cls):
            return y  # NSA201: y
    return C
# run: on_the_class(True).get()
# run: on_the_class(False).get()


def with_a_subclass(flag):
    if flag:
        y = 1
    class Kept:
        def __init__(self):
            if not flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    class Bare(Kept):
        def __init__(self):
            pass
    return Bare
# run: with_a_subclass(True)().get()
# run: with_a_subclass(False)().get()


def with_a_decorator(flag, bare):
    if flag:
        y = 1
    @bare
    class C:
        def __init__(self):
            if not flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    return C
# run: with_a_decorator(True, lambda c: c)().get()
# run: with_a_decorator(False, lambda c: type("D", (c,), {"__init__": lambda self: None}))().get()


def where_the_flag_changes_later(flag):
    if flag:
        y = 1
    class C:
        def __init__(self):
            if not flag:
                raise ValueError
        def get(self):
            return y  # NSA201: y
    flag = True
    return C
# run: where_the_flag_changes_later(True)().get()
# run: where_the_flag_changes_later(False)().get()


def in_a_loop(flags):
    made = None
    for flag in flags:
        if flag:
            y = 1
        if made is None:
            class C:
                def __init__(self):
                    if not flag:
                        raise ValueError
                def get(self):
                    return y
            made = C
    return made
# run: in_a_loop([True])().get()
