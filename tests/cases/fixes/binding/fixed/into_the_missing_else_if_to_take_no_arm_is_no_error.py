# into the missing else, if to take no arm is no error
def run(x, impl, use_y):
    if impl == "cuda":
        y = x
        launch(y)
    elif impl == "triton":
        y = x
    else:
        y = x
    if use_y:
        return y
