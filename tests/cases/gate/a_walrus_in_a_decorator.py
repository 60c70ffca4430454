def f(use_triton):
    use(x)  # NSA205: x by default
    @deco(x := 2)
    def g(): pass
    return x
