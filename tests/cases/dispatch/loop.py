def f(use_triton):
    if use_triton:
        for x in (1,):
            h()
    return x  # NSA104: x
