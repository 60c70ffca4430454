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


def else_fails_where_the_body_may_have_failed_too(g, h):
    try:
        try:
            g()
        except:
            return
        else:
            h()
        x = 1
    except Exception:
        use(x)  # NSA202: x
# run: else_fails_where_the_body_may_have_failed_too(fine, boom)
# run: else_fails_where_the_body_may_have_failed_too(boom, fine)


def a_call_fails_where_the_operand_before_it_did_not_run(a, g, h):
    try:
        a and g()
        h()
        x = 1
    except Exception:
        if not a:
            use(x)  # NSA202: x
# run: a_call_fails_where_the_operand_before_it_did_not_run(False, fine, boom)
# run: a_call_fails_where_the_operand_before_it_did_not_run(True, boom, fine)
