x = 1
def f():
    if False:
        del x
    use(x)  # NSA205: x
# run: f()
