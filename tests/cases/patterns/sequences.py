# Sequence patterns against one another, and against lengths, indices and classes.

def a_longer_one_is_covered(s):
    match s:
        case [*_]:
            x = 1
        case [1, 2]:
            use(x)
# run: a_longer_one_is_covered([1, 2])
# run: a_longer_one_is_covered([])


def length_of_the_pattern(s):
    match s:
        case [_, _]:
            x = 1
        case [_, *_]:
            y = 1
    if len(s) == 2 and isinstance(s, list):
        use(x)
    if len(s) == 1 and isinstance(s, list):
        use(y)
    if len(s) > 2:
        use(x)  # NSA201: x, x
# run: length_of_the_pattern([1, 2])
# run: length_of_the_pattern([1])
# run: length_of_the_pattern([1, 2, 3])
# run: length_of_the_pattern("abc")


def the_end_and_the_front(s):
    match s:
        case [*_, 1]:
            x = 1
    match s:
        case [1] | [_, 1]:
            use(x)
        case [1, *_]:
            use(x)  # NSA201: x
# run: the_end_and_the_front([1])
# run: the_end_and_the_front([2, 1])
# run: the_end_and_the_front([1, 2])


def items_that_are_tested(pair):
    match pair:
        case (True, _):
            x = 1
        case (_, None):
            y = 1
        case (a, b):
            if b is None:
                use(y)
            if a is True:
                use(x)
# run: items_that_are_tested((True, None))
# run: items_that_are_tested((1, None))
# run: items_that_are_tested((1, 2))


def a_capture_is_the_item(pair):
    match pair:
        case [first, second] if first:
            x = 1
        case [first, second]:
            pass
        case _:
            return
    if pair[0]:
        use(x)
    if first:
        use(x)
    if second:
        use(x)  # NSA201: x
# run: a_capture_is_the_item([1, 2])
# run: a_capture_is_the_item([0, 2])
# run: a_capture_is_the_item([0, 0])


def the_rest_of_a_list(s):
    match s:
        case [_, *rest]:
            if rest:
                x = 1
            if len(s) > 1:
                use(x)
            if not rest:
                use(x)  # NSA201: x
# run: the_rest_of_a_list([1, 2])
# run: the_rest_of_a_list([1])


def nothing_else_is_a_sequence(s):
    if isinstance(s, (str, int)):
        x = 1
    match s:
        case [*_]:
            use(x)  # NSA201: x
        case "text" | 1:
            use(x)
        case 1.5:
            use(x)
# run: nothing_else_is_a_sequence([1])
# run: nothing_else_is_a_sequence("text")
# run: nothing_else_is_a_sequence(1)
# run: nothing_else_is_a_sequence(1.5)


class Pair:
    def guard_that_failed(self, pair, flag):
        match pair:
            case (y, _) if flag:
                return
            case (y, z) if z:
                return
            case (_, _):
                use(y, z)

    def another_length(self, pair, flag):
        match pair:
            case (y, _) if flag:
                return
            case (*_,):
                use(y)  # NSA205: y
# run: Pair().guard_that_failed((1, 2), False)
# run: Pair().guard_that_failed((1, 0), False)
# run: Pair().another_length((1,), False)


def nested(s):
    match s:
        case [[x], *_]:
            pass
        case [[*_], *_]:
            x = 0
        case [1 | 2 as x]:
            pass
        case [_]:
            use(x)  # NSA205: x
            return
        case _:
            return
    use(x)
# run: nested([[1]])
# run: nested([[]])
# run: nested([2])
# run: nested([3])
