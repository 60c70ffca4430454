def run(x, xs, impl):
    for _ in xs:
        if impl == "cuda":
            y = x
        elif impl == "triton":
            y = x
            launch(x)
        else:
            y = x
        use(y)
