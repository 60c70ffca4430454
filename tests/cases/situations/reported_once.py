# A name is reported once in a scope.

def at_the_first_read_that_fails(a):
    if a:
        x = 1
    use(x)  # NSA201: x
    use(x)
    if a:
        return x
    return use(x)
# run: at_the_first_read_that_fails(True)
# run: at_the_first_read_that_fails(False)
