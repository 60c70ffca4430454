def f(use_triton, c):
    if c:
        x = 1
    elif use_triton:
        g()
    return x  # NSA101: x  # NSA104: x
