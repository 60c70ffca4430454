# what all other arms bind to the same name
def run(x, impl):
    if impl == "cuda":
        y = x
        launch(y)
    elif impl == "triton":
        y = x
        launch_triton(x)
    else:
        y = x
    return y
