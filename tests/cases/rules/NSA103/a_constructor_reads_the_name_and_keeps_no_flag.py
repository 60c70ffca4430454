try:
    import module_that_is_missing as fast

    HAS_FAST = True
except ImportError:
    HAS_FAST = False


class Layer:
    def __init__(self):
        self.kernel = fast.kernel  # NSA103: fast

    def ready(self):
        self.has_fast = HAS_FAST


# run: Layer()
