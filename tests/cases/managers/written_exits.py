# What `__exit__` gives back by its last statement, whatever it has done before.
class Quiet:
    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.last = error
        return True


class Some:
    def __init__(self, done):
        self.done = done

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if self.done:
            return True
        self.done = True


def it_swallows_what_the_body_raises(flag):
    with Quiet():
        if flag:
            raise KeyError(flag)
        found = 1
    return found  # NSA202: found
# run: it_swallows_what_the_body_raises(True)
# run: it_swallows_what_the_body_raises(False)


def it_swallows_whatever_is_raised(flag):
    with Quiet():
        if flag:
            found = 1
        raise KeyError(flag)
    return found  # NSA201: found
# run: it_swallows_whatever_is_raised(True)
# run: it_swallows_whatever_is_raised(False)


def nothing_goes_on_where_it_may_not_swallow(done, flag):
    try:
        with Some(done):
            raise KeyError(flag)
        found = 1
    except KeyError:
        return None
    return found
# run: nothing_goes_on_where_it_may_not_swallow(True, 1)
# run: nothing_goes_on_where_it_may_not_swallow(False, 1)


def it_may_not_swallow(done, flag):
    manager = Some(done)
    try:
        with manager:
            raise KeyError(flag)
        found = 1
    except KeyError:
        pass
    return found  # NSA202: found
# run: it_may_not_swallow(True, 1)
# run: it_may_not_swallow(False, 1)
