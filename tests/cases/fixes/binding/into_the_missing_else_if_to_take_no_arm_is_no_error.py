# into the missing else, if to take no arm is no error
# fix: unsafe
def run(x, impl, use_y):
    if impl == "cuda":
        y = x
        launch(y)
    elif impl == "triton":
        y = x
    if use_y:
        return y  # NSA104: y
