# python: 3.12
def f():
    class C[T](B):  # NSA205: B
        pass
    B = object
# not run: what it needs is not there
