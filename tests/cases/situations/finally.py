# finally

def body_can_raise_before_the_bind(g):
    try:
        x = g()
    finally:
        use(x)  # NSA202: x
# run: body_can_raise_before_the_bind(boom)
# run: body_can_raise_before_the_bind(fine)


def body_can_return_before_the_bind(a):
    try:
        if a:
            return
        x = 1
    finally:
        use(x)  # NSA205: x
# run: body_can_return_before_the_bind(True)
# run: body_can_return_before_the_bind(False)


def return_in_the_body_binding_in_else():
    try:
        return 0
    except ValueError:
        x = 1
    else:
        x = 2
    finally:
        use(x)  # NSA205: x
# run: return_in_the_body_binding_in_else()


def break_before_the_bind(xs):
    for i in xs:
        try:
            break
            x = 1
        finally:
            use(x)  # NSA205: x
# run: break_before_the_bind([])
# run: break_before_the_bind([1])
# run: break_before_the_bind([1, 2])
# run: break_before_the_bind([0])


def bound_before_the_try(g):
    x = None
    try:
        x = g()
    finally:
        use(x)
# run: bound_before_the_try(boom)
# run: bound_before_the_try(fine)


def after_it_completed(g):
    try:
        x = g()
    finally:
        pass
    use(x)
# run: after_it_completed(boom)
# run: after_it_completed(fine)


def finally_binds(g):
    try:
        g()
    finally:
        x = 1
    use(x)
# run: finally_binds(boom)
# run: finally_binds(fine)


def handler_too_narrow():
    try:
        x = boom()
    except NameError:
        x = 1
    finally:
        use(x)  # NSA202: x
# run: handler_too_narrow()


def finally_after_handlers_that_bind(g):
    try:
        x = g()
    except BaseException:
        x = 1
    finally:
        use(x)
# run: finally_after_handlers_that_bind(boom)
# run: finally_after_handlers_that_bind(fine)
