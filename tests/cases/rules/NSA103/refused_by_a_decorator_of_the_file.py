from lib import HAS_FAST
if HAS_FAST:
    import fast

def needs_fast(function):
    def inner(*args):
        if HAS_FAST:
            return function(*args)
        raise ImportError("fast")
    return inner

def logged(function):
    def inner(*args):
        print(args)
        return function(*args)
    return inner

@needs_fast
def run(x):
    return fast.run(x)

class Layer:
    @needs_fast
    def run(self, x):
        return fast.run(x)

    @logged
    def step(self, x):
        return fast.step(x)  # NSA103: fast
