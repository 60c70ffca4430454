def f():
    use(x)  # NSA205: x
f()
x = 1
# run:
