from lib import HAS_FAST
if HAS_FAST:
    import fast

def run(x):
    return fast.run(x)  # NSA103: fast by default

def check():
    if fast == None:
        raise ImportError
