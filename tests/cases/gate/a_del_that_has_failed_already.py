def f(a, c, rows):
    for i in rows:
        if a:
            del y  # NSA205: y
        if c:
            p = c
    y = make()
    use(y)
