x = 0
def f():
    x: int
    use(x)  # NSA205: x
# run: f()
