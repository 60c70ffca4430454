# fix: unsafe, no older value of it is meant to be kept here
def run(x, xs, impl):
    for _ in xs:
        if impl == "cuda":
            y = x
        elif impl == "triton":
            launch(x)
        else:
            y = x
        use(y)  # NSA101: y
