def f(use_triton, ys):
    if use_triton:
        x = 1
    ok = [y for y in ys if use_triton]
    done = use_triton and launch()
    if done:
        return x
