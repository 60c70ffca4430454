def odd():
    return has_triton()
def f():
    if odd():
        x = 1
    return x  # NSA104: x
