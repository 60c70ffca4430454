HAS_FAST = probe()
if HAS_FAST:
    import fast

class Runner:
    def __init__(self):
        self.fast = HAS_FAST

    def reset(self, value):
        self.fast = value

    def run(self):
        if self.fast:
            return fast.run()  # NSA103: fast
