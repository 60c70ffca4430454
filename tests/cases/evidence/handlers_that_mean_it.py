def by_name(a):
    try:
        if a:
            y = 1
        use(y)
    except NameError:
        use(0)
# run: by_name(True)
# run: by_name(False)


def among_others(a):
    try:
        if a:
            y = 1
        use(y)
    except (KeyError, UnboundLocalError):
        use(0)
# run: among_others(True)
# run: among_others(False)


def the_inner_one_decides(a):
    try:
        if a:
            y = 1
        try:
            use(y)
        except NameError:
            pass
    except Exception:
        pass
# run: the_inner_one_decides(True)
# run: the_inner_one_decides(False)


def broad(a):
    try:
        if a:
            y = 1
        use(y)  # NSA201: y
    except Exception:
        use(0)


def bare_in_a_loop(xs):
    for x in xs:
        try:
            if x:
                y = x
            use(y)  # NSA201: y
        except:
            continue


def with_a_finally(a):
    try:
        if a:
            y = 1
        use(y)  # NSA201: y
    except BaseException:
        raise
    finally:
        use(0)


class Methods:
    def go(self, a):
        try:
            if a:
                y = 1
            return y  # NSA201: y
        except Exception as problem:
            return str(problem)
# not run: what fails is caught


def where_it_is_read_again(a):
    try:
        if a:
            y = 1
        use(y)
    except Exception:
        use(0)
    use(y)  # NSA201: y
# run: where_it_is_read_again(True)
# run: where_it_is_read_again(False)
