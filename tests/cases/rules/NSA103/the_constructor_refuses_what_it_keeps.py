try:
    from module_that_is_missing import kernel

    HAS_KERNEL = True
except ImportError:
    HAS_KERNEL = False


class Layer:
    def __init__(self, want):
        if want and not HAS_KERNEL:
            raise RuntimeError
        self.want = want

    def forward(self):
        if self.want:
            return kernel()


class Another:
    def __init__(self, want, need):
        if want and not HAS_KERNEL:
            raise RuntimeError
        self.need = need

    def forward(self):
        if self.need:
            return kernel()  # NSA103: kernel
