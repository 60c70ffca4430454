# A loop over what the text lists is walked item by item, up to eight of them.

def the_third_item():
    for kind in ("first", "second", "third"):
        if kind == "third":
            y = kind
    use(y)
# run: the_third_item()


def counted_to_three():
    n = 0
    for _ in (1, 2, 3):
        n += 1
    if n == 3:
        y = n
    use(y)
# run: counted_to_three()


def counted_too_far():
    n = 0
    for _ in range(3):
        n += 1
    if n == 4:
        y = n
    use(y)  # NSA205: y
# run: counted_too_far()


def the_last_of_five():
    for n in [1, 2, 3, 4, 5]:
        if n > 4:
            y = n
    use(y)
# run: the_last_of_five()


def none_of_five():
    for n in [1, 2, 3, 4, 5]:
        if n > 5:
            y = n
    use(y)  # NSA205: y
# run: none_of_five()


def pairs():
    for name, fast in (("triton", True), ("torch", False)):
        if name == "torch" and not fast:
            y = name
    use(y)
# run: pairs()


def by_a_name():
    kinds = ("a", "b")
    for kind in kinds:
        if kind == "b":
            y = kind
    use(y)
# run: by_a_name()


def numbered():
    for i, kind in enumerate(("a", "b")):
        if i == 1 and kind == "b":
            y = kind
    use(y)
# run: numbered()


def from_the_back():
    for kind in reversed(["a", "b"]):
        if kind == "b":
            y = kind
        use(y)
# run: from_the_back()


def side_by_side():
    for kind, n in zip(("a", "b"), (1, 2)):
        if kind == "b" and n == 1:
            y = kind
    use(y)  # NSA205: y
# run: side_by_side()


def an_item_that_leaves(flag):
    for kind in ("a", "b", "c"):
        if kind == "c":
            break
        y = kind
    else:
        return z
    use(y)
# run: an_item_that_leaves(1)


def equal_items_of_a_set(a, b):
    n = 0
    for _ in {a, b}:
        n += 1
    if n == 2:
        y = n
    use(y)  # NSA201: y
# run: equal_items_of_a_set(1, 1)
# run: equal_items_of_a_set(1, 2)


def in_a_loop(xs):
    for x in xs:
        for kind in ("a", "b", "c"):
            if kind == "c":
                y = x
        use(y)
# run: in_a_loop([1, 2])


def in_a_method_of_a_class(n):
    class C:
        def get(self):
            for i in range(4):
                if i == 3:
                    y = i
            return y
    return C().get()
# run: in_a_method_of_a_class(1)


def changed_and_still_the_same(flag):
    v = []
    w = v
    if v is w:
        y = 1
    v.append(1)
    if v is w:
        use(y)
# run: changed_and_still_the_same(True)


def one_changed_of_two(flag):
    v = w = load(flag)
    if flag:
        w.append(1)
        y = 1
    if v is w and flag:
        use(y)
# not run: what it needs is not there
