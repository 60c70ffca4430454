HAS_FAST = probe()
if HAS_FAST:
    import fast

class Runner:
    def __init__(self, strict):
        if strict and not HAS_FAST:
            raise ImportError("fast")

    def run(self):
        return fast.run()  # NSA103: fast
