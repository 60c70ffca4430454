# except ... as e

def after_the_handler():
    try:
        boom()
    except ValueError as e:
        pass
    use(e)  # NSA204: e  # NSA205: e
# run: after_the_handler()


def bound_before(g):
    e = None
    try:
        g()
    except ValueError as e:
        pass
    use(e)  # NSA204: e
# run: bound_before(boom)
# run: bound_before(fine)


def handler_always_leaves(g):
    e = None
    try:
        g()
    except ValueError as e:
        return
    use(e)
# run: handler_always_leaves(boom)
# run: handler_always_leaves(fine)


def inside_the_handler():
    try:
        boom()
    except ValueError as e:
        use(e)
# run: inside_the_handler()


def del_e_inside_the_handler():
    try:
        boom()
    except ValueError as e:
        del e
# run: del_e_inside_the_handler()


def second_handler_reads_the_first_ones(g):
    try:
        g()
    except ValueError as e:
        use(e)
    except KeyError:
        use(e)  # NSA205: e
# run: second_handler_reads_the_first_ones(boom)
# run: second_handler_reads_the_first_ones(lambda: {}[1])


def kept_under_another_name():
    try:
        boom()
    except ValueError as e:
        x = e
    else:
        return
    use(x)
# run: kept_under_another_name()
