# NSA104 open-dispatch

def a_lone_if(use_triton):
    if use_triton:
        x = launch()
    return x  # NSA104: x


def a_chain_without_else(backend):
    if backend == "cuda":
        x = 1
    elif backend == "triton":
        x = 2
    return x  # NSA104: x


def no_arm_taken_is_refused_before(use_triton):
    if not use_triton:
        raise ValueError
    if use_triton:
        x = launch()
    return x


def else_raises(backend):
    if backend == "cuda":
        x = 1
    else:
        raise ValueError(backend)
    return x
