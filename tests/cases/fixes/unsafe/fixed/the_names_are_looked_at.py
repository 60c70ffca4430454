def run(x, impl):
    if impl == "cuda":
        y = x
    elif impl == "triton":
        y = x
        launch(x)
    else:
        y = x
    return locals(), y
