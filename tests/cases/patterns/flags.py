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
