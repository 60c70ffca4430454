def x̄(): raise ValueError
def f(use_triton, a):
    if use_triton:
        z = 1
    if not use_triton:
        if not a:
            x̄()
        else:
            z = 2
    return z
