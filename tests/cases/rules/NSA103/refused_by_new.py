from lib import HAS_FAST
if HAS_FAST:
    import fast

class Layer:
    def __new__(cls, *args):
        if not HAS_FAST:
            raise ImportError("fast")
        return super().__new__(cls)

    def __init__(self):
        self.kernel = fast.kernel

    def run(self, x):
        return fast.run(x)
