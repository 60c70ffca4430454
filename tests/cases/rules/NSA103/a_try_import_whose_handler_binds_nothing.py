try:
    import fast
except ImportError:
    pass

def f():
    return fast.run()  # NSA103: fast
