try:
    import fast
    HAS_FAST = True
except ImportError:
    HAS_FAST = False

def one(x):
    return fast.run(x)  # NSA103: fast

def ready():
    return HAS_FAST
