class Top(Exception):
    pass


class Left(Top):
    pass


class Right(Top):
    pass


class Number(Top, ValueError):
    pass


def not_its_sibling(a):
    try:
        if a:
            raise Left
        y = 1
    except Right:
        pass
    use(y)
# not run: an exception of its own ends the run


def its_base(a):
    try:
        if a:
            raise Left("no")
        y = 1
    except Top:
        pass
    use(y)  # NSA202: y
# run: its_base(True)
# run: its_base(False)


def its_second_base(a):
    try:
        if a:
            raise Number
        y = 1
    except ValueError:
        pass
    use(y)  # NSA202: y
# run: its_second_base(True)
# run: its_second_base(False)


def the_first_that_matches(a):
    try:
        if a:
            raise Left
        y = 1
    except Right:
        pass
    except (KeyError, Left):
        y = 2
    except Exception:
        pass
    use(y)
# run: the_first_that_matches(True)
# run: the_first_that_matches(False)


def a_builtin_is_none_of_them(a):
    try:
        if a:
            raise KeyError
        y = 1
    except Top:
        pass
    use(y)
# run: a_builtin_is_none_of_them(True)
# run: a_builtin_is_none_of_them(False)


def two_levels_of_try(a):
    try:
        try:
            if a:
                raise Left
            y = 1
        except Right:
            y = 2
    except Top:
        return
    use(y)
# run: two_levels_of_try(True)
# run: two_levels_of_try(False)


class Walker:
    class Stop(Exception):
        pass

    def go(self, a):
        try:
            if a:
                raise Left
            y = 1
        except Top:
            y = 2
        use(y)
# run: Walker().go(True)
# run: Walker().go(False)
