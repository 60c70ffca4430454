class C:
    x = 1
    del x
    use(x)  # NSA204: x
# run:
