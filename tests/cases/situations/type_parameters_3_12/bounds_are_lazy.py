# python: 3.12
def f():
    def g[T: B](a):
        pass
    B = int
# not run: what it needs is not there
