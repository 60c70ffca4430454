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
        use(y)  # NSA205: y
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


def it_is_followed(a, b):
    if a:
        y = 1
    _need_one(a, b, 2)
    use(y)
# run: it_is_followed(True, False)
# run: it_is_followed(False, True)


def what_goes_into_the_rest_is_not_the_first(a, b):
    if a:
        y = 1
    _need_one(b, a)
    use(y)  # NSA201: y
# run: what_goes_into_the_rest_is_not_the_first(False, True)


def before_a_star(a, others):
    if a:
        y = 1
    _need_one(a, *others)
    use(y)
# run: before_a_star(True, [])
# run: before_a_star(False, [1])


def after_a_star(a, others):
    if a:
        y = 1
    _need_one(*others, a)
    use(y)  # NSA201: y
# run: after_a_star(False, [1])


def _need_it_beside_options(a, **options):
    if not a:
        raise ValueError


def so_is_one_with_options(a, b):
    if a:
        y = 1
    _need_it_beside_options(a, b=b)
    use(y)
# run: so_is_one_with_options(True, 1)
# run: so_is_one_with_options(False, 1)


def by_its_name(a, b):
    if a:
        y = 1
    _need_it_beside_options(b=b, a=a)
    use(y)
# run: by_its_name(True, 1)
# run: by_its_name(False, 1)


def _need_the_flag(*others, flag=None, **options):
    if flag is None:
        raise ValueError


def after_the_rest(a, b):
    if a is not None:
        y = 1
    _need_the_flag(1, 2, flag=a, other=b)
    use(y)
# run: after_the_rest(1, 2)
# run: after_the_rest(None, 2)


def by_other_names_perhaps(a, b):
    if a is not None:
        y = 1
    _need_the_flag(a, **b)
    use(y)  # NSA201: y
# run: by_other_names_perhaps(None, {"flag": 1})


def left_out():
    try:
        _need_the_flag(1, 2)
    except ValueError:
        return
    use(y)
    y = 1
# run: left_out()


def _first(a, *more):
    return a


def its_answer_is_known(a, b):
    if a:
        y = 1
    if _first(a, b):
        use(y)
    if _first(b, a):
        use(y)  # NSA201: y
# run: its_answer_is_known(True, False)
# run: its_answer_is_known(False, True)


def _need_more(*flags, **options):
    if flags or options:
        return
    raise ValueError


def some_of_them(a):
    _need_more(a)
    _need_more(b=a)
    _need_more(*a, **{})
    _need_more()
    use(y)
    y = 1
# run: some_of_them([1])


def _positional(a, /, **options):
    if a:
        raise ValueError


def a_name_that_is_an_option(a, b):
    if a:
        y = 1
    _positional(b, a=a)
    use(y)  # NSA201: y
    if b:
        use(z)
    z = 1
# run: a_name_that_is_an_option(False, False)
# run: a_name_that_is_an_option(True, True)


class Holder:
    def _need(self, a, *flags, **options):
        if not a:
            raise ValueError

    def method(self, a, b):
        if a:
            y = 1
        self._need(a, b, c=b)
        use(y)

    def other_order(self, a, b):
        if a:
            y = 1
        self._need(b, a, c=a)
        use(y)  # NSA201: y
# run: Holder().method(True, False)
# run: Holder().method(False, True)
# run: Holder().other_order(False, True)
