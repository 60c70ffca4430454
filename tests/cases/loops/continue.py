# An arm that goes on to the next iteration answers for what the rest of this one binds.

def an_arm_that_skips(xs, flag):
    for x in xs:
        if flag:
            continue
        y = x
    use(y)  # NSA201: y  # NSA203: y
# run: an_arm_that_skips([], False)
# run: an_arm_that_skips([1], True)
# run: an_arm_that_skips([1], False)


def the_innermost_arm(xs, a, b):
    for x in (0, *xs):
        if a:
            use(x)
            if b:
                continue
        y = x
    use(y)  # NSA201: y
# run: the_innermost_arm([], True, True)
# run: the_innermost_arm([], True, False)


def a_case_that_skips(xs):
    for x in (0, *xs):
        match x:
            case 0:
                continue
        y = x
    use(y)  # NSA201: y
# run: a_case_that_skips([])
# run: a_case_that_skips([1])


def a_handler_that_skips(xs):
    for x in (1, *xs):
        try:
            fine(x)
            boom(x)
        except ValueError:
            continue
        y = x
    use(y)  # NSA202: y
# run: a_handler_that_skips([])


def in_a_while(n, skip):
    n = 3
    while n:
        n -= 1
        if skip:
            continue
        y = n
    use(y)  # NSA201: y
# run: in_a_while(3, True)
# run: in_a_while(3, False)


def a_dispatch_around_it(xs, use_triton, flag):
    for x in (0, *xs):
        if use_triton:
            if flag:
                continue
        y = x
    use(y)  # NSA101: y
# run: a_dispatch_around_it([], True, True)
# run: a_dispatch_around_it([], False, True)


def nothing_is_skipped(xs, flag):
    for x in (0, *xs):
        y = x
        if flag:
            continue
        z = x
        use(z)
    use(y)
# run: nothing_is_skipped([], True)
# run: nothing_is_skipped([], False)


class Loader:
    def load(self, names):
        for name in ("", *names):
            if not name:
                continue
            self.last = found = name
        return found  # NSA201: found
# run: Loader().load([])
# run: Loader().load(["a"])
