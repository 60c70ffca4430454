# A class, or what it holds under a name, may be another one by the time of the call.

class Stub:
    def refuse(self):
        raise NotImplementedError


class Ready(Stub):
    def refuse(self):
        return None


class Hidden:
    def refuse(self):
        raise NotImplementedError


def by_a_parameter(flag, Hidden):
    if flag:
        y = 1
    else:
        Hidden.refuse(None)
    use(y)  # NSA201: y
# run: by_a_parameter(False, Ready)


def by_a_parameter_around(flag, Hidden):
    def inner():
        if flag:
            y = 1
        else:
            Hidden.refuse(None)
        return y  # NSA201: y
    return inner()
# run: by_a_parameter_around(False, Ready)


class Rebound:
    def refuse(self):
        raise NotImplementedError


Rebound = Ready


def assigned_again(flag):
    if flag:
        y = 1
    else:
        Rebound.refuse(None)
    use(y)  # NSA201: y
# run: assigned_again(False)


try:
    Fallback = Ready
except NameError:
    class Fallback:
        def refuse(self):
            raise RuntimeError


def or_assigned(flag):
    if flag:
        y = 1
    else:
        Fallback.refuse(None)
    use(y)  # NSA201: y
# run: or_assigned(False)


def opened(owner):
    owner.refuse = lambda self: None
    return owner


@opened
class Decorated:
    def refuse(self):
        raise NotImplementedError


def decorated(flag):
    if flag:
        y = 1
    else:
        Decorated.refuse(None)
    use(y)  # NSA201: y
# run: decorated(False)


class Meta(type):
    def __new__(meta, name, bases, body):
        return super().__new__(meta, name, bases, {"drop": lambda self: None})


class Made(metaclass=Meta):
    def drop(self):
        raise NotImplementedError


def by_a_metaclass(flag):
    if flag:
        y = 1
    else:
        Made.drop(None)
    use(y)  # NSA201: y
# run: by_a_metaclass(False)


def launch(x):
    return None


class Twice:
    def go(self):
        raise NotImplementedError

    if launch:
        def go(self):
            return None

    def start(self):
        raise NotImplementedError

    try:
        start = launch
    except NameError:
        pass

    def load(self):
        raise NotImplementedError

    for load in (launch,):
        pass


def defined_again(flag):
    if flag:
        y = 1
    else:
        Twice.go(None)
    use(y)  # NSA201: y
# run: defined_again(False)


def assigned_in_the_class(flag):
    if flag:
        y = 1
    else:
        Twice.start(None)
    use(y)  # NSA201: y
# run: assigned_in_the_class(False)


def bound_by_a_loop(flag):
    if flag:
        y = 1
    else:
        Twice.load(None)
    use(y)  # NSA201: y
# run: bound_by_a_loop(False)


class Lower(Twice):
    if launch:
        def close(self):
            return None


class Higher(Twice):
    def close(self):
        raise NotImplementedError


class Both(Lower, Higher):
    pass


def of_two_bases(flag):
    if flag:
        y = 1
    else:
        Both.close(None)
    use(y)  # NSA201: y
# run: of_two_bases(False)


class Patched:
    def flush(self):
        raise NotImplementedError


if launch:
    Patched.flush = launch


def stored(flag):
    if flag:
        y = 1
    else:
        Patched.flush(None)
    use(y)  # NSA201: y
# run: stored(False)
