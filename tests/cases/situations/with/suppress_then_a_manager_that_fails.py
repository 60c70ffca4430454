from contextlib import suppress
def f(m):
    with suppress(ValueError), m() as t:
        pass
    use(t)  # NSA202: t
# run: f(boom)
