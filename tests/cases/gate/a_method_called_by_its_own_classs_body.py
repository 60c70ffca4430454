def f(use_triton):
    if use_triton:
        x = 1
        z = True
    else:
        z = False
    class C:
        def g(a):
            if a:
                return x
        y = g(z)
    x = 2
    return x
