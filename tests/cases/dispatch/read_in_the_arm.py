def in_the_fallback(x, use_triton):
    if use_triton:
        y = x + 1
    else:
        return y + 1  # NSA101: y
    return y
# run: in_the_fallback(1, True)
# run: in_the_fallback(1, False)


def in_the_middle_of_a_chain(x, backend):
    if backend == "cuda":
        scale, y = 2, x
    elif backend == "rocm":
        y = x * scale  # NSA101: scale
    else:
        scale = y = 1
    return y, scale
# run: in_the_middle_of_a_chain(1, "cuda")
# run: in_the_middle_of_a_chain(1, "rocm")
# run: in_the_middle_of_a_chain(1, "")


class Layer:
    def apply(self, x, use_fused):
        if use_fused:
            if x > 1:
                y = x
            else:
                y = y * 2  # NSA101: y
        else:
            y = 0
        return y
# run: Layer().apply(2, True)
# run: Layer().apply(0, True)
# run: Layer().apply(0, False)


def a_function_of_a_sibling(x, is_cuda):
    if is_cuda:
        def launch(n):
            return n
        y = launch(x)
    else:
        y = launch(x)  # NSA101: launch
    return y
# run: a_function_of_a_sibling(1, True)
# run: a_function_of_a_sibling(1, False)


def an_import_of_a_sibling(x, use_triton):
    if use_triton:
        import math
        y = math.sqrt(x)
    else:
        with Manager():
            y = math.floor(x)  # NSA101: math
    return y
# run: an_import_of_a_sibling(1, True)
# run: an_import_of_a_sibling(1, False)


def in_a_match(x, backend):
    match backend:
        case "triton":
            y = x
        case "eager":
            x = y  # NSA101: y
        case _:
            y = 0
    return x
# run: in_a_match(1, "triton")
# run: in_a_match(1, "eager")
# run: in_a_match(1, "")


def in_a_loop(xs, use_gpu):
    for x in xs:
        if use_gpu:
            total = x
        else:
            total += x  # NSA101: total
    return None
# run: in_a_loop([1], True)
# run: in_a_loop([1], False)


def in_a_comprehension(xs, use_triton):
    if use_triton:
        scale = 2
    else:
        xs = [x * scale for x in xs]  # NSA101: scale
    return xs
# run: in_a_comprehension([1], True)
# run: in_a_comprehension([1], False)


def bound_before_the_chain(x, use_triton):
    y = 1
    if use_triton:
        y = x
    else:
        x = y + 1
    return x
# run: bound_before_the_chain(1, True)
# run: bound_before_the_chain(1, False)


def bound_in_the_arm_first(x, use_triton):
    if use_triton:
        y = x
    else:
        y = 2
        x = y
    return x
# run: bound_in_the_arm_first(1, True)
# run: bound_in_the_arm_first(1, False)


def the_same_test_inside(x, use_triton, other):
    if use_triton:
        y = x
    if other:
        if use_triton:
            x = y
    return x
# run: the_same_test_inside(1, True, True)
# run: the_same_test_inside(1, False, True)


def no_dispatch(x, mode):
    if mode:
        y = x
    else:
        x = y  # NSA205: y
    return x
# run: no_dispatch(1, True)
# run: no_dispatch(1, False)
