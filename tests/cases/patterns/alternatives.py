# What alternatives bind: of each subject, the part that the first of them which matches gives.

def named_in_each(a):
    match a:
        case (0 as k) | (1 as k):
            pass
        case _:
            return
    if k == 0:
        x = 1
    if a == 0:
        use(x)
    if a == 1:
        use(x)  # NSA201: x
# run: named_in_each(0)
# run: named_in_each(1)
# run: named_in_each(2)


def the_other_item(a):
    match a:
        case (0, k) | (k, 0):
            pass
        case _:
            return
    if k:
        x = 1
    if a[0] == 0 and a[1]:
        use(x)
    if a[0]:
        use(x)
    if a[0] == 0:
        use(x)  # NSA201: x
# run: the_other_item((0, 0))
# run: the_other_item((0, 1))
# run: the_other_item((1, 0))
# run: the_other_item((1, 1))


def of_another_kind_in_each(a):
    match a:
        case (0, str() as k) | (1, int() as k):
            pass
        case _:
            return
    if isinstance(k, str):
        x = 1
    if a[0] == 0:
        use(x)
    if a[0] == 1:
        use(x)  # NSA201: x
# run: of_another_kind_in_each((0, "a"))
# run: of_another_kind_in_each((1, 2))
# run: of_another_kind_in_each((2, 2))
