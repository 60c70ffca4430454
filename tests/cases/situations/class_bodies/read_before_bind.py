class C:
    use(x)  # NSA205: x
    x = 1
# run:
