NAMES = ["first", "second", "none"]
TRIED = []


def returns(strict):
    return strict


def over_what_there_is(catch=True):
    for name in NAMES:
        try:
            if name == "first":
                from missing_one import fast
            elif name == "second":
                import missing_two as fast
            else:
                fast = None
                break
            if fast is not None:
                fast.__version__
                break
        except ImportError:
            if not catch:
                raise
    else:
        if not catch:
            raise RuntimeError("there is no end of it")
        over_what_there_is(catch=False)
    return fast
# run: over_what_there_is()


def one_import(strict=False):
    try:
        import missing_one as fast
    except ImportError:
        if strict:
            raise
        one_import(strict=True)
    return fast
# run: one_import()
# run: one_import(True)


def its_answer(strict=False):
    try:
        import missing_one as fast
    except ImportError:
        if strict:
            raise ImportError("not there: %r" % strict)
        else:
            return its_answer(True)
    return fast
# run: its_answer()


def in_the_elif(again=True):
    try:
        import missing_one as fast
    except ImportError as error:
        if isinstance(error, KeyError):
            fast = None
        elif not again:
            raise
        else:
            in_the_elif(again=False)
    return fast
# run: in_the_elif()


def two_of_them(quiet=True, *, catch=True):
    try:
        import missing_one as fast
    except ImportError:
        if not quiet:
            raise
        if not catch:
            raise
        two_of_them(False, catch=False)
    return fast
# run: two_of_them()


def after_all_of_it(strict=False):
    found = False
    try:
        import missing_one as fast
        found = True
    except ImportError:
        pass
    if not found:
        if strict:
            raise ImportError("missing_one")
        after_all_of_it(strict=True)
    return fast
# run: after_all_of_it()


def a_call_that_may_work(load, strict=False):
    try:
        fast = load()
    except ValueError:
        if strict:
            raise
        a_call_that_may_work(lambda: 1, strict=True)
    return fast  # NSA202: fast
# run: a_call_that_may_work(boom)


def it_works_then(strict=False):
    try:
        fast = TRIED[0]
    except LookupError:
        if strict:
            raise
        TRIED.append(1)
        it_works_then(strict=True)
    return fast  # NSA202: fast
# run: it_works_then()


def stored_before_it(strict=False):
    try:
        import missing_one as fast
    except ImportError:
        if strict:
            return None
        NAMES[0] = "second"
        stored_before_it(strict=True)
    return fast  # NSA102: fast
# run: stored_before_it()


def another_answer(strict=False):
    try:
        import missing_one as fast
    except ImportError:
        if strict:
            raise
        another_answer(strict=False) if NAMES == [] else another_answer
    return fast  # NSA102: fast
# run: another_answer()


def does_without(strict=False):
    if strict:
        fast = None
    try:
        import missing_one as fast
    except ImportError:
        if not strict:
            does_without(strict=True)
    return fast  # NSA102: fast
# run: does_without()


def not_on_every_way(strict=False):
    try:
        import missing_one as fast
    except ImportError:
        if NAMES:
            if strict:
                raise
        else:
            not_on_every_way(strict=True)
    return fast  # NSA102: fast
# run: not_on_every_way()


def caught_by_itself(strict=False):
    try:
        try:
            import missing_one as fast
        except ImportError:
            if strict:
                raise
            caught_by_itself(strict=True)
    except ImportError:
        pass
    return fast  # NSA102: fast, fast
# run: caught_by_itself()


def tested_in_the_loop_only(strict=False):
    for name in NAMES[3:]:
        try:
            import missing_one as fast
        except ImportError:
            if strict:
                raise
    else:
        tested_in_the_loop_only(strict=True) if NAMES == [] else None
    return fast  # NSA102: fast  # NSA203: fast
# run: tested_in_the_loop_only()


def another_function(strict=False):
    try:
        import missing_one as fast
    except ImportError:
        if strict:
            raise
        returns(strict=True)
    return fast  # NSA102: fast
# run: another_function()


def changes_its_mind(strict=False):
    try:
        import missing_one as fast
    except ImportError:
        strict = not strict
        if strict:
            raise
        changes_its_mind(strict=True)
    return fast  # NSA102: fast
# not run: it does not end
