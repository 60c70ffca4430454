import contextlib
def f(g):
    with contextlib.suppress(ValueError):
        x = g()
    use(x)  # NSA202: x
# run: f(boom)
# run: f(fine)
