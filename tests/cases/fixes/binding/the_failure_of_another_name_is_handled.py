# fix: safe
def run(x, impl):
    if impl == "cuda":
        y = x
    elif impl == "triton":
        launch(x)
    else:
        y = x
    try:
        first = x.first()
    except NameError:
        first = 0
    return first, y  # NSA101: y
