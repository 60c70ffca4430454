# Values against True and False: what a match compares with nothing else is taken to be one of them.

def a_pair_of_flags(a, b):
    match a, b:
        case True, True:
            x = 1
        case False, _:
            y = 1
        case _:
            pass
    if a and b:
        use(x)
    if not a:
        use(y)
    if b:
        use(x)  # NSA201: x
# run: a_pair_of_flags(True, True)
# run: a_pair_of_flags(False, False)
# run: a_pair_of_flags(False, True)


def both_values(a):
    match a:
        case True:
            x = 1
        case False:
            x = 2
    use(x)
# run: both_values(True)
# run: both_values(False)


def somebody_expects_others(a):
    match a:
        case True:
            x = 1
        case False:
            x = 2
        case _:
            pass
    use(x)  # NSA201: x
# run: somebody_expects_others(True)
# run: somebody_expects_others(None)


def none_is_compared_too(a, b):
    match [a, b]:
        case [True, _]:
            x = 1
        case [None, True]:
            x = 2
        case _:
            y = 1
    if a:
        use(x)  # NSA201: x
    if b:
        use(x)
# run: none_is_compared_too(True, True)
# run: none_is_compared_too(2, False)


class Runner:
    def of_an_attribute(self):
        match self.fast:
            case True:
                x = 1
        if self.fast:
            use(x)
        else:
            use(x)  # NSA201: x

    def that_is_compared_elsewhere(self):
        match self.mode:
            case True:
                x = 1
        if self.mode == 2:
            use(x)  # NSA201: x

    def __init__(self, fast=False, mode=2):
        self.fast, self.mode = fast, mode
# run: Runner(True).of_an_attribute()
# run: Runner(False).of_an_attribute()
# run: Runner().that_is_compared_elsewhere()


def one_is_no_true(v):
    match v:
        case 1:
            x = 1
        case 0:
            x = 0
    if v is True or v is False:
        use(x)
    if v == 1 and v is not True:
        use(x)
    use(x)  # NSA201: x
# run: one_is_no_true(1)
# run: one_is_no_true(True)
# run: one_is_no_true(3)


def another_value_is_compared(v, w):
    match v:
        case True:
            x = 1
        case False:
            x = 0
    if w == 3:
        fine()
    use(x)
# run: another_value_is_compared(True, 3)
# run: another_value_is_compared(False, 3)


def two_other_values_are_compared_in_a_chain(v, w):
    match v:
        case True:
            x = 1
        case False:
            x = 0
    if w < 3 < 4:
        fine()
    use(x)
# run: two_other_values_are_compared_in_a_chain(True, 3)
# run: two_other_values_are_compared_in_a_chain(False, 3)


def it_is_compared_with_true(v, w):
    match v:
        case True:
            x = 1
        case False:
            x = 0
    if v is True:
        fine()
    use(x)
# run: it_is_compared_with_true(True, 3)
# run: it_is_compared_with_true(False, 3)


def true_is_compared_with_it(v, w):
    match v:
        case True:
            x = 1
        case False:
            x = 0
    if True == v:
        fine()
    use(x)
# run: true_is_compared_with_it(True, 3)
# run: true_is_compared_with_it(False, 3)


def another_value_is_asked_for_its_class(v, w):
    match v:
        case True:
            x = 1
        case False:
            x = 0
    if isinstance(w, int):
        fine()
    use(x)
# run: another_value_is_asked_for_its_class(True, 3)
# run: another_value_is_asked_for_its_class(False, 3)


def something_else_is_called_with_it(v, w):
    match v:
        case True:
            x = 1
        case False:
            x = 0
    if fine(v):
        fine()
    use(x)
# run: something_else_is_called_with_it(True, 3)
# run: something_else_is_called_with_it(False, 3)


def nothing_is_given_to_isinstance(v, w):
    match v:
        case True:
            x = 1
        case False:
            x = 0
    if w and isinstance():
        fine()
    use(x)
# run: nothing_is_given_to_isinstance(True, 0)
# run: nothing_is_given_to_isinstance(False, 0)


def it_is_compared_with_a_number(v, w):
    match v:
        case True:
            x = 1
        case False:
            x = 0
    if v == 3:
        fine()
    use(x)  # NSA201: x
# run: it_is_compared_with_a_number(True, 3)
# run: it_is_compared_with_a_number(2, 3)


def a_number_is_compared_with_it(v, w):
    match v:
        case True:
            x = 1
        case False:
            x = 0
    if 3 == v:
        fine()
    use(x)  # NSA201: x
# run: a_number_is_compared_with_it(True, 3)
# run: a_number_is_compared_with_it(2, 3)


def it_is_compared_with_none(v, w):
    match v:
        case True:
            x = 1
        case False:
            x = 0
    if v is not None:
        fine()
    use(x)  # NSA201: x
# run: it_is_compared_with_none(True, 3)
# run: it_is_compared_with_none(2, 3)


def it_is_compared_with_another(v, w):
    match v:
        case True:
            x = 1
        case False:
            x = 0
    if v == w:
        fine()
    use(x)  # NSA201: x
# run: it_is_compared_with_another(True, 3)
# run: it_is_compared_with_another(2, 3)


def it_is_compared_in_a_chain(v, w):
    match v:
        case True:
            x = 1
        case False:
            x = 0
    if True <= v < 3:
        fine()
    use(x)  # NSA201: x
# run: it_is_compared_in_a_chain(True, 3)
# run: it_is_compared_in_a_chain(2, 3)


def it_is_asked_for_its_class(v, w):
    match v:
        case True:
            x = 1
        case False:
            x = 0
    if isinstance(v, bool):
        fine()
    use(x)  # NSA201: x
# run: it_is_asked_for_its_class(True, 3)
# run: it_is_asked_for_its_class(2, 3)


def another_match_expects_others(v):
    match v:
        case True:
            x = 1
        case False:
            x = 0
    match v:
        case 2:
            fine()
    use(x)  # NSA201: x
# run: another_match_expects_others(True)
# run: another_match_expects_others(2)


def another_match_of_it_expects_no_others(v):
    match v:
        case True:
            x = 1
        case False:
            x = 0
    match v:
        case True:
            fine()
    use(x)
# run: another_match_of_it_expects_no_others(True)
# run: another_match_of_it_expects_no_others(False)


def a_match_of_another_value_expects_others(v, w):
    match v:
        case True:
            x = 1
        case False:
            x = 0
    match w:
        case 2:
            fine()
    use(x)
# run: a_match_of_another_value_expects_others(True, 2)
# run: a_match_of_another_value_expects_others(False, 2)


def a_match_that_takes_everything(v):
    match v:
        case _:
            fine()
    if v is True:
        x = 1
    if v is False:
        x = 0
    use(x)  # NSA201: x
# run: a_match_that_takes_everything(True)
# run: a_match_that_takes_everything(False)
# run: a_match_that_takes_everything(2)
