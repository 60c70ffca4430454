# it is not safe where a run that takes no arm may read neither
# fix: unsafe, a run that takes no arm is always an error
def plan(x, impl, verbose):
    if impl == "cuda":
        lens = rows = x.decode()
    elif impl == "triton":
        lens = rows = x.extend()
    size = lens if verbose else 0  # NSA104: lens
    return rows if verbose else size
