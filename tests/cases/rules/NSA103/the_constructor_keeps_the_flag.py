try:
    import fast
    HAS_FAST = True
except ImportError:
    HAS_FAST = False

class Runner:
    def __init__(self):
        self.fast = HAS_FAST

    def run(self):
        if self.fast:
            return fast.run()

    def always(self):
        return fast.run()  # NSA103: fast
