try:
    import fast
    HAS_FAST = True
except ImportError:
    HAS_FAST = False

class Layer:
    def careful(self, x):
        if not HAS_FAST:
            return x
        return fast.run(x)

    def careless(self, x):
        return fast.run(x)  # NSA103: fast
