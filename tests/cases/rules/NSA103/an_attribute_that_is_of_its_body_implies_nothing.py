try:
    import module_that_is_missing as lib

    HAS_LIB = True
except ImportError:
    HAS_LIB = False


class Module:
    on = True

    def __init__(self, on):
        pass

    def join(self, on):
        self.on |= HAS_LIB
        return self

    def get(self):
        return lib.get() if self.on else None  # NSA103: lib


# run: Module(True).join(True).get()
