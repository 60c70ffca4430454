try:
    import module_that_is_missing as lib

    HAS_LIB = True
except ImportError:
    HAS_LIB = False


class Module:
    def __init__(self, on):
        self.on = HAS_LIB
        self.on |= on

    def join(self, on):
        return self

    def get(self):
        return lib.get() if self.on else None  # NSA103: lib


# run: Module(True).join(True).get()
