x = 0
def f():
    use(x)  # NSA205: x
    x = 1
# run: f()
