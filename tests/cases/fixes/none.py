# No fix is offered, but advice is.

def a_flag_says_which_arm_was_taken(x, use_triton):
    if use_triton:
        used = True
        y = launch(x)
    else:
        y = x
    return y, used  # NSA101: used


def a_constant_that_one_arm_alone_has(x, use_triton):
    if use_triton:
        name = "triton"
        launch(x)
    else:
        x.add_(1)
    return name  # NSA101: name


def none_is_never_written(x, impl):
    if impl == "cuda":
        aux = None
    elif impl == "triton":
        launch(x)
    else:
        aux = None
    return aux  # NSA101: aux


def two_arms_that_differ(x, impl):
    if impl == "cuda":
        y = x
    elif impl == "triton":
        launch(x)
    else:
        y = -x
    return y  # NSA101: y


def a_call_is_not_repeated(x, use_triton):
    if use_triton:
        launch(x)
    else:
        y = compute(x)
    return y  # NSA101: y


def an_expression_of_names_that_the_sibling_itself_binds(x, use_triton):
    if use_triton:
        launch(x)
    else:
        z = compute(x)
        y = z
    return y  # NSA101: y


def an_expression_of_a_name_that_the_siblings_bind_again(x, impl):
    if impl == "cuda":
        x = fill(x)
        y = x
    elif impl == "triton":
        launch(x)
    else:
        x = fill(x)
        y = x
    return y  # NSA101: y


def an_expression_of_an_attribute_that_a_sibling_sets(x, impl):
    if impl == "cuda":
        y = x.rows
    elif impl == "triton":
        launch(x)
    else:
        x.rows += 1
        y = x.rows
    return y  # NSA101: y


def an_expression_of_an_attribute_that_a_sibling_deletes(x, impl):
    if impl == "cuda":
        y = x.rows
    elif impl == "triton":
        launch(x)
    else:
        del x.last.rows
        y = x.rows
    return y  # NSA101: y


def an_expression_of_a_name_that_may_be_unbound(x, a, use_triton):
    if a:
        z = compute(x)
    if use_triton:
        launch(x)
    else:
        y = z  # NSA201: z
    return y  # NSA101: y


def a_lone_if_what_holds_without_it_is_not_known(x, a):
    if a:
        y = compute(x)
    return y  # NSA201: y


def parts_of_two_lengths_which_one_call_cannot_count(x, a, b, use_triton):
    if use_triton:
        fill(out_rows=a, out_lens=b)
    else:
        rows = compute(x)
        a[: len(rows)].copy_(rows)
        lens = compute(x)
        b[: len(lens)].copy_(lens)
    return lens  # NSA101: lens


def a_kernel_launch_returns_no_count(x, buf, use_triton):
    if use_triton:
        fill[(1,)](x, out=buf)
    else:
        lens = compute(x)
        buf[: len(lens)].copy_(lens)
    return lens  # NSA101: lens


def the_buffer_is_another_one_in_the_sibling(x, meta, use_triton):
    if use_triton:
        fill(x, out=meta.buf)
    else:
        lens = compute(x)
        meta.buf = empty(lens)
        meta.buf.copy_(lens)
    return lens  # NSA101: lens


def what_is_copied_is_not_what_is_read_later(x, buf, use_triton):
    if use_triton:
        fill(x, out=buf)
    else:
        lens = compute(x)
        buf.copy_(lens)
        lens = clip(lens)
    return lens  # NSA101: lens


def an_inner_function_binds_the_name_too(x, impl):
    def reset():
        nonlocal y
        y = 0
    if impl == "cuda":
        y = x
    elif impl == "triton":
        launch(x)
    else:
        y = x
    return y  # NSA101: y


def a_lone_if_with_a_plain_binding(x, use_triton):
    if use_triton:
        y = x
    return y  # NSA104: y


def bound_by_a_loop(xs):
    for x in xs:
        y = x
    return y  # NSA203: y


def deleted(x):
    del x
    return x  # NSA204: x
