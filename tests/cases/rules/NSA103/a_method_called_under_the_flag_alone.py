HAS_FAST = probe()
if HAS_FAST:
    import fast

class Runner:
    def go(self):
        if HAS_FAST:
            return self.run()

    def run(self):
        return fast.run()

class Other:
    def run(self):
        return fast.run()  # NSA103: fast
