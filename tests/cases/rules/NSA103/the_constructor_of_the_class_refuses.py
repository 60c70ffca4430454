try:
    import fast
    HAS_FAST = True
except ImportError:
    HAS_FAST = False

class Runner:
    def __init__(self):
        if not HAS_FAST:
            raise ImportError("fast")

    def run(self):
        return fast.run()
