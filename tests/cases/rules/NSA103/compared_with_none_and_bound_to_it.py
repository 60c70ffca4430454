try:
    import fast
except ImportError:
    fast = None

def run(x):
    if fast is None:
        return x
    return fast.run(x)
