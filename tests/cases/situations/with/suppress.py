from contextlib import suppress
def f(g):
    with suppress(ValueError):
        x = g()
    use(x)  # NSA202: x
# run: f(boom)
# run: f(fine)
