HAS_FAST = probe()
if HAS_FAST:
    import fast

def inner():
    return fast.run()  # NSA104: fast

def outer():
    return inner()

if HAS_FAST:
    use(fast)
outer()
