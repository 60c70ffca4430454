# python: 3.12
def f():
    type A = B
    B = int
# not run: what it needs is not there
