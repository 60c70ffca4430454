def run(x, impl, keep):
    if impl == "cuda":
        y = x
    elif impl == "triton":
        y = x
        launch(x)
    else:
        y = x
    if keep:
        return y
    try:
        del y
    except NameError:
        return "never bound"
