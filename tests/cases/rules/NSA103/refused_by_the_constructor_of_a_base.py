from lib import HAS_FAST
if HAS_FAST:
    import fast

class Base:
    def __init__(self):
        if not HAS_FAST:
            raise ImportError("fast")

class Layer(Base):
    def run(self, x):
        return fast.run(x)

class Small(Layer):
    def step(self, x):
        return fast.step(x)

class Other:
    def run(self, x):
        return fast.run(x)  # NSA103: fast
