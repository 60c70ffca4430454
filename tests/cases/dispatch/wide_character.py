def f(use_ｔriton):
    if use_ｔriton:
        x = 1
    return x  # NSA104: x
