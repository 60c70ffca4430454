# A function of the file has the name: then it is what it is.

def const_expr(x):
    return not x


def broken(a):
    if const_expr(a):
        x = 1
    if a:
        use(x)  # NSA201: x
# run: broken(True)
