def read_before_it_is_bound(x, use_triton):
    use(y)  # NSA205: y by default
    y = x
    return use_triton
# run: read_before_it_is_bound(1, True)


def deleted_before(x, use_triton):
    y = x
    del y
    if use_triton:
        x = 1
    return y  # NSA204: y by default
# run: deleted_before(1, True)
# run: deleted_before(1, False)


def after_its_handler(use_triton):
    try:
        x = boom(use_triton)
    except ValueError as error:
        x = None
    use(error)  # NSA204: error by default
    return x
# run: after_its_handler(True)


def in_an_arm_that_binds_it_later(mode, use_triton):
    if mode:
        y = y + 1  # NSA205: y by default
    else:
        y = 1
    return y, use_triton
# run: in_an_arm_that_binds_it_later(True, True)
# run: in_an_arm_that_binds_it_later(False, True)


def counted_without_a_start(xs, use_triton):
    for x in xs:
        if x:
            count += 1  # NSA205: count by default
    return use_triton
# run: counted_without_a_start([1], True)


def shadowed_by_a_later_import(x, use_triton):
    y = json.dumps(x)  # NSA205: json by default
    if use_triton:
        y = ""
    import json
    return y, json
# run: shadowed_by_a_later_import(1, True)


class Layer:
    def method(self, is_cuda):
        while self.runs():
            last = rows[0]  # NSA205: rows by default
            rows = last.rest
        return is_cuda

    def runs(self):
        return True
# run: Layer().method(True)


def some_ways_bind_it(x, mode, use_triton):
    if mode:
        y = x
    return y, use_triton  # NSA201: y
# run: some_ways_bind_it(1, True, True)
# run: some_ways_bind_it(1, False, True)


def an_iteration_before_binds_it(xs, use_triton):
    for x in xs:
        if x:
            use(y)  # NSA205: y
        y = x
    return use_triton
# run: an_iteration_before_binds_it([0, 1], True)
# run: an_iteration_before_binds_it([1], True)


def an_inner_function_binds_it(x, use_triton):
    def bind():
        nonlocal y
        y = x
    bind()
    use(y)
    y = use_triton
    return y
# run: an_inner_function_binds_it(1, True)


def the_handler_may_bind_it(use_triton):
    try:
        x = boom()
    except ValueError:
        y = 1
    return y, use_triton  # NSA202: y
# not run: it would take a call that does not fail
