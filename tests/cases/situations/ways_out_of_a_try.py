# ways out of a try

def handler_returns():
    try:
        x = boom()
    except ValueError:
        return
    use(x)
# run: handler_returns()


def handler_raises():
    try:
        x = boom()
    except ValueError:
        raise
    use(x)
# run: handler_raises()


def handler_continues(xs):
    for i in xs:
        try:
            x = boom()
        except ValueError:
            continue
        use(x)
# run: handler_continues([])
# run: handler_continues([1])
# run: handler_continues([1, 2])
# run: handler_continues([0])


def else_binds(g):
    try:
        g()
    except ValueError:
        return
    else:
        x = 1
    use(x)
# run: else_binds(boom)
# run: else_binds(fine)


def else_returns(g):
    try:
        g()
    except ValueError:
        x = 1
    else:
        return
    use(x)
# run: else_returns(boom)
# run: else_returns(fine)


def the_body_never_fails():
    try:
        pass
    except ValueError:
        x = 1
    use(x)  # NSA205: x
# run: the_body_never_fails()


def one_of_two_handlers_binds(g):
    try:
        g()
        x = 0
    except ValueError:
        x = 1
    except KeyError:
        pass
    use(x)  # NSA202: x
# run: one_of_two_handlers_binds(boom)
# run: one_of_two_handlers_binds(fine)
# run: one_of_two_handlers_binds(lambda: {}[1])
