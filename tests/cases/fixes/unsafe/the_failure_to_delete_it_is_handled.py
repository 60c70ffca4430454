# fix: unsafe, nothing relies on its being unbound
def run(x, impl, keep):
    if impl == "cuda":
        y = x
    elif impl == "triton":
        launch(x)
    else:
        y = x
    if keep:
        return y  # NSA101: y
    try:
        del y
    except NameError:
        return "never bound"
