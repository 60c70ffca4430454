def f(use_triton):
    if use_triton:
        [x := i for i in (1,)]
    return x  # NSA104: x
