# fix: safe
def run(x, impl):
    if impl == "cuda":
        y = x
    elif impl == "triton":
        launch(x)
    else:
        y = x
    try:
        first = y.first()  # NSA101: y
    except (KeyError, ValueError):
        first = 0
    return first, y
