def run(x, impl):
    if impl == "cuda":
        y = x
    elif impl == "triton":
        y = x
        launch(x)
    else:
        y = x
    try:
        first = y.first()
    except KeyError:
        first = 0
    except UnboundLocalError:
        first = 1
    return first, y
