try:
    from lib import fast
except ImportError:
    pass

class Layer:
    def ready(self):
        return fast is not None  # NSA103: fast by default
