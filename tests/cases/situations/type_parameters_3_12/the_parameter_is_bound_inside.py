# python: 3.12
def f[T](a: T) -> T:
    return a
# not run: what it needs is not there
