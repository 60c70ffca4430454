# fix: unsafe, is right here too
def run(x, impl):
    if impl == "cuda":
        rows = 4
    elif impl == "triton":
        launch(x)
    else:
        rows = 4
    return rows  # NSA101: rows


def name(x, impl):
    if impl == "cuda":
        kind = "fast"
    elif impl == "triton":
        launch(x)
    else:
        kind = "fast"
    return kind  # NSA101: kind


def scale(x, impl):
    match impl:
        case "cuda":
            by = 0.5
        case "triton":
            launch(x)
        case _:
            by = 0.5
    return by  # NSA101: by
