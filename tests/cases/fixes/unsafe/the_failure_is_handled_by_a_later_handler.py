# fix: unsafe, nothing relies on its being unbound
def run(x, impl):
    if impl == "cuda":
        y = x
    elif impl == "triton":
        launch(x)
    else:
        y = x
    try:
        first = y.first()
    except KeyError:
        first = 0
    except UnboundLocalError:
        first = 1
    return first, y  # NSA101: y
