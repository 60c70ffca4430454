a = False
class C:
    if a:
        x = 1
    use(x)  # NSA205: x
# run:
