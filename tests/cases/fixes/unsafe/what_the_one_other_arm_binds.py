# fix: unsafe, what the one other arm binds is right here too
def run(x, use_triton):
    if use_triton:
        launch(x)
    else:
        y = x
    return y  # NSA101: y
