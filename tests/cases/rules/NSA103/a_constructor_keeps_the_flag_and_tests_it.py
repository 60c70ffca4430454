try:
    import module_that_is_missing as fast

    HAS_FAST = True
except ImportError:
    HAS_FAST = False


class AsksWhatItKept:
    def __init__(self):
        self.has_fast = HAS_FAST
        self.setup()
        self.kernel = fast.kernel if self.has_fast else None  # NSA103: fast

    def setup(self):
        self.size = 1


class AsksItsCallers:
    def __init__(self, use_fast=False):
        self.has_fast = HAS_FAST
        if use_fast:
            self.kernel = fast.kernel
# not run: whether setup() changes what was kept is not known
