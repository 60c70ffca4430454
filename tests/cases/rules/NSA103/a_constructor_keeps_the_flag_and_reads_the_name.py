try:
    import module_that_is_missing as fast

    HAS_FAST = True
except ImportError:
    HAS_FAST = False


class Layer:
    def __init__(self):
        self.has_fast = HAS_FAST
        self.kernel = fast.kernel  # NSA103: fast by default


class Asks:
    def __init__(self):
        self.has_fast = HAS_FAST
        self.kernel = fast.kernel if HAS_FAST else None


class Refuses:
    def __init__(self):
        if not HAS_FAST:
            raise ImportError("fast")
        self.has_fast = HAS_FAST
        self.kernel = fast.kernel


# run: Layer()
# run: Asks()
