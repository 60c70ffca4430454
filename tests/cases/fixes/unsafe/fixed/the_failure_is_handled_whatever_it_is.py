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
    except:
        first = 0
    return first, y
