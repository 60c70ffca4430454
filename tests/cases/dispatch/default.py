if has_triton:
    block = 1

def f(a=block): ...  # NSA104: block
