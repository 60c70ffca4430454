try:
    import fast
except ImportError:
    fast = fine

def f():
    return fast.run()
