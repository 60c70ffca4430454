HAS_FAST = probe()
if HAS_FAST:
    cache = {}

def fill():
    global cache
    cache = {}

def f():
    return cache
