def _rest(a, *more):
    return more


def two_calls_agree(a, b):
    if _rest(a, b):
        y = 1
    if _rest(a, b):
        use(y)
# run: two_calls_agree(True, True)
# run: two_calls_agree(False, False)


def two_calls_with_others_need_not(a):
    if _rest(a):
        y = 1
    if _rest(a, a):
        use(y)  # NSA201: y
# run: two_calls_with_others_need_not(True)


def _options(a, **options):
    return options


def two_calls_by_name_agree(a, b):
    if _options(a, b=b):
        y = 1
    if _options(a, b=b):
        use(y)
# run: two_calls_by_name_agree(True, True)
# run: two_calls_by_name_agree(False, False)


def _need_some(*flags):
    if not flags:
        raise ValueError


def what_it_needs_may_be_there_without_the_first(a):
    if a:
        y = 1
    _need_some(a)
    use(y)  # NSA201: y
# run: what_it_needs_may_be_there_without_the_first(True)
# run: what_it_needs_may_be_there_without_the_first(False)


def _need_one(a, *flags):
    if not a:
        raise ValueError


def it_is_not_followed(a):
    if a:
        y = 1
    _need_one(a)
    use(y)  # NSA201: y
# not run: the call fails first


def _need_it_beside_options(a, **options):
    if not a:
        raise ValueError


def nor_is_one_with_options(a):
    if a:
        y = 1
    _need_it_beside_options(a)
    use(y)  # NSA201: y
# not run: the call fails first


def _first(a, *more):
    return a


def nor_is_its_answer_known(a):
    if a:
        y = 1
    if _first(a):
        use(y)  # NSA201: y
# not run: it is bound whenever the answer is true
