def f(use_triton):
    if use_triton:
        import fast
    return fast  # NSA104: fast
