try:
    import fast
except ImportError:
    fast = None

def f():
    return fast.run()
