# A constructor that puts a method into an attribute of the object has not run it, nor given it to anybody else.


def kept_before_it_refuses(flag):
    if flag:
        y = 1
    class C:
        def __init__(self):
            self._run = self.run
            if not flag:
                raise ValueError
        def run(self):
            return y
    return C
# run: kept_before_it_refuses(True)().run()
# run: kept_before_it_refuses(False)


def one_of_two(flag, fast):
    if flag:
        y = 1
    class C:
        def __init__(self):
            self._run = self.run if fast else self.go
            assert flag
        def run(self):
            return y
        def go(self):
            return 2
    return C
# run: one_of_two(True, True)()._run()
# run: one_of_two(False, True)()


def in_a_table(flag):
    if flag:
        y = 1
    class C:
        def __init__(self):
            self.table = {"run": self.run}
            self._run = self.table["run"]
            assert flag
        def run(self):
            return y
    return C
# run: in_a_table(True)()._run()
# run: in_a_table(False)()


def run_before_it_refuses(flag):
    if flag:
        y = 1
    class C:
        def __init__(self):
            self._run = self.run
            self._run()
            assert flag
        def run(self):
            return y  # NSA201: y
    return C
# run: run_before_it_refuses(False)()


def handed_on_before_it_refuses(flag, hooks):
    if flag:
        y = 1
    class C:
        def __init__(self):
            self._run = self.run
            hooks.append(self._run)
            assert flag
        def run(self):
            return y  # NSA201: y
    try:
        C()
    except AssertionError:
        pass
    hooks[0]()
# run: handed_on_before_it_refuses(False, [])


def put_into_another_object(flag, other):
    if flag:
        y = 1
    class C:
        def __init__(self):
            other.run = self.run
            assert flag
        def run(self):
            return y  # NSA201: y
    try:
        C()
    except AssertionError:
        pass
    other.run()
# run: put_into_another_object(False, put_into_another_object)
