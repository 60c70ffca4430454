def f(use_triton):
    x = 0
    if use_triton:
        try:
            g()
        except OSError as x:
            pass
    return x  # NSA204: x
