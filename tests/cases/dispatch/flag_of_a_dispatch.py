def f(use_triton):
    fast = use_triton and small()
    if fast:
        x = 1
    return x  # NSA104: x
