def f(use_triton, ys):
    def g(x):
        return x
    for y in ys:
        if use_triton:
            x = 1
            g(x)
