# what all other arms bind to the same name
# fix: safe
def run(x, impl):
    if impl == "cuda":
        y = x
        launch(y)
    elif impl == "triton":
        launch_triton(x)
    else:
        y = x
    return y  # NSA101: y
