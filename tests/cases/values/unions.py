# A name that holds one of several values: what is called with it, compared with it, and what is known of many.

def a_call_of_either(x, swap, ready):
    if ready(x):
        y = 1
    if swap:
        x = x + 1
        y = 2
    if ready(x):
        use(y)
    if not ready(x):
        use(y)  # NSA201: y
# run: a_call_of_either(1, True, lambda x: x > 1)
# run: a_call_of_either(1, False, lambda x: x > 1)


def a_call_by_keyword(x, swap, ready):
    if ready(of=x, also=1):
        y = 1
    if swap:
        x = 0
    if ready(of=x, also=1):
        use(y)  # NSA201: y
    if not swap and ready(of=x, also=1):
        use(y)
# run: a_call_by_keyword(-1, True, lambda of, also: of >= 0)
# run: a_call_by_keyword(1, False, lambda of, also: of >= 0)


def an_index_that_is_either(xs, swap):
    i = 0
    if xs[0]:
        y = 1
    if swap:
        i = 1
    if xs[i] and not swap:
        use(y)
    if xs[i]:
        use(y)  # NSA201: y
# run: an_index_that_is_either([1, 0], False)
# run: an_index_that_is_either([0, 1], True)


def the_last_of_a_few(ready):
    for i in ("a", "b"):
        if ready(i):
            y = i
    if ready(i):
        use(y)
    if ready("a"):
        use(y)
    use(y)  # NSA201: y
# run: the_last_of_a_few(lambda i: False)
# run: the_last_of_a_few(lambda i: True)


def rebound_by_its_own_test(n, fetch):
    if fetch(n):
        w = 1
    if fetch(n):
        n = 2
    if not fetch(n):
        w = 2
    use(w)
# run: rebound_by_its_own_test(1, fine)
# run: rebound_by_its_own_test(1, lambda n: n == 1)
# run: rebound_by_its_own_test(1, lambda n: False)


def one_of_many_reasons(c, head):
    reason = None
    if c == 0:
        reason = "r0"
    elif c == 1:
        reason = "r1" if head else "r2"
    elif c == 2:
        reason = "r3" if head else "r4"
    elif c == 3:
        reason = "r5" if head else "r6"
    elif c == 4:
        reason = "r7" if head else "r8"
    elif c == 5:
        reason = "r9" if head else "s0"
    elif c == 6:
        reason = "s1" if head else "s2"
    elif c == 7:
        reason = ""
    if reason is None:
        x = 1
    if not reason and reason != "":
        use(x)
    if reason is None:
        use(x)
    if not reason:
        use(x)  # NSA201: x
# run: [one_of_many_reasons(c, h) for c in range(7) for h in (0, 1)]
# run: one_of_many_reasons(7, 0)
# run: one_of_many_reasons(8, 0)


class Runner:
    def __init__(self, fast=False):
        self.fast = fast

    def hook(self):
        self.fast = not self.fast

    def stored_in_one_arm(self, probe):
        if self.fast:
            self.fast = probe()
            y = 1
        self.note()
        if self.fast:
            use(y)

    def note(self):
        pass

    def stored_in_the_other_arm(self, probe):
        if self.fast:
            y = 1
        else:
            self.fast = probe()
        self.hook()
        if self.fast:
            use(y)  # NSA201: y
# run: Runner(True).stored_in_one_arm(fine)
# run: Runner(False).stored_in_one_arm(fine)
# run: Runner(False).stored_in_the_other_arm(lambda: False)


def equal_and_so_equally_true(a, b):
    if a != b:
        x = 1
    if a and not b:
        use(x)
    if b is not None and not b and a:
        use(x)
    if a and b:
        use(x)  # NSA201: x
# run: equal_and_so_equally_true(1, 0)
# run: equal_and_so_equally_true(1, 1)


def flags_that_differ(a: bool, b: bool):
    if a != b:
        x = 1
    if a is not b:
        use(x)
    if a and not b or b and not a:
        use(x)
    if a == b:
        y = 1
    if not a and not b:
        use(y)
    use(x)  # NSA201: x
# run: flags_that_differ(True, False)
# run: flags_that_differ(True, True)
# run: flags_that_differ(False, False)
