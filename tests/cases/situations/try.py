# try

def handler_reads_call_before_the_bind():
    try:
        boom()
        x = 1
    except ValueError:
        use(x)  # NSA202: x
# run: handler_reads_call_before_the_bind()


def after_the_handler():
    try:
        x = boom()
    except ValueError:
        pass
    use(x)  # NSA202: x
# run: after_the_handler()


def attribute_before_the_bind(o):
    try:
        x = o.a
    except AttributeError:
        use(x)  # NSA202: x
# run: attribute_before_the_bind(1)


def subscript_before_the_bind(o):
    try:
        x = o[0]
    except IndexError:
        use(x)  # NSA202: x
# run: subscript_before_the_bind([])


def operator_before_the_bind(a):
    try:
        x = 1 / a
    except ZeroDivisionError:
        use(x)  # NSA202: x
# run: operator_before_the_bind(0)


def import_before_the_bind():
    try:
        import no_such_module as x
    except ImportError:
        pass
    use(x)  # NSA102: x
# run: import_before_the_bind()


def unpacking_before_the_bind(t):
    try:
        x, y = t
    except ValueError:
        use(y)  # NSA202: y
# run: unpacking_before_the_bind((1,))


async def await_before_the_bind(t):
    try:
        x = await t
    except ValueError:
        use(x)  # NSA202: x
# not run: a coroutine


def order_subscript_before_comparison(a):
    try:
        x = a < 1
    except TypeError:
        use(x)  # NSA202: x
# run: order_subscript_before_comparison('')


def nothing_can_raise_policy():
    try:
        x = 1
    except ValueError:
        pass
    use(x)
# run: nothing_can_raise_policy()


def bound_before_the_call():
    try:
        x = 1
        boom()
    except ValueError:
        use(x)
# run: bound_before_the_call()


def handler_binds():
    try:
        x = boom()
    except ValueError:
        x = None
    use(x)
# run: handler_binds()


def flag_set_at_the_end_of_the_body():
    ok = False
    try:
        x = boom()
        ok = True
    except ValueError:
        pass
    if ok:
        use(x)
# run: flag_set_at_the_end_of_the_body()


def flag_set_in_the_handler():
    ok = True
    try:
        x = boom()
    except ValueError:
        ok = False
    if ok:
        use(x)
# run: flag_set_in_the_handler()
