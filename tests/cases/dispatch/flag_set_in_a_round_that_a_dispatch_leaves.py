def f(use_triton, ys):
    done = False
    for y in ys:
        if use_triton:
            continue
        done = True
    if done:
        x = 1
    return x  # NSA104: x
