HAS_FAST = False
if HAS_FAST:
    import fast

    def run(x):
        return fast.run(x)

    class Layer:
        def run(self, x):
            return fast.run(x)

if 0:
    import slow
    def step(x):
        def inner():
            return slow.step(x)
        return inner()
