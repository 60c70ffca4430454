from lib import HAS_FAST
if HAS_FAST:
    import fast

    def run(x):
        return fast.run(x)

    class Layer:
        def run(self, x):
            return fast.run(x)
else:
    def run(x):
        return x

    class Layer:
        def run(self, x):
            return fast.run(x)  # NSA103: fast
