# python: 3.11
# The handlers of a group run one after another: a later one finds what an earlier one has done.

def bound_unless_an_earlier_one_ran(a):
    seen = False
    try:
        raise ExceptionGroup("g", a)
    except* ValueError:
        seen = True
    except* TypeError:
        if not seen:
            z = 1
        use(z)  # NSA201: z
# run: bound_unless_an_earlier_one_ran([ValueError()])
# run: bound_unless_an_earlier_one_ran([TypeError()])
# run: bound_unless_an_earlier_one_ran([ValueError(), TypeError()])


def bound_if_no_earlier_one_ran(a):
    missed = True
    try:
        raise ExceptionGroup("g", a)
    except* ValueError:
        missed = False
    except* TypeError:
        if missed:
            z = 1
        if missed:
            use(z)
# run: bound_if_no_earlier_one_ran([ValueError()])
# run: bound_if_no_earlier_one_ran([TypeError()])
# run: bound_if_no_earlier_one_ran([ValueError(), TypeError()])


def deleted_by_an_earlier_one(a):
    z = 1
    try:
        raise ExceptionGroup("g", a)
    except* ValueError:
        del z
    except* TypeError:
        use(z)  # NSA204: z
# run: deleted_by_an_earlier_one([ValueError()])
# run: deleted_by_an_earlier_one([TypeError()])
# run: deleted_by_an_earlier_one([ValueError(), TypeError()])


def the_name_of_an_earlier_one(a, z):
    try:
        raise ExceptionGroup("g", a)
    except* ValueError as z:
        pass
    except* TypeError:
        use(z)  # NSA204: z
# run: the_name_of_an_earlier_one([ValueError()], 1)
# run: the_name_of_an_earlier_one([TypeError()], 1)
# run: the_name_of_an_earlier_one([ValueError(), TypeError()], 1)


def bound_by_an_earlier_one(a):
    try:
        raise ExceptionGroup("g", a)
    except* ValueError:
        z = 1
    except* TypeError:
        use(z)  # NSA205: z
# run: bound_by_an_earlier_one([ValueError()])
# run: bound_by_an_earlier_one([TypeError()])
# run: bound_by_an_earlier_one([ValueError(), TypeError()])


def bound_by_an_earlier_one_beside_a_dispatch(a, backend):
    if backend == "cuda":
        use(a)
    try:
        raise ExceptionGroup("g", a)
    except* ValueError:
        z = 1
    except* TypeError:
        use(z)  # NSA205: z
# run: bound_by_an_earlier_one_beside_a_dispatch([ValueError()], "cuda")
# run: bound_by_an_earlier_one_beside_a_dispatch([TypeError()], "cuda")
# run: bound_by_an_earlier_one_beside_a_dispatch([ValueError(), TypeError()], "cuda")


def bound_again_by_a_later_one(a):
    try:
        raise ExceptionGroup("g", a)
    except* ValueError:
        z = 1
        del z
    except* TypeError:
        z = 2
        use(z)
# run: bound_again_by_a_later_one([ValueError(), TypeError()])


def all_of_it(a):
    seen = False
    try:
        raise ExceptionGroup("g", a)
    except* Exception:
        seen = True
    except* TypeError:
        if seen:
            use(z)
    z = 1
# run: all_of_it([ValueError(), TypeError()])


def nothing_is_left(a):
    try:
        try:
            raise ExceptionGroup("g", a)
        except* Exception:
            y = 1
    except BaseException:
        use(z)
    z = 1
# run: nothing_is_left([ValueError(), TypeError()])


def others_are_left(a):
    try:
        try:
            raise ExceptionGroup("g", a)
        except* ValueError:
            y = 1
    except BaseException:
        use(z)  # NSA205: z
    z = 1
# run: others_are_left([ValueError(), TypeError()])
