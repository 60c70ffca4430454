class C:
    if use_triton:
        x = 1
    use(x)  # NSA104: x
