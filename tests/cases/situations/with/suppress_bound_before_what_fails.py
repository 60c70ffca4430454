from contextlib import suppress
def f():
    with suppress(ValueError):
        x = 1
        boom()
    use(x)
# run: f()
