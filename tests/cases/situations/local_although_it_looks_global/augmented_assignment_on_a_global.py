x = 0
def f():
    x += 1  # NSA205: x
# run: f()
