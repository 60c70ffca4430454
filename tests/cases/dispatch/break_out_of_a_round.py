def f(use_triton):
    while True:
        if use_triton:
            break
        x = 1
        break
    return x  # NSA101: x
