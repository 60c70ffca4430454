# an attribute may fail where it is not needed
def run(x, use_triton):
    if use_triton:
        rows = x.shape[0]
        launch(x)
    else:
        rows = x.shape[0]
        x.add_(rows)
    return rows
