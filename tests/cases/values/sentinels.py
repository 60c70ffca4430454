# Objects that are made for their identity, constants that have names, and classes: each is only itself.

MISSING = object()
SENTINEL = object()
FIRST, SECOND = "first", "second"
PREFILL = 1
DECODE = 2
ALSO = 2
LIMIT = 4
count = 0


class Names:
    LEFT = "left"
    RIGHT = "right"
    other = PREFILL


def sentinel_or_none(a):
    v = MISSING
    if a:
        v = None
        x = 1
    if v is None:
        use(x)
    if v is MISSING:
        use(x)  # NSA201: x
# run: sentinel_or_none(True)
# run: sentinel_or_none(False)


def two_sentinels(v):
    if v is not MISSING:
        x = 1
    if v is SENTINEL:
        use(x)
    if v is MISSING:
        use(x)  # NSA201: x
# run: two_sentinels(SENTINEL)
# run: two_sentinels(MISSING)


def default_is_a_sentinel(v=MISSING):
    if v is MISSING:
        return
    if v is not None and v is not SENTINEL:
        x = 1
    if v == 3 or v == "text":
        use(x)
    if not v:
        use(x)  # NSA201: x
# run: default_is_a_sentinel()
# run: default_is_a_sentinel(3)
# run: default_is_a_sentinel(None)


def named_numbers(mode):
    if mode != DECODE:
        x = 1
    if mode == PREFILL:
        use(x)
    if mode == ALSO:
        use(x)  # NSA201: x
# run: named_numbers(PREFILL)
# run: named_numbers(DECODE)


def a_setting_is_not_known():
    if LIMIT > 8:
        x = 1
    if LIMIT == 3:
        y = 1
    use(x, y)  # NSA201: x, y
# not run: a policy


def named_by_a_class(side):
    if side == Names.LEFT:
        x = 1
    elif side == Names.RIGHT:
        x = 2
        y = 1
    if side == Names.RIGHT:
        use(x, y)
    if side == "left":
        use(y)  # NSA201: y
# run: named_by_a_class("left")
# run: named_by_a_class("right")


def count_up():
    global count
    count += 1


def a_number_that_a_function_changes(n):
    if n != count:
        x = 1
    if n == 0:
        use(x)  # NSA201: x
# run: a_number_that_a_function_changes(0)


def classes(kind):
    if kind is not int:
        x = 1
    if kind is str or kind is Names:
        use(x)
    if kind is int:
        use(x)  # NSA201: x
# run: classes(str)
# run: classes(Names)
# run: classes(int)


class Holder:
    unset = MISSING

    def fill(self, value=MISSING):
        found = SENTINEL if value is MISSING else value
        if found is not SENTINEL:
            x = found
        if value is not MISSING and value is not SENTINEL:
            use(x)
        if found is None:
            use(x)
        use(x)  # NSA201: x
# run: Holder().fill(1)
# run: Holder().fill(None)
# run: Holder().fill()


def made_here(a):
    first, second = object(), object()
    v = first if a else second
    if v is first:
        x = 1
    if a:
        use(x)
# run: made_here(True)
# run: made_here(False)
