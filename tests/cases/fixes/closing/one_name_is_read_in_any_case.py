# it is safe for both names: a run that takes no arm is sure to fail on one of them
# fix: safe
def plan(x, impl, verbose):
    if impl == "cuda":
        lens = rows = x.decode()
    elif impl == "triton":
        lens = rows = x.extend()
    size = lens if verbose else 0  # NSA104: lens
    return rows, size
