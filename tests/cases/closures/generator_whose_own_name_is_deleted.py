# A generator that reads its own name finds nothing where that has been deleted.

def under_another_name(xs):
    made = (len(str(made)) for _ in xs)  # NSA205: made
    kept = made
    del made
    return list(kept)
# run: under_another_name([1])


def in_a_test(xs):
    made = (x for x in xs if made)  # NSA205: made
    kept = made
    del made
    return next(kept)
# run: in_a_test([1])


def as_a_part(xs):
    made = (made for _ in xs)  # NSA205: made
    kept = [made]
    del made
    return next(kept[0])
# run: as_a_part([1])


def deleted_in_other_functions(xs):
    made = (made for _ in xs)
    kept = [made]
    return next(kept[0])
# run: deleted_in_other_functions([1])
