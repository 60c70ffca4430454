from lib import FAST_AVAILABLE, SMALL
if FAST_AVAILABLE and not SMALL:
    import fast

def careful(xs):
    for x in xs:
        if SMALL or not FAST_AVAILABLE:
            continue
        fast.run(x)

def careless(xs):
    for x in xs:
        fast.run(x)  # NSA103: fast
