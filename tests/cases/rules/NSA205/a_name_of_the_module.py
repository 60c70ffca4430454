def f():
    use(x)

x = 1
