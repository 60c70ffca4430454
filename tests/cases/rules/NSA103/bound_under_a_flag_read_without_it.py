HAS_FAST = probe()
if HAS_FAST:
    import fast

def f():
    return fast.run()  # NSA103: fast
