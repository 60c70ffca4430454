# it is not safe where a run that takes no arm may read neither
def plan(x, impl, verbose):
    if impl == "cuda":
        lens = rows = x.decode()
    elif impl == "triton":
        lens = rows = x.extend()
    else:
        raise ValueError(f"unexpected {impl=}")
    size = lens if verbose else 0
    return rows if verbose else size
