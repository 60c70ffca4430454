# fix: unsafe, nothing relies on its being unbound
def run(x, impl):
    if impl == "cuda":
        y = x
    elif impl == "triton":
        launch(x)
    else:
        y = x
    return locals(), y  # NSA101: y
