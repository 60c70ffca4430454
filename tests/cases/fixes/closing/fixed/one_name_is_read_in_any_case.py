# it is safe for both names: a run that takes no arm is sure to fail on one of them
def plan(x, impl, verbose):
    if impl == "cuda":
        lens = rows = x.decode()
    elif impl == "triton":
        lens = rows = x.extend()
    else:
        raise ValueError(f"unexpected {impl=}")
    size = lens if verbose else 0
    return rows, size
