# A function of the file has the name.

def any(xs):
    return not xs[0]


def broken(a):
    if any([a]):
        x = 1
    if a:
        use(x)  # NSA201: x
# run: broken(True)
