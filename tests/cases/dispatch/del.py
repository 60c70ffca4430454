def f(use_triton):
    x = 0
    if use_triton:
        del x
    return x  # NSA204: x
