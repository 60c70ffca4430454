import os
def f(a):
    if a:
        x = 1
    else:
        os._exit(1)
    use(x)
# not run: what it needs is not there
