# an attribute may fail where it is not needed
# fix: unsafe
def run(x, use_triton):
    if use_triton:
        launch(x)
    else:
        rows = x.shape[0]
        x.add_(rows)
    return rows  # NSA101: rows
