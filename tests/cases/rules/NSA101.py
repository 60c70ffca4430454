# NSA101 arm-unbound

def another_arm_of_the_round_before(layers):
    for number, layer in enumerate(layers):
        if layer.use_triton:
            launch(layer)
        else:
            if number > 0:
                layer.join(previous)  # NSA101: previous
            previous = layer.out


def the_optimised_arm_binds_nothing(use_triton):
    if use_triton:
        launch()
    else:
        x = 1
    return x  # NSA101: x


def the_fallback_binds_nothing(use_triton):
    if use_triton:
        x = launch()
    else:
        pass
    return x  # NSA101: x


def one_arm_of_three(backend):
    if backend == "cuda":
        x = 1
    elif backend == "triton":
        launch()
    else:
        x = 2
    return x  # NSA101: x


def an_arm_that_returns_on_one_of_its_paths_only(use_triton, early):
    if use_triton:
        if early:
            return 0
    else:
        x = 1
    return x  # NSA101: x


def the_first_of_several_reads(use_triton):
    if use_triton:
        launch()
    else:
        x = 1
    use(x)  # NSA101: x
    return x


def a_conditional_expression(use_triton):
    launch() if use_triton else (x := 1)
    return x  # NSA101: x


def a_case_of_a_match(backend):
    match backend:
        case "triton":
            launch()
        case _:
            x = 1
    return x  # NSA101: x


def an_outer_chain_without_else_that_had_the_name_unbound_before(mode, use_triton):
    if mode == 1:
        x = 0
    elif mode == 2:
        if use_triton:
            launch()
        else:
            x = 1
    if mode == 2:
        return x  # NSA101: x


def every_arm_binds(use_triton):
    if use_triton:
        x = launch()
    else:
        x = 1
    return x


def the_arm_returns(use_triton):
    if use_triton:
        return launch()
    else:
        x = 1
    return x


def the_read_asks_the_same_question(use_triton):
    if use_triton:
        launch()
    else:
        x = 1
    return None if use_triton else x


def a_flag_of_the_arm_guards_the_read(use_triton, small):
    done = False
    if use_triton and small:
        launch()
        done = True
    else:
        x = 1
    if not done:
        return x


def a_sentinel_guards_the_read(use_triton):
    out = None
    if use_triton:
        out = []
    else:
        x = 1
    if out is None:
        return x
