# What is asked of an object stays when its contents change, whichever of several objects it is.
from collections.abc import Iterator


def one_of_our_own(a, other):
    if a:
        xs = []
    else:
        xs = other
    use(xs)
    if hasattr(xs, "shape"):
        y = 1
    use(xs)
    if not a and hasattr(other, "shape"):
        use(y)
    if hasattr(xs, "shape"):
        use(y)
    if not a:
        use(y)  # NSA201: y
# run: one_of_our_own(True, 1)
# run: one_of_our_own(False, 1)
# run: one_of_our_own(False, memoryview(b"a"))


def our_own_is_the_other_one(a, other):
    if a:
        xs = other
    else:
        xs = []
    use(xs)
    if hasattr(xs, "shape"):
        y = 1
    use(xs)
    if hasattr(xs, "shape"):
        use(y)
    if a and hasattr(other, "shape"):
        use(y)
    if a:
        use(y)  # NSA201: y
# run: our_own_is_the_other_one(True, 1)
# run: our_own_is_the_other_one(True, memoryview(b"a"))
# run: our_own_is_the_other_one(False, 1)


def two_of_our_own(a):
    if a:
        xs = []
    else:
        xs = {}
    use(xs)
    if callable(xs):
        y = 1
    use(xs)
    if callable(xs):
        use(y)
    if a:
        use(y)  # NSA201: y
# run: two_of_our_own(True)
# run: two_of_our_own(False)


def only_one(n):
    xs = []
    use(xs)
    if type(xs) is n:
        y = 1
    use(xs)
    if type(xs) is n:
        use(y)
    if n:
        use(y)  # NSA201: y
# run: only_one(list)
# run: only_one(set)


def added_to(a, other):
    if a:
        xs = []
    else:
        xs = other
    use(xs)
    if hasattr(xs, "shape"):
        y = 1
    xs.append(1)
    if hasattr(xs, "shape"):
        use(y)
    if a:
        use(y)  # NSA201: y
# run: added_to(True, [])
# run: added_to(False, [])


def the_other_one_is_added_to(a, other):
    if a:
        xs = other
    else:
        xs = []
    use(xs)
    if isinstance(xs, Iterator):
        y = 1
    xs.append(1)
    if isinstance(xs, Iterator):
        use(y)
    if a:
        use(y)  # NSA201: y
# run: the_other_one_is_added_to(True, [])
# run: the_other_one_is_added_to(False, [])
