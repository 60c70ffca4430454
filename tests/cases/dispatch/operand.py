def f(use_triton):
    use_triton and (x := launch())
    return x  # NSA104: x
