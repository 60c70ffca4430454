def f(use_triton):
    launch() if use_triton else (x := 1)
    return x  # NSA101: x
