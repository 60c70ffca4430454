# an attribute while another one is set
# fix: unsafe
def run(x, impl):
    if impl == "cuda":
        x.columns = 1
        rows = x.rows
    elif impl == "triton":
        launch(x)
    else:
        rows = x.rows
    return rows  # NSA101: rows
