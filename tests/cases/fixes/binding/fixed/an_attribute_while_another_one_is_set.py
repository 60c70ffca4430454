# an attribute while another one is set
def run(x, impl):
    if impl == "cuda":
        x.columns = 1
        rows = x.rows
    elif impl == "triton":
        rows = x.rows
        launch(x)
    else:
        rows = x.rows
    return rows
