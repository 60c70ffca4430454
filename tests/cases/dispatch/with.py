def f(use_triton):
    if use_triton:
        with g() as x:
            h()
    use(x)  # NSA104: x
