def f(use_triton):
    a = use_triton
    b = a
    if b:
        x = 1
    return x  # NSA104: x
