HAS_FAST = probe()
if HAS_FAST:
    import fast

def f():
    if HAS_FAST:
        return fast.run()
