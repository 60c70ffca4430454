def f(use_triton):
    use(x)  # NSA205: x
    @deco(x := 2)
    def g(): pass
    return x
