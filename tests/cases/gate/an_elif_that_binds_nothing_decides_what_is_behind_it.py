def f(use_triton, k):
    v = None
    if k in (0, 1) or use_triton:
        x = 9
    elif use_triton or v is None:
        p = False
    if k != 1:
        use(x)  # NSA101: x
