HAS_TRITON = fine() > 1

if HAS_TRITON:
    try:
        from no_such_library import scan
    except ImportError:
        scan = None


def either(x):
    return scan(x)  # NSA103: scan  # NSA106: scan
# run: either(1)


def asks_the_flag_alone(x):
    if HAS_TRITON:
        return scan(x)  # named with the report above
    return x
# run: asks_the_flag_alone(1)


def asks_for_both(x):
    if HAS_TRITON and scan is not None:
        return scan(x)
    return x
# run: asks_for_both(1)
