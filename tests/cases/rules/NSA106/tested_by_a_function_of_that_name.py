try:
    from no_such_library import scan
except ImportError:
    scan = None


def callable(x):
    return True


def tested(x):
    if callable(scan):
        return scan(x)  # NSA106: scan
    return x
# run: tested(1)
