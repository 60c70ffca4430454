try:
    import fast
    HAS_FAST = True
except ImportError:
    HAS_FAST = False

def one(x):
    return fast.run(x) if HAS_FAST else x

def two(x):
    return HAS_FAST and fast.run(x)
