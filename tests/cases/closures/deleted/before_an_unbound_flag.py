# What comes after a test of a flag that is itself unbound is not reported: the test has failed already.

try:
    import fast
    ready = True
except ImportError:
    ready = False


def after_its_test(n):
    y = n
    del y
    if n > 1 and n < 1:
        ready = False
    if ready:  # NSA205: ready
        use(y)
# run: after_its_test(1)


def under_a_second_name(n):
    y = n
    del y
    if n > 1 and n < 1:
        ready = False
    other = ready  # NSA205: ready
    if other:
        use(y)
# run: under_a_second_name(1)
