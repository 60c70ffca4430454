# every name into the missing else
def run(x, impl, use_y):
    if impl == "cuda":
        y = x
        z = impl
        launch(y)
    elif impl == "triton":
        y = x
        z = impl
    else:
        y = x
        z = impl
    if use_y:
        return y, z


def choose(x, impl, use_y):
    match impl:
        case "cuda":
            y = x
            z = impl
            launch(y)
        case "triton":
            y = x
            z = impl
        case _:
            y = x
            z = impl
    if use_y:
        return y, z
