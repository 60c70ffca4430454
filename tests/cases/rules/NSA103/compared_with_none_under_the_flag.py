try:
    import fast
    HAS_FAST = True
except ImportError:
    HAS_FAST = False

def run(x):
    if HAS_FAST and fast is not None:
        return fast.run(x)
    return x
