"""The chain that leaves a name open is to blame, not a later dispatch that only adds to it."""


def kernel(kind, use_triton, x):
    if kind == 0:
        y = x
    elif kind == 1:
        y = x + 1
    if use_triton:
        y = y + 1  # NSA201: y
    return y
# run: kernel(0, False, 1)
# run: kernel(2, True, 1)
# run: kernel(2, False, 1)


def with_an_else(kind, use_triton, x):
    if kind:
        y = x
    if use_triton:
        y += 1  # NSA201: y
    else:
        x = 0
    return y
# run: with_an_else(True, True, 1)
# run: with_an_else(False, True, 1)
# run: with_an_else(False, False, 1)


def a_loop_before(xs, use_fused):
    for x in xs:
        last = x
    if use_fused and len(xs) > 7:
        last = 0
    return last  # NSA203: last
# run: a_loop_before([1], True)
# run: a_loop_before([], True)


class Layer:
    def in_a_method(self, kind, is_cuda):
        match kind:
            case "a":
                y = 1
            case "b":
                y = 2
        if is_cuda:
            if kind == "z":
                y = 3
        return y  # NSA201: y
# run: Layer().in_a_method("a", True)
# run: Layer().in_a_method("z", True)
# run: Layer().in_a_method("c", True)


def a_handler_before(use_triton):
    try:
        y = boom()
    except ValueError:
        pass
    if use_triton:
        y = 1
    return y  # NSA202: y
# run: a_handler_before(True)
# run: a_handler_before(False)


def a_fallback_that_forgets(kind, use_triton, x):
    """Both chains leave it; the arm that is written is the one to look at."""
    if kind == 0:
        y = x
    if use_triton:
        fine(x)
    else:
        y = 2
    return y  # NSA101: y
# run: a_fallback_that_forgets(0, True, 1)
# run: a_fallback_that_forgets(1, True, 1)
# run: a_fallback_that_forgets(1, False, 1)


def the_dispatch_itself(kind, backend, x):
    found = False
    if backend == "cuda":
        if kind:
            y = x
        else:
            found = True
    elif backend == "rocm":
        y = x + 1
    if found:
        y = 0
    return y  # NSA104: y
# run: the_dispatch_itself(True, "cuda", 1)
# run: the_dispatch_itself(False, "cuda", 1)
# run: the_dispatch_itself(False, "rocm", 1)
# run: the_dispatch_itself(False, "", 1)


def an_expression_that_forgets(kind, use_triton, x):
    """Both leave it; it is the expression of which the other part binds."""
    if kind == 0:
        y = x
    fine(x) if use_triton else (y := x)
    return y  # NSA101: y
# run: an_expression_that_forgets(0, True, 1)
# run: an_expression_that_forgets(1, True, 1)
# run: an_expression_that_forgets(1, False, 1)


def an_expression_that_binds_in_the_first_part(kind, use_triton, x):
    if kind == 0:
        y = x
    (y := x) if use_triton else fine(x)
    return y  # NSA101: y
# run: an_expression_that_binds_in_the_first_part(0, True, 1)
# run: an_expression_that_binds_in_the_first_part(1, True, 1)
# run: an_expression_that_binds_in_the_first_part(1, False, 1)
