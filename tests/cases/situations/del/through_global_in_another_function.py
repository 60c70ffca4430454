x = 1
def g():
    global x
    del x
def f():
    use(x)
# not run: what it needs is not there
