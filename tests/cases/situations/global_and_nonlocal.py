# global and nonlocal

def nonlocal_with_a_parameter(x):
    def g():
        nonlocal x
        use(x)
        x = 2
    g()
# run: nonlocal_with_a_parameter(True)
# run: nonlocal_with_a_parameter(False)


def nonlocal_bound_outside():
    x = 1
    def g():
        nonlocal x
        use(x)
        x = 2
    g()
# run: nonlocal_bound_outside()
