def f():
    use(x)
x = 1
# run: f()
