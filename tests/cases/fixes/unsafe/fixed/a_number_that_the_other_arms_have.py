def run(x, impl):
    if impl == "cuda":
        rows = 4
    elif impl == "triton":
        rows = 4
        launch(x)
    else:
        rows = 4
    return rows


def name(x, impl):
    if impl == "cuda":
        kind = "fast"
    elif impl == "triton":
        kind = 'fast'
        launch(x)
    else:
        kind = "fast"
    return kind


def scale(x, impl):
    match impl:
        case "cuda":
            by = 0.5
        case "triton":
            by = 0.5
            launch(x)
        case _:
            by = 0.5
    return by
