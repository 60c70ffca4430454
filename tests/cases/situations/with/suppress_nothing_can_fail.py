from contextlib import suppress
def f():
    with suppress(ValueError):
        x = 1
    use(x)
# run: f()
