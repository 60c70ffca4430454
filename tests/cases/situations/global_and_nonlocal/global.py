def f():
    global x
    if False:
        x = 1
    use(x)
x = 1
# run: f()
